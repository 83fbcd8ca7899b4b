from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from audit.chain import verify
from core import clock
from core.context import acting


class Command(BaseCommand):
    help = "Check the chain of traces and its anchors; exit 1 with the first bad row."

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("job:audit_verify"):
            report = verify()
        self.stdout.write(f"sealed: {report.sealed}")
        waiting = ""
        if report.waiting_since:
            seconds = (clock.now() - report.waiting_since).total_seconds()
            waiting = f", the oldest since {report.waiting_since.isoformat()} ({seconds:.0f} s)"
        self.stdout.write(f"unsealed: {report.unsealed}{waiting}")
        anchor = report.last_anchor
        anchored = f"{anchor.position} at {anchor.at}" if anchor else "none"
        self.stdout.write(f"last anchor: {anchored}, in {settings.AUDIT_ANCHOR_FILE}")
        if report.fault:
            raise CommandError(f"The chain is broken: {report.fault}.")
        self.stdout.write("The chain is whole.")

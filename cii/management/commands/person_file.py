from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.handing_out import check_decided
from cases.models import Case
from cii.person_file import CONTEXT, person_file
from core import clock
from core.choices import Language
from core.context import acting
from core.refusal import Refusal


class Command(BaseCommand):
    """Writes everything held about the person of a case, with her access register (P6)."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("case", help="the number of the case")
        parser.add_argument("--language", choices=Language.values, help="hers unless given")
        parser.add_argument("--output", type=Path, help="a file; NUMBER.zip here unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting(CONTEXT), transaction.atomic():
            self._write(options)

    def _write(self, options: dict[str, Any]) -> None:
        case = Case.objects.select_related("client").filter(number=options["case"]).first()
        if case is None:
            raise CommandError(f"There is no case {options['case']}.")
        try:
            check_decided(case)
        except Refusal as refusal:
            raise CommandError(str(refusal.reason)) from refusal
        at = clock.now()
        record(
            "access_request.downloaded",
            kind=Kind.EXPORT,
            by=None,
            job="person_file",
            at=at,
            cases=[CaseBasis(case.pk)],
        )
        language = options["language"] or case.client.language
        output = options["output"] or Path(f"{case.number}.zip")
        output.write_bytes(person_file(case, language=language, at=at))
        self.stdout.write(f"{output}")

from typing import Any

from django.core.management.base import BaseCommand

from accounts.actions.reference import load_partners
from cases.actions.reference import load_case_reference
from governance.reference import load_meeting_kinds


class Command(BaseCommand):
    help = (
        "Load institutions, dispositifs, places, posts, grid, template and catalogue; re-runnable."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_partners() + load_case_reference()
        loaded["created"] += load_meeting_kinds()
        self.stdout.write(
            ", ".join(f"{loaded[state]} {state}" for state in sorted(loaded) if loaded[state])
        )

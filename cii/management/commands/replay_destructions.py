from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cii.destruction import LedgerTruncated, brought_back, replay
from cii.ledger import LedgerBroken
from core import clock
from core.context import acting


class Command(BaseCommand):
    help = (
        "After a backup was restored: destroy again what the ledger of destructions names; exit 1 "
        "where the ledger was touched or is shorter than the database knows (QR5)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="name the cases, touch nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with acting("job:retention"):
                if options["dry_run"]:
                    numbers = [case.number for _line, case in brought_back()]
                else:
                    numbers = replay(clock.now())
        except LedgerBroken as error:
            raise CommandError(f"The ledger was touched at line {error}; nothing done.") from error
        except LedgerTruncated as error:
            raise CommandError(
                f"The ledger lacks line {error}, which the database certifies; nothing done."
            ) from error
        for number in numbers:
            self.stdout.write(number)
        verb = "to destroy again" if options["dry_run"] else "destroyed again"
        self.stdout.write(f"{len(numbers)} {verb}")

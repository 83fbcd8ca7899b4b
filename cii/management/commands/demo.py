from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cii.demo.mark import holds_real_data, mark
from cii.demo.plot import ANNOUNCED, write_year
from cii.demo.year import live_year
from core import clock
from core.context import acting


class Command(BaseCommand):
    help = "Load a year of invented Valais cases; needs DEMO=1 and an empty database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, help="another seed, another story")
        parser.add_argument("--today", type=date.fromisoformat, help="the day on which it ends")
        parser.add_argument("--announced", type=int, default=ANNOUNCED, help="announced cases")
        parser.add_argument("--if-empty", action="store_true", help="nothing to do once loaded")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo year is loaded with DEMO=1 only.")
        if holds_real_data():
            raise CommandError("This database holds other data than the demo year.")
        if found := mark():
            if options["if_empty"]:
                return
            raise CommandError(f"The demo year of {found.valid_from} is loaded already.")
        today = options["today"] or clock.today()
        year = write_year(options["seed"], today, options["announced"])
        self.stdout.write(f"Demo year up to {today}, invented from seed {options['seed']}")
        with acting("job:demo"):
            live_year(year, say=self.stdout.write)

import os
import sys
from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from tests.bench.databases import Sizes
from tests.bench.deadlocks import qf5
from tests.bench.figures import Figure, publish
from tests.bench.need_to_know import SMALL, make_twins, qf1, qf2, qf3, qf4, qf4_row_security


class Command(BaseCommand):
    help = "Measure the product at 1,000 cases and at SCALE; exit 1 where a goal is missed."

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("prepare", verbosity=0)
        call_command("load_reference", stdout=sys.stderr)
        sizes = Sizes(os.environ["DATABASE_SUPERUSER_URL"])
        sys.exit(publish(figures(sizes, int(os.environ["SCALE"])), sys.stdout))


def figures(sizes: Sizes, large: int) -> Iterator[Figure]:
    for cases in (SMALL, large):
        print(f"bench: writing a canton of {cases} cases", file=sys.stderr)
        sizes.make(cases, then=make_twins)
    for measured in (qf1, qf2, qf3, qf4, qf4_row_security, qf5):
        yield from measured(sizes, large)

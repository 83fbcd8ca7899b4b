from typing import Any

from django.core.management.base import BaseCommand

from cases.actions.fingerprints import rotate_key
from core import clock
from core.context import acting


class Command(BaseCommand):
    help = "Make the fingerprints of the blind match anew under the first key of MATCH_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        with acting("job:match"):
            waiting, removed = rotate_key(at=clock.now())
        self.stdout.write(f"{waiting} cases wait for their new fingerprints, in the background.")
        self.stdout.write(f"{removed} fingerprints of keys no longer listed removed.")

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from cases.models import AvsNumber
from core.context import acting

ROTATE = "job:rotate_key"


class Command(BaseCommand):
    help = "Encrypt every AVS number anew under the first key of FIELD_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        with acting(ROTATE):
            pks = list(AvsNumber.objects.values_list("pk", flat=True))
        for pk in pks:
            # One at a time, so that nobody waits; one removed meanwhile is gone.
            with acting(ROTATE), transaction.atomic():
                for row in AvsNumber.objects.select_for_update().filter(pk=pk):
                    row.save(update_fields=["number"])
                    count += 1
        self.stdout.write(f"{count} numbers encrypted anew.")

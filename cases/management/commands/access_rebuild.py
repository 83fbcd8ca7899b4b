from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases.actions.base import lock
from cases.actions.gates import refresh_gates, stale_gates
from cases.models import Assignment, Case, CaseUserObjectPermission


class Command(BaseCommand):
    help = "Rebuild the gates from the facts; with --check only tell where they differ."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, **options) -> None:
        wrong = [case for case in Case.objects.iterator() if stale_gates(case)]
        lonely = CaseUserObjectPermission.objects.exclude(
            assignment__in=Assignment.objects.open()
        ).count()
        if options["check"]:
            if wrong or lonely:
                raise CommandError(f"{len(wrong)} gates and {lonely} permissions differ.")
            self.stdout.write("Gates and permissions agree with the facts.")
            return
        for case in wrong:
            # Under the lock of its case, as every act writes it; one at a time, so that none waits.
            with transaction.atomic():
                refresh_gates(lock(case))
        with transaction.atomic():
            CaseUserObjectPermission.objects.exclude(
                assignment__in=Assignment.objects.open()
            ).delete()
        self.stdout.write(f"{len(wrong)} cases and {lonely} permissions rebuilt.")

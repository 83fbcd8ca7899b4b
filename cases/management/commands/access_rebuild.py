from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.actions.assignments import open_to_named
from cases.actions.base import lock
from cases.actions.gates import refresh_gates, stale_gates
from cases.choices import CaseState
from cases.models import Assignment, Case, CaseUserObjectPermission
from core.context import acting

REBUILD = "job:access_rebuild"


def lonely_permissions() -> QuerySet[CaseUserObjectPermission]:
    """Rows whose assignment ended, or is of another case that doesn't hold this one."""
    of_case = Q(content_object=F("assignment__case"))
    of_kept = Q(content_object__merged_into=F("assignment__case"))
    return CaseUserObjectPermission.objects.exclude(
        of_case | of_kept, assignment__in=Assignment.objects.open()
    )


def missing_permissions() -> list[tuple[Assignment, Case]]:
    """Open assignments without their row, on their case or on one merged into it."""
    rows = CaseUserObjectPermission.objects.filter(
        user=OuterRef("user"), permission__codename=OuterRef("kind")
    )
    open_rows = Assignment.objects.open().select_related("user", "case")
    missing = open_rows.exclude(Exists(rows.filter(content_object=OuterRef("case"))))
    found = [(row, row.case) for row in missing]
    for case in Case.objects.filter(state=CaseState.MERGED):
        of_kept = open_rows.filter(case=case.merged_into_id)
        missing = of_kept.exclude(Exists(rows.filter(content_object=case.pk)))
        found += [(row, case) for row in missing]
    return found


class Command(BaseCommand):
    help = "Rebuild the gates from the facts; with --check only tell where they differ."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args, **options) -> None:
        with acting(REBUILD):
            wrong = [case for case in Case.objects.iterator() if stale_gates(case)]
            lonely = lonely_permissions().count() + len(missing_permissions())
        if options["check"]:
            if wrong or lonely:
                raise CommandError(f"{len(wrong)} gates and {lonely} permissions differ.")
            self.stdout.write("Gates and permissions agree with the facts.")
            return
        for case in wrong:
            # Under the lock of its case, as every act writes it; one at a time, so that none waits.
            with acting(REBUILD), transaction.atomic():
                refresh_gates(lock(case, even_merged=True))
        with acting(REBUILD), transaction.atomic():
            lonely_permissions().delete()
            for assignment, case in missing_permissions():
                open_to_named(assignment, case)
        self.stdout.write(f"{len(wrong)} cases and {lonely} permissions rebuilt.")

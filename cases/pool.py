"""The pool of répondants with what each has in hand: counts alone, never a case (C10)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count

from accounts.models import Mandate, Release
from cases.choices import ENDED, AssignmentKind
from cases.coverage import pool
from cases.models import Assignment, Case
from core.context import acting


@dataclass(frozen=True)
class Candidate:
    """Who may be named: the open cases that she manages, and her release in percent, if kept."""

    mandate: Mandate
    load: int
    percent: int | None


def candidates(case: Case, day: date) -> list[Candidate]:
    """The pool of a case, the least loaded first; of equal load, the most released."""
    mandates = list(pool(case, day))
    loads = _loads({mandate.user_id for mandate in mandates})
    releases = Release.objects.live(day).filter(mandate__in=mandates).order_by("valid_from")
    percents = dict(releases.values_list("mandate", "percent"))
    found = [Candidate(row, loads.get(row.user_id, 0), percents.get(row.pk)) for row in mandates]
    # The pool comes by office and name, and sorting keeps that order.
    return sorted(found, key=lambda one: (one.load, -(one.percent or 0)))


@acting("job:pool")
def _loads(users: set[UUID]) -> dict[UUID, int]:
    """How many open cases each manages, those that are shut to the reader among them."""
    rows = Assignment.objects.open().filter(kind=AssignmentKind.CASE_MANAGER, user__in=users)
    counted = rows.exclude(case__state__in=ENDED).values("user").order_by("user")
    return dict(counted.annotate(count=Count("case", distinct=True)).values_list("user", "count"))

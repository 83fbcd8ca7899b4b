"""Whom a live procuration covers: the condition for inviting, engaging and assigning (C2, S2)."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.choices import Role
from accounts.models import Mandate, Office
from cases.models import Assignment, Case, Grant


def covered_offices(case: Case, day: date) -> dict[Office, int]:
    """The recipients of the procuration in force on a day, each with its set of categories."""
    grants = (
        Grant.objects.standing()
        .filter(
            procuration__case=case,
            procuration__valid_from__lte=day,
            procuration__valid_until__gte=day,
        )
        .select_related("recipient")
    )
    covered: dict[Office, int] = {}
    for grant in grants:
        covered[grant.recipient] = covered.get(grant.recipient, 0) | grant.category
    return covered


def pool(case: Case, day: date) -> QuerySet[Mandate]:
    """Who may be named case manager: répondants of covered offices and the worker in charge."""
    workers = Assignment.objects.open().filter(case=case).values("user")
    repondant = Q(role=Role.REPONDANT, population=case.population)
    worker = Q(role=Role.FIELD_WORKER, office=case.home_office, user__in=workers)
    return (
        Mandate.objects.live(day)
        .filter(repondant | worker, office__in=list(covered_offices(case, day)))
        .filter(user__is_active=True)
        .select_related("user", "office")
        .order_by("office__name_fr", "user__last_name")
    )

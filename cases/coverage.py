"""Whom a live procuration covers: the condition for inviting, engaging and assigning (C2, S2)."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.choices import OfficeKind, Role
from accounts.models import Mandate, Office, User
from cases.models import Assignment, Case, Engagement, Grant


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


def dispositifs(case: Case, day: date) -> list[Office]:
    """The covered recipients that are dispositifs: neither the bureau nor the Commission."""
    organs = (OfficeKind.BUREAU, OfficeKind.COMMISSION)
    return [office for office in covered_offices(case, day) if office.kind not in organs]


def disputable(case: Case) -> list[Office]:
    """The dispositifs that take part: a matter may touch one of them."""
    organs = (OfficeKind.BUREAU, OfficeKind.COMMISSION)
    engaged = Engagement.objects.open().filter(case=case).values("recipient")
    return list(Office.objects.filter(pk__in=engaged).exclude(kind__in=organs))


def engageable(case: Case, day: date) -> list[Office]:
    """The covered dispositifs that take no part yet."""
    engaged = set(Engagement.objects.open().filter(case=case).values_list("recipient", flat=True))
    return sorted((row for row in dispositifs(case, day) if row.pk not in engaged), key=str)


def experts(case: Case, day: date) -> QuerySet[Mandate]:
    """Who may be invited as expert: the registered ones and the professionals of covered offices.

    An expert's registration counts as a mandate (access-policy, facts).
    """
    return _mandates(dispositifs(case, day), (Role.EXPERT, Role.FIELD_WORKER), day)


def colleagues(case: Case, day: date) -> QuerySet[Mandate]:
    """Who may execute something: the professionals of covered dispositifs that take part."""
    engaged = Engagement.objects.open().filter(case=case).values("recipient")
    covered = Office.objects.filter(pk__in=[row.pk for row in dispositifs(case, day)])
    return _mandates(covered.filter(pk__in=engaged), (Role.FIELD_WORKER,), day)


def _mandates(offices: Iterable[Office], roles: Iterable[Role], day: date) -> QuerySet[Mandate]:
    return (
        Mandate.objects.live(day)
        .filter(office__in=offices, role__in=roles, user__is_active=True)
        .select_related("user", "office")
        .order_by("office__name_fr", "user__sort_key", "pk")
    )


def repondants_of(office: Office, population: str, day: date) -> list[User]:
    """The répondants of an office for a population, under live mandates."""
    mandates = Mandate.objects.live(day).filter(
        office=office, role=Role.REPONDANT, population=population, user__is_active=True
    )
    return [mandate.user for mandate in mandates.select_related("user")]


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
        .order_by("office__name_fr", "user__sort_key", "pk")
    )

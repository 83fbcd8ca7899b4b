"""Who a procuration lets read what: offices, and the people there by live mandates (P2, P3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from accounts.choices import BodyKind, OfficeKind, Role
from accounts.models import CoordinationPost, Mandate, Office
from cases.models import Assignment, Case, Engagement
from core.choices import Category


@dataclass(frozen=True)
class Effect:
    """One recipient: what it may read, through whom, and whether it takes part already."""

    office: Office
    categories: list[Category]
    people: list[tuple[str, str]]
    is_engaged: bool


def effects(case: Case, recipients: Mapping[Office, Iterable[Category]], day: date) -> list[Effect]:
    """What the named recipients would read on a day; nobody reads before taking part."""
    engaged = set(Engagement.objects.open().filter(case=case).values_list("recipient", flat=True))
    people = _people(case, list(recipients), day)
    return [
        Effect(
            office,
            Category.of(Category.mask(categories)),
            people[office.pk],
            office.pk in engaged,
        )
        for office, categories in sorted(recipients.items(), key=lambda pair: str(pair[0]))
    ]


def _people(case: Case, offices: list[Office], day: date) -> dict[UUID, list[tuple[str, str]]]:
    """For each office, name and function of those who read: by mandate, or named on the case."""
    people: dict[UUID, list[tuple[str, str]]] = {office.pk: [] for office in offices}
    live = Mandate.objects.live(day).filter(user__is_active=True).select_related("user", "body")
    kinds = {office.kind: office.pk for office in offices}
    repondants = live.filter(
        office__in=offices, role=Role.REPONDANT, population=case.population
    ).exclude(office__kind__in=[OfficeKind.BUREAU, OfficeKind.COMMISSION])
    for mandate in repondants:
        people[cast("UUID", mandate.office_id)].append(_shown(mandate))
    if bureau := kinds.get(OfficeKind.BUREAU):
        people[bureau] += [_shown(mandate) for mandate in live.filter(post__in=posts_of(case, day))]
    if commission := kinds.get(OfficeKind.COMMISSION):
        members = live.filter(body__kind=BodyKind.COMMISSION)
        people[commission] += [_shown(mandate) for mandate in members]
    named = Assignment.objects.open().filter(case=case, office__in=offices)
    for row in named.select_related("user"):
        people[row.office_id].append((str(row.user), row.get_kind_display()))
    return people


def _shown(mandate: Mandate) -> tuple[str, str]:
    return str(mandate.user), mandate.get_role_display()


def posts_of(case: Case, day: date) -> list[CoordinationPost]:
    """The post that coordinates the case, or the lead post to which it would be announced."""
    if case.post:
        return [case.post]
    return list(CoordinationPost.objects.live(day).filter(is_lead=True, region=case.region))

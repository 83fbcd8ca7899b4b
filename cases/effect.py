"""Who a procuration lets read what: offices, and the people there by live mandates (P2, P3)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast
from uuid import UUID

from accounts.choices import WITH_A_VOICE, BodyKind, Capacity, OfficeKind, Role
from accounts.models import CoordinationPost, Mandate, Office
from cases.consent import Grants, Line, compare
from cases.models import Assignment, Case, Engagement, Recusal
from core.choices import Category

# The secretariat organises sittings: it reads who the person is, and no more (access-policy).
SECRETARIAT = [Category.IDENTITY]


@dataclass(frozen=True)
class Reader:
    """Somebody who reads for a recipient; `only` where it is less than the recipient may."""

    name: str
    role: str
    only: tuple[Category, ...] = ()


@dataclass(frozen=True)
class Effect:
    """One recipient: what it may read, through whom, and whether it takes part already."""

    office: Office
    categories: list[Category]
    people: list[Reader]
    is_engaged: bool


@dataclass(frozen=True)
class Change:
    """What a change of the consent means for one recipient and the people who read there."""

    line: Line
    people: list[Reader]
    is_engaged: bool


def effects(case: Case, recipients: Grants, day: date, *, is_named: bool = True) -> list[Effect]:
    """What the named recipients would read on a day; nobody reads before taking part.

    Without `is_named` the persons named on this case are left out, for who sees its stub alone.
    """
    named = [office for office, categories in recipients.items() if list(categories)]
    engaged = _engaged(case)
    people = _people(case, named, day, is_named=is_named)
    return [
        Effect(
            office,
            Category.of(Category.mask(recipients[office])),
            people[office.pk],
            office.pk in engaged,
        )
        for office in sorted(named, key=str)
    ]


def changes(
    case: Case, before: Grants, after: Grants, day: date, *, is_named: bool = True
) -> list[Change]:
    """Who gains and who loses what, when the second consent takes the place of the first."""
    lines = compare(before, after)
    engaged = _engaged(case)
    people = _people(case, [line.office for line in lines], day, is_named=is_named)
    return [Change(line, people[line.office.pk], line.office.pk in engaged) for line in lines]


def _engaged(case: Case) -> set[UUID]:
    return set(Engagement.objects.open().filter(case=case).values_list("recipient", flat=True))


def _people(
    case: Case, offices: list[Office], day: date, *, is_named: bool
) -> dict[UUID, list[Reader]]:
    """For each office, name and function of those who read: by mandate, or named on the case."""
    people: dict[UUID, list[Reader]] = {office.pk: [] for office in offices}
    live = Mandate.objects.live(day).filter(user__is_active=True).select_related("user", "body")
    kinds = {office.kind: office.pk for office in offices}
    repondants = live.filter(
        office__in=offices, role=Role.REPONDANT, population=case.population
    ).exclude(office__kind__in=[OfficeKind.BUREAU, OfficeKind.COMMISSION])
    for mandate in repondants:
        people[cast("UUID", mandate.office_id)].append(_reader(mandate))
    if bureau := kinds.get(OfficeKind.BUREAU):
        people[bureau] += [
            _reader(mandate) for mandate in live.filter(post__in=posts_of(case, day))
        ]
        secretaries = live.filter(role=Role.SECRETARIAT)
        people[bureau] += [_reader(mandate, SECRETARIAT) for mandate in secretaries]
    if commission := kinds.get(OfficeKind.COMMISSION):
        members = live.filter(body__kind=BodyKind.COMMISSION, capacity__in=WITH_A_VOICE)
        out = Recusal.objects.filter(case=case, lifted_at=None).values("user")
        people[commission] += [_reader(mandate) for mandate in members.exclude(user__in=out)]
    if is_named:
        named = Assignment.objects.open().filter(case=case, office__in=offices)
        for row in named.select_related("user"):
            people[row.office_id].append(Reader(str(row.user), row.get_kind_display()))
    return people


def _reader(mandate: Mandate, only: Iterable[Category] = ()) -> Reader:
    role = mandate.get_role_display()
    if mandate.capacity == Capacity.DEPUTY:
        role = f"{role}, {mandate.get_capacity_display()}"
    return Reader(str(mandate.user), role, tuple(only))


def posts_of(case: Case, day: date) -> list[CoordinationPost]:
    """The post that coordinates the case, or the lead post to which it would be announced."""
    if case.post:
        return [case.post]
    return list(CoordinationPost.objects.live(day).filter(is_lead=True, region=case.region))

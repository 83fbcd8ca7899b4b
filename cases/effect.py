"""Who a procuration lets read what: offices, and the people there by live mandates (P2, P3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.choices import OfficeKind, Role
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
    return [
        Effect(
            office,
            Category.of(Category.mask(categories)),
            people_of(case, office, day),
            office.pk in engaged,
        )
        for office, categories in sorted(recipients.items(), key=lambda pair: str(pair[0]))
    ]


def people_of(case: Case, office: Office, day: date) -> list[tuple[str, str]]:
    """Name and function of those who read for an office: by mandate, or named on the case."""
    if office.kind == OfficeKind.BUREAU:
        mandates = Mandate.objects.filter(post__in=posts_of(case, day))
    elif office.kind == OfficeKind.COMMISSION:
        mandates = Mandate.objects.filter(body__kind=OfficeKind.COMMISSION)
    else:
        mandates = Mandate.objects.filter(
            office=office, role=Role.REPONDANT, population=case.population
        )
    live = mandates.live(day).filter(user__is_active=True).select_related("user")
    people = [(str(mandate.user), mandate.get_role_display()) for mandate in live]
    named = Assignment.objects.open().filter(case=case, office=office).select_related("user")
    return people + [(str(a.user), a.get_kind_display()) for a in named]


def posts_of(case: Case, day: date) -> list[CoordinationPost]:
    """The post that coordinates the case, or the lead post to which it would be announced."""
    if case.post:
        return [case.post]
    return list(CoordinationPost.objects.live(day).filter(is_lead=True, region=case.region))

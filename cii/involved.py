"""Who takes part in a case and by which act, in words that name the act (access-policy, facts)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import Office
from cases.choices import EngagementKind, Tie
from cases.fact_queries import EngagementQuerySet
from cases.models import Case, Engagement, InsertionPlan
from cases.reading import CaseAccess
from cases.rules import may_be_ended
from governance.models import Decision, Meeting


@dataclass(frozen=True)
class Part:
    """One engagement: whose, by which act, since when, until when; `may_end` by hand."""

    id: UUID
    office: Office
    act: str
    since: datetime
    until: datetime | None
    may_end: bool


def involved(case: Case) -> list[Part]:
    """The open engagements of a case, by dispositif."""
    parts = _parts(Engagement.objects.open().filter(case=case))
    return sorted(parts, key=lambda part: (str(part.office), part.since))


def receipts(access: CaseAccess) -> list[Part]:
    """What let her dispositifs take part and has ended, the last first."""
    offices = [ground.recipient for ground in access.grounds if ground.tie != Tie.HOME]
    ended = Engagement.objects.filter(case=access.case, recipient__in=offices)
    return _parts(ended.exclude(ended_at=None).order_by("-ended_at", "pk"))


def _parts(rows: EngagementQuerySet) -> list[Part]:
    found = list(rows.select_related("recipient"))
    days = _days_of_sources(found)
    return [
        Part(
            row.pk,
            row.recipient,
            _act(row, days),
            row.begun_at,
            row.ended_at,
            row.ended_at is None and may_be_ended(row),
        )
        for row in found
    ]


def _act(row: Engagement, days: dict[UUID, datetime]) -> str:
    """The act, with its own day where it has one: « invitation à une séance (12.03.2026) »."""
    act = str(EngagementKind(row.kind).label)
    moment = days.get(row.source_id) if row.source_id else None
    if moment is None:
        return act
    day = date_format(localtime(moment), "SHORT_DATE_FORMAT")
    return _("%(act)s (%(day)s)") % {"act": act, "day": day}


def _days_of_sources(rows: list[Engagement]) -> dict[UUID, datetime]:
    """When the meeting sits, or sat that decided; when the plan was adopted."""
    sources: dict[str, list[UUID]] = {}
    for row in rows:
        if row.source_id:
            sources.setdefault(row.kind, []).append(row.source_id)
    days: dict[UUID, datetime] = {}
    if ids := sources.get(EngagementKind.INVITATION):
        days |= dict(Meeting.objects.filter(pk__in=ids).values_list("pk", "starts_at"))
    if ids := sources.get(EngagementKind.DECISION):
        decisions = Decision.objects.filter(pk__in=ids)
        days |= dict(decisions.values_list("pk", "item__meeting__starts_at"))
    if ids := sources.get(EngagementKind.MEASURE):
        plans = InsertionPlan.objects.filter(pk__in=ids)
        days |= {plan.pk: plan.adopted_at for plan in plans if plan.adopted_at}
    return days

"""What waited how long between the steps of a case, in working days of Valais (C6, R1)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from cases.models import Case, Procuration, Reopening
from core import clock
from core.working_days import working_days_between

Cases = TypeVar("Cases", bound=QuerySet[Case])


class Step(models.TextChoices):
    """What a case waits for, in order, from its flag to its triage."""

    CONFIRMATION = "confirmation", _("confirmation")
    PROCURATION = "procuration", _("procuration")
    ANNOUNCEMENT = "announcement", _("annonce")
    TRIAGE = "triage", _("triage")


@dataclass(frozen=True)
class Wait:
    """How long one step was waited for; `until` is None while it still is.

    `days` are the working days that followed `since`, up to and with the last one.
    """

    step: Step
    since: date
    until: date | None
    days: int

    @property
    def is_pending(self) -> bool:
        return self.until is None


def timed(cases: Cases) -> Cases:
    """The cases with the two moments that stand in other tables: first consent, last reopening."""
    consents = Procuration.objects.filter(case=OuterRef("pk")).order_by("recorded_at")
    reopenings = Reopening.objects.filter(case=OuterRef("pk")).order_by("-reopened_at")
    return cases.annotate(
        consented_at=Subquery(consents.values("recorded_at")[:1]),
        reopened_at=Subquery(reopenings.values("reopened_at")[:1]),
    )


def waits_of(case: Any, *, day: date, closures: Collection[date] = ()) -> list[Wait]:
    """The steps of a case from `timed`, up to the one it waits for on a day, or ended without.

    A reopened case waits for its triage from the reopening on.
    """
    reached = {
        Step.CONFIRMATION: case.confirmed_at,
        Step.PROCURATION: case.consented_at,
        Step.ANNOUNCEMENT: case.announced_at,
        Step.TRIAGE: case.triaged_at,
    }
    ended = case.dropped_at or case.closed_at or case.merged_at
    since, found = case.flagged_at, []
    for step, at in reached.items():
        if step == Step.TRIAGE and case.reopened_at:
            since = case.reopened_at
        first, until = clock.day_of(since), at or ended
        last = clock.day_of(until) if until else None
        days = max(0, working_days_between(first, last or day, closures))
        found.append(Wait(step, first, last, days))
        if at is None:
            break
        since = at
    return found

"""Who held which office at a moment, as the product knew it then (G2, P5).

A mandate or absence that was recorded or ended later than its days say counts as the traces have
it: until it was told, access went on, or had not begun.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.dateparse import parse_date

from accounts.choices import WITH_A_VOICE, BodyKind, Role
from accounts.models import Absence, Mandate
from audit.models import Trace
from core import clock

BEGUN = ("mandate.begun", "absence.recorded")
ENDED = ("mandate.ended", "absence.ended")


@dataclass(frozen=True)
class Incumbents:
    """The mandates that may open one case, the absences of coordinators, and when each was told."""

    mandates: list[Mandate]
    absences: list[Absence]
    # The recorded acts on each mandate and absence, in order.
    records: dict[UUID, list[Trace]]

    @classmethod
    def of(
        cls, *, offices: Collection[UUID], posts: Collection[UUID], named: Collection[UUID]
    ) -> "Incumbents":
        """Of the bureau, the Commission, these offices as répondants or by name, these posts.

        Of any day.
        """
        decides = Q(body__kind=BodyKind.COMMISSION, capacity__in=WITH_A_VOICE)
        rows = Mandate.objects.filter(
            Q(role__in=[Role.CANTONAL_OFFICER, Role.SECRETARIAT])
            | Q(role=Role.COORDINATOR, post__in=posts)
            | (Q(role=Role.BODY_MEMBER) & decides)
            | Q(role__in=[Role.REPONDANT, Role.REGIONAL_MANAGER], office__in=offices)
            | Q(user__in=named, office__in=offices)
        )
        mandates = list(
            rows.select_related("user", "office", "post", "body").order_by("valid_from", "pk")
        )
        holders = {row.user_id for row in mandates if row.role == Role.COORDINATOR}
        absences = list(Absence.objects.filter(user__in=holders))
        acts = Trace.objects.filter(
            event__in=[*BEGUN, *ENDED],
            object_id__in=[*(row.pk for row in mandates), *(row.pk for row in absences)],
        )
        records: dict[UUID, list[Trace]] = {}
        for trace in acts.order_by("at", "pk"):
            records.setdefault(trace.object_id, []).append(trace)  # type: ignore[arg-type]
        return cls(mandates, absences, records)

    def mandates_at(self, moment: datetime) -> list[Mandate]:
        """The mandates in force, the earliest first."""
        return [row for row in self.mandates if self._is_live(row, moment)]

    def absent_at(self, moment: datetime) -> dict[UUID, UUID | None]:
        """The coordinators who were away, with the deputy whom each had chosen."""
        away = (row for row in self.absences if self._is_live(row, moment))
        return {row.user_id: row.deputy_id for row in away}

    def moments(self) -> set[datetime | None]:
        """When something was told; the days themselves begin at midnight."""
        return {trace.at for acts in self.records.values() for trace in acts}

    def _is_live(self, row: Mandate | Absence, moment: datetime) -> bool:
        day, last_day = clock.day_of(moment), row.valid_until
        acts = self.records.get(row.pk, [])
        if any(act.event in BEGUN and act.at > moment for act in acts):
            return False
        if acts:
            told = [act for act in acts if act.at <= moment]
            last_day = _last_day(told[-1]) if told else None
        return row.valid_from <= day and (last_day is None or last_day >= day)


def _last_day(act: Trace) -> date | None:
    told = act.details.get("last_day")
    return parse_date(told) if told else None

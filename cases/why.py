"""« Pourquoi je vois ceci ? »: what opens a case, or one section of it, to its reader (P5)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accounts.models import User
from cases.choices import AssignmentKind
from cases.models import Assignment, Engagement, Procuration
from cases.reading import NAMED, CaseAccess, Ground


@dataclass(frozen=True)
class Act:
    """An act that lets a recipient or a person take part; `ended_at` where it lasts no more."""

    what: str
    at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Reason:
    """One ground of one person, with the acts it stands on and the consent that covers it."""

    user: User
    ground: Ground
    acts: tuple[Act, ...]
    procuration: Procuration | None

    def within(self, mask: int) -> "Reason":
        """The same reason, as far as it opens these categories."""
        return replace(self, ground=replace(self.ground, mask=self.ground.mask & mask))


def reasons_of(accesses: Iterable[CaseAccess]) -> dict[UUID, list[Reason]]:
    """For each case the reasons of its reader, in three queries whatever the number of cases."""
    accesses = list(accesses)
    cases = [access.case.pk for access in accesses]
    engagements = list(Engagement.objects.filter(case__in=cases))
    readers = {access.scope.user.pk for access in accesses}
    assignments = list(Assignment.objects.open().filter(case__in=cases, user__in=readers))
    used = {ground.procuration_id for access in accesses for ground in access.grounds}
    procurations = Procuration.objects.in_bulk(used - {None})
    return {
        access.case.pk: [
            Reason(
                access.scope.user,
                ground,
                acts_of(
                    ground,
                    [row for row in engagements if row.case_id == access.case.pk],
                    [row for row in assignments if row.case_id == access.case.pk],
                    access.scope.at,
                ),
                procurations.get(ground.procuration_id) if ground.procuration_id else None,
            )
            for ground in access.grounds
        ]
        for access in accesses
    }


def acts_of(
    ground: Ground,
    engagements: Iterable[Engagement],
    assignments: Iterable[Assignment],
    at: datetime,
) -> tuple[Act, ...]:
    """The acts behind a ground at a moment: her naming, and what engages the recipient.

    Where nothing engages it any more, the acts that once did. `engagements` are those of the case,
    `assignments` those of the person on it.
    """
    office = ground.recipient.pk
    named = [
        Act(row.get_kind_display(), row.begun_at)
        for row in assignments
        if row.office_id == office and NAMED[AssignmentKind(row.kind)] == ground.tie
    ]
    begun = [row for row in engagements if row.recipient_id == office and row.begun_at <= at]
    still = [row for row in begun if row.ended_at is None or row.ended_at > at]
    ended = [Act(row.get_kind_display(), row.begun_at, row.ended_at) for row in begun]
    return tuple(named + [Act(row.get_kind_display(), row.begun_at) for row in still] or ended)


def opening(
    reasons: Iterable[Reason], mask: int, offices: Iterable[UUID | None] = ()
) -> list[Reason]:
    """The reasons that open a section: it shows these categories, written by these offices."""
    own = set(offices)
    return [
        reason.within(mask)
        for reason in reasons
        if reason.ground.mask & mask or (reason.ground.is_own and reason.ground.recipient.pk in own)
    ]

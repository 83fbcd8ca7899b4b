"""The dated facts of one case, and what they meant at any moment; gates are not asked (P5).

A gate says what is open today, and only today. Consents, engagements, assignments, posts and merges
are ended and never deleted, so that they answer for any day. The population of the case comes from
its history rows.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from accounts.models import Office
from cases.choices import Rung
from cases.models import (
    Assignment,
    Case,
    CaseNote,
    Coordination,
    Engagement,
    Flag,
    Grant,
    Matter,
    Merge,
    Procuration,
    Recusal,
    RequestReminder,
)
from cases.workflow import ASKS_OFFICER, DISPUTES
from core import clock
from documents.models import Document


@dataclass(frozen=True)
class Entry:
    """Something written in the case; `author_id` is None for the grid, which is nobody's own."""

    office_id: UUID
    author_id: UUID | None
    at: datetime


@dataclass(frozen=True)
class Reached:
    """What reached the regional manager of an office, a dispute or a request, and how long."""

    office_id: UUID
    begun_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """One recipient at a moment: whether it takes part, what it was granted, what it wrote.

    `mask` holds the categories granted by a consent in force until the last day `until`, whether
    or not it takes part; `asks_officer` says that a matter of the cantonal officer is open.
    """

    recipient: Office
    has_taken_part: bool = False
    takes_part: bool = False
    asks_officer: bool = False
    has_own_part: bool = False
    is_disputed: bool = False
    mask: int = 0
    procuration: Procuration | None = None
    until: date | None = None

    @property
    def is_live(self) -> bool:
        return self.takes_part and self.mask > 0

    def narrowed(self, other: "Standing") -> "Standing":
        """What the consents of two cases cover both (cases.actions.gates, merged cases)."""
        if not self.mask & other.mask or self.until is None or other.until is None:
            return replace(self, mask=0, procuration=None, until=None)
        return replace(self, mask=self.mask & other.mask, until=min(self.until, other.until))


@dataclass(frozen=True)
class CaseFacts:
    """Everything dated in a case that decides who sees it, read once."""

    case: Case
    engagements: list[Engagement]
    coordinations: list[Coordination]
    grants: list[Grant]
    assignments: list[Assignment]
    recusals: list[Recusal]
    reached: list[Reached]
    entries: list[Entry]
    # Moment and population of each version of the case, in order.
    versions: list[tuple[datetime, str]]
    offices: dict[UUID, Office]
    # The merges of this case into others, each with the facts of the kept one.
    merges: list[tuple[Merge, "CaseFacts"]]

    @classmethod
    def of(cls, case: Case, *, with_merges: bool = True) -> "CaseFacts":
        """Read the facts of a case, from its first day on."""
        grants = Grant.objects.filter(procuration__case=case)
        engagements = Engagement.objects.filter(case=case).select_related("recipient")
        merges = Merge.objects.filter(merged=case, approved_at__isnull=False)
        history = case.history.order_by("history_date", "history_id")  # type: ignore[attr-defined]
        return cls(
            case=case,
            engagements=(engaged := list(engagements)),
            coordinations=list(Coordination.objects.filter(case=case)),
            grants=(granted := list(grants.select_related("procuration", "recipient"))),
            assignments=list(Assignment.objects.filter(case=case).select_related("user", "office")),
            recusals=list(Recusal.objects.filter(case=case)),
            reached=_reached(case),
            entries=(entries := _entries(case)),
            versions=list(history.values_list("history_date", "population")),
            offices={row.recipient_id: row.recipient for row in engaged}
            | {row.recipient_id: row.recipient for row in granted}
            | Office.objects.in_bulk({entry.office_id for entry in entries}),
            merges=[
                (merge, cls.of(merge.kept, with_merges=False))
                for merge in (merges.select_related("kept") if with_merges else [])
            ],
        )

    # --- at one moment ----------------------------------------------------------------------------
    def standings(self, moment: datetime) -> list[Standing]:
        """Each recipient, by name; while the case is merged, as the kept one has it."""
        merged = self._merged(moment)
        offices = self.offices | (merged[1].offices if merged else {})
        found = []
        for office in sorted(offices.values(), key=lambda row: row.name_fr):
            own = self._standing(office, moment)
            if merged is None:
                found.append(own)
                continue
            merge, kept = merged
            there = kept._standing(office, moment)
            has_taken_part = own.has_taken_part or there.has_taken_part
            joined = replace(there, has_own_part=own.has_own_part, has_taken_part=has_taken_part)
            is_enough = self._spoke_last(merge, kept, moment)
            found.append(joined if is_enough else joined.narrowed(own))
        return found

    def engagements_at(self, moment: datetime) -> list[Engagement]:
        """The engagements that count: those of the kept case while this one is merged."""
        merged = self._merged(moment)
        return merged[1].engagements if merged else self.engagements

    def named(self, moment: datetime) -> list[Assignment]:
        """The open assignments, one of a kind for each person; on the kept case they count too."""
        merged = self._merged(moment)
        rows = [*self.assignments, *(merged[1].assignments if merged else [])]
        lasting = [row for row in rows if _lasts(row, moment)]
        return list({(row.user_id, row.kind): row for row in reversed(lasting)}.values())[::-1]

    def former(self, moment: datetime) -> list[Assignment]:
        """The assignments that had ended by then."""
        return [row for row in self.assignments if row.ended_at and row.ended_at <= moment]

    def authors(self, moment: datetime) -> set[tuple[UUID, UUID | None]]:
        """For which office each person has written by then."""
        return {(row.office_id, row.author_id) for row in self.entries if row.at <= moment}

    def recused(self, moment: datetime) -> set[UUID]:
        """Who is excluded by name; on the kept case it counts too."""
        merged = self._merged(moment)
        rows = [*self.recusals, *(merged[1].recusals if merged else [])]
        return {
            row.user_id
            for row in rows
            if row.begun_at <= moment and (row.lifted_at is None or row.lifted_at > moment)
        }

    def population(self, moment: datetime) -> str:
        """It follows a corrected birth date; before the first version nothing was open anyway."""
        known = [row for row in self.versions if row[0] <= moment] or self.versions[:1]
        return known[-1][1]

    def post(self, moment: datetime) -> UUID | None:
        """A post coordinates the case from the announcement on, and those merged into it."""
        if merged := self._merged(moment):
            return merged[1].post(moment)
        held = (row.post_id for row in self.coordinations if _lasts(row, moment))
        return next(held, None)

    # --- over time --------------------------------------------------------------------------------
    def posts(self) -> set[UUID]:
        """Every post that coordinated the case."""
        own = {row.post_id for row in self.coordinations}
        return own.union(*(kept.posts() for _merge, kept in self.merges))

    def people(self) -> set[UUID]:
        """Everybody who was named on the case."""
        own = {row.user_id for row in self.assignments}
        return own.union(*(kept.people() for _merge, kept in self.merges))

    def all_offices(self) -> set[UUID]:
        return set(self.offices).union(*(kept.offices for _merge, kept in self.merges))

    def moments(self) -> set[datetime | None]:
        """When a fact of the case began or ended."""
        rows: list[Any] = [*self.engagements, *self.assignments, *self.coordinations]
        rows += self.reached
        found = {row.begun_at for row in rows} | {row.ended_at for row in rows}
        found |= {at for row in self.recusals for at in (row.begun_at, row.lifted_at)}
        for grant in self.grants:
            consent = grant.procuration
            found |= {grant.granted_at, grant.withdrawn_at}
            found |= {consent.withdrawn_at, consent.replaced_at}
        found |= {row.at for row in self.entries} | {row[0] for row in self.versions}
        for merge, kept in self.merges:
            found |= {merge.approved_at, merge.undone_at} | kept.moments()
        return found

    # --- parts ------------------------------------------------------------------------------------
    def _merged(self, moment: datetime) -> tuple[Merge, "CaseFacts"] | None:
        for merge, kept in self.merges:
            undone_at = merge.undone_at
            is_approved = merge.approved_at is not None and merge.approved_at <= moment
            if is_approved and (undone_at is None or undone_at > moment):
                return merge, kept
        return None

    def _spoke_last(self, merge: Merge, kept: "CaseFacts", moment: datetime) -> bool:
        """The consent of the kept case was recorded after the merge, and nothing taken back since.

        It is then the person's last word on both cases.
        """
        said = [r.procuration.recorded_at for r in kept.grants if _stands(r.procuration, moment)]
        if not said or merge.approved_at is None or said[0] <= merge.approved_at:
            return False
        ends = {row.withdrawn_at for row in self.grants}
        ends |= {row.procuration.withdrawn_at for row in self.grants}
        return not any(end and said[0] <= end <= moment for end in ends)

    def _standing(self, office: Office, moment: datetime) -> Standing:
        begun = [
            row
            for row in self.engagements
            if row.recipient_id == office.pk and row.begun_at <= moment
        ]
        still = [row for row in begun if _lasts(row, moment)]
        grants = [
            row
            for row in self.grants
            if row.recipient_id == office.pk and _is_in_force(row, moment)
        ]
        consent = grants[0].procuration if grants else None
        return Standing(
            recipient=office,
            has_taken_part=bool(begun),
            takes_part=bool(still),
            asks_officer=any(row.kind in ASKS_OFFICER for row in still),
            has_own_part=any(
                row.office_id == office.pk and row.at <= moment for row in self.entries
            ),
            is_disputed=any(
                row.office_id == office.pk and _lasts(row, moment) for row in self.reached
            ),
            mask=reduce(or_, (row.category for row in grants), 0),
            procuration=consent,
            until=consent.valid_until if consent else None,
        )


def moments_of(day: date, changes: set[datetime | None]) -> list[datetime]:
    """The beginning of a day in the office, and each moment of it at which a fact changed."""
    first, end = clock.start_of(day), clock.start_of(day + timedelta(days=1))
    return [first, *sorted(at for at in changes if at and first < at < end)]


def _reached(case: Case) -> list[Reached]:
    disputes = Matter.objects.filter(case=case, kind__in=DISPUTES, office__isnull=False)
    rows = [Reached(*row) for row in disputes.values_list("office", "opened_at", "settled_at")]
    climbed = RequestReminder.objects.filter(request__case=case, rung=Rung.MANAGER)
    for reminder in climbed.select_related("request"):
        request = reminder.request
        ends = [request.taken_up_at, request.withdrawn_at, request.completed_at]
        end = min(filter(None, ends), default=None)
        rows.append(Reached(request.office_id, reminder.reminded_at, end))
    return rows


def _entries(case: Case) -> list[Entry]:
    flags = Flag.objects.filter(case=case).values_list("office", "flagged_at")
    notes = CaseNote.objects.filter(case=case).values_list("office", "written_by", "written_at")
    documents = Document.objects.filter(case_id=case.pk, office__isnull=False)
    rows = [Entry(office, None, at) for office, at in flags]
    rows += [Entry(*row) for row in notes]
    rows += [Entry(*row) for row in documents.values_list("office", "uploaded_by", "created_at")]
    return rows


def _lasts(row: Engagement | Assignment | Coordination | Reached, moment: datetime) -> bool:
    """Begun by then, and not ended yet."""
    return row.begun_at <= moment and (row.ended_at is None or row.ended_at > moment)


def _stands(consent: Procuration, moment: datetime) -> bool:
    """Recorded by then, and neither withdrawn nor replaced; whatever its days."""
    ends = [consent.withdrawn_at, consent.replaced_at]
    return consent.recorded_at <= moment and all(end is None or end > moment for end in ends)


def _is_in_force(grant: Grant, moment: datetime) -> bool:
    """Granted, not taken back, of a consent that stands and covers the day."""
    consent, day = grant.procuration, clock.day_of(moment)
    is_taken_back = grant.withdrawn_at is not None and grant.withdrawn_at <= moment
    return (
        grant.granted_at <= moment
        and not is_taken_back
        and _stands(consent, moment)
        and consent.valid_from <= day <= consent.valid_until
    )

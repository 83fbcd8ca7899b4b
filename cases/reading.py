"""What one person may read of one case, and why. The page, the trace and « why » use it alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.http import Http404

from accounts.choices import Role
from accounts.models import Mandate, Office
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.choices import AssignmentKind, Tie
from cases.gate_answers import gates_of
from cases.models import Case
from cases.querysets import (
    Reader,
)
from core.choices import Category

NAMED = {
    AssignmentKind.WORKER: Tie.WORKER,
    AssignmentKind.CASE_MANAGER: Tie.CASE_MANAGER,
    AssignmentKind.EXPERT: Tie.EXPERT,
    AssignmentKind.EXECUTING: Tie.EXECUTING,
}
# Who reads all that the dispositif wrote; a person named otherwise keeps her own entries.
OWN_PART = {Tie.HOME, Tie.ENGAGED, Tie.WORKER}

# To whom a case may be open by its number alone.
BY_NUMBER = {Tie.MEMBER, Tie.MANAGER}
OF_BUREAU = {Tie.COORDINATOR, Tie.OFFICER, Tie.SECRETARIAT}


@dataclass(frozen=True)
class Ground:
    """One reason for which a case is open to a person: tie, mandate, recipient, procuration."""

    tie: Tie
    mandate: Mandate
    recipient: Office
    mask: int
    is_own: bool
    procuration_id: UUID | None
    until: date | None

    @property
    def categories(self) -> list[Category]:
        return Category.of(self.mask)

    @property
    def keeps_all(self) -> bool:
        """Whether the own part is all that the dispositif wrote, or her own entries alone."""
        return self.is_own and self.tie in OWN_PART

    def basis(self, case: Case) -> CaseBasis:
        return CaseBasis(case.pk, self.tie.value, self.mandate.pk, self.procuration_id)


@dataclass
class CaseAccess:
    """All grounds that one person has on one case, at the moment of her scope."""

    case: Case
    scope: Scope
    grounds: list[Ground] = field(default_factory=list)
    # Copied into each gate; the last day that there is where nothing is due.
    next_follow_up_on: date = date.max

    @classmethod
    def of(cls, case: Case, reader: Reader) -> "CaseAccess":
        """Read the gates of the case once; the conditions of `visible_to` decide on each."""
        return cls.of_all([case], reader)[0]

    @classmethod
    def of_all(cls, cases: Iterable[Case], reader: Reader) -> list["CaseAccess"]:
        """The same for several cases, in their order and in as many queries."""
        scope = Scope.of(reader)
        accesses = {case.pk: cls(case, scope) for case in cases}
        for gate in gates_of(accesses, scope):
            access = accesses[gate.case_id]
            access.grounds += access._through(gate)
            access.next_follow_up_on = gate.next_follow_up_on
        return list(accesses.values())

    def _through(self, gate: Any) -> list[Ground]:
        found = []
        if gate.as_repondant and (gate.is_own or gate.is_live):
            is_home = gate.recipient_id == self.case.home_office_id
            mandate = self._mandate(Role.REPONDANT, gate.recipient_id)
            tie = Tie.HOME if is_home else Tie.ENGAGED
            found.append(self._ground(tie, mandate, gate, is_own=gate.is_own))
        found += self._by_name(gate)
        if gate.is_former:
            mandate = self._mandate_at(gate.recipient_id)
            found.append(self._ground(Tie.FORMER, mandate, gate, within=0, is_own=True))
        if gate.as_coordinator and gate.is_engaged:
            found.append(self._ground(Tie.COORDINATOR, self.scope.posts[gate.post_id], gate))
        if gate.as_officer and gate.is_engaged:
            is_asked = gate.officer_since is not None and gate.officer_since <= self.scope.at
            mandate = self.scope.in_role(Role.CANTONAL_OFFICER)[0]
            found.append(self._ground(Tie.OFFICER, mandate, gate, within=-1 if is_asked else 0))
        if gate.as_secretariat and gate.is_engaged:
            mandate = self.scope.in_role(Role.SECRETARIAT)[0]
            found.append(self._ground(Tie.SECRETARIAT, mandate, gate, within=Category.IDENTITY))
        if gate.as_member and gate.is_engaged and self.scope.seat:
            found.append(self._ground(Tie.MEMBER, self.scope.seat, gate))
        if gate.as_manager:
            held = self.scope.in_role(Role.REGIONAL_MANAGER)
            mandate = next(m for m in held if m.office_id == gate.recipient_id)
            found.append(self._ground(Tie.MANAGER, mandate, gate, within=0))
        return found

    def _by_name(self, gate: Any) -> list[Ground]:
        """The worker keeps what her dispositif wrote, the others what they wrote themselves."""
        found = []
        for kind in gate.kinds:
            mandate = self._mandate_at(gate.recipient_id)
            tie = NAMED[kind]
            is_own = gate.is_own if tie == Tie.WORKER else gate.is_hers
            if is_own or gate.is_live:
                found.append(self._ground(tie, mandate, gate, is_own=is_own))
        return found

    def _ground(
        self, tie: Tie, mandate: Mandate, gate: Any, *, within: int = -1, is_own: bool = False
    ) -> Ground:
        mask = gate.categories & within if gate.is_live else 0
        return Ground(
            tie=tie,
            mandate=mandate,
            recipient=gate.recipient,
            mask=mask,
            is_own=is_own,
            procuration_id=gate.procuration_id if mask else None,
            until=gate.valid_until if mask else None,
        )

    def _mandate_at(self, office_id: UUID) -> Mandate:
        """Under which she is named there; managing an office lets nobody read a case."""
        return next(
            m
            for m in self.scope.mandates
            if m.office_id == office_id and m.role != Role.REGIONAL_MANAGER
        )

    def _mandate(self, role: Role, office_id: UUID) -> Mandate:
        return next(
            m
            for m in self.scope.in_role(role)
            if m.office_id == office_id and m.population == self.case.population
        )

    @property
    def ties(self) -> set[Tie]:
        return {ground.tie for ground in self.grounds}

    @cached_property
    def mask(self) -> int:
        """The categories that she reads in the shared part."""
        return reduce(or_, (ground.mask for ground in self.grounds), 0)

    @cached_property
    def own_offices(self) -> set[UUID]:
        """The dispositifs whose own part she reads."""
        return {ground.recipient.pk for ground in self.grounds if ground.keeps_all}

    @cached_property
    def kept_offices(self) -> set[UUID]:
        """The dispositifs for which she keeps at least what she wrote herself."""
        return {ground.recipient.pk for ground in self.grounds if ground.is_own}

    @property
    def categories(self) -> list[Category]:
        return Category.of(self.mask)

    def reads(self, category: int) -> bool:
        return bool(self.mask & category)

    @property
    def knows_person(self) -> bool:
        """Whether the person's name may be shown to her."""
        return self.reads(Category.IDENTITY) or self.case.home_office_id in self.own_offices

    @property
    def is_stub(self) -> bool:
        """She sees number, dates, state and duties, nothing personal."""
        return not self.mask and not any(ground.is_own for ground in self.grounds)

    @property
    def is_number_only(self) -> bool:
        """She sees what is submitted to her under the number of the case, and no page of it."""
        return self.is_stub and self.ties <= BY_NUMBER

    @property
    def is_followed(self) -> bool:
        """Whether she sees more than what her own dispositif wrote in another one's case."""
        return any(
            ground.mask
            or ground.tie in OF_BUREAU
            or ground.recipient.pk == self.case.home_office_id
            for ground in self.grounds
        )

    @property
    def due_on(self) -> date | None:
        """The day of the next review, where she follows the case and one is due."""
        is_due = self.is_followed and self.next_follow_up_on != date.max
        return self.next_follow_up_on if is_due else None

    @property
    def keeps_own_part(self) -> bool:
        """Her dispositif is out of the case: she keeps what it wrote, and nothing else."""
        return (
            not self.mask
            and {Tie.ENGAGED, Tie.FORMER, *NAMED.values(), *BY_NUMBER} >= self.ties
            and self.case.home_office_id not in self.own_offices
        )

    def bases(self) -> list[CaseBasis]:
        return [ground.basis(self.case) for ground in self.grounds]


def case_or_404(reader: Reader, pk: UUID, *, by_number: bool = False) -> tuple[Case, CaseAccess]:
    """The case, when she sees it; `by_number` for a page that shows no more than its number.

    Raises Http404, alike for a foreign and an unknown id.
    """
    shown = "client__commune", "home_office", "region", "post"
    case = Case.objects.select_related(*shown).filter(pk=pk).first()
    if case is None:
        raise Http404
    access = CaseAccess.of(case, reader)
    if not access.grounds or (access.is_number_only and not by_number):
        raise Http404
    return case, access


def record_reading(
    event: str, access: CaseAccess, *, kind: Kind = Kind.READ, object_id: UUID | None = None
) -> None:
    """Trace that a person read this case: one trace, one basis for each ground (P4)."""
    record(
        event,
        kind=kind,
        by=access.scope.user,
        at=access.scope.at,
        cases=access.bases(),
        object_id=object_id,
    )


def bases_of(accesses: Iterable[CaseAccess | None]) -> list[CaseBasis]:
    """The grounds of each case, once; what a trace of several cases names (QN10)."""
    seen = {access.case.pk: access for access in accesses if access}
    return [basis for access in seen.values() for basis in access.bases()]


def record_list(
    event: str,
    scope: Scope,
    accesses: Iterable[CaseAccess],
    *,
    kind: Kind = Kind.READ,
    **details: Any,
) -> None:
    """Trace a page that shows several cases: one trace, each case with its grounds (P4)."""
    record(event, kind=kind, by=scope.user, at=scope.at, cases=bases_of(accesses), **details)

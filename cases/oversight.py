"""What the data-protection reviewer asks: who could see a case, who did, and why (P4, P5).

Never content: numbers of cases, names of readers, acts and moments. What she reads is traced too.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from accounts.choices import Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from audit.choices import Kind, Purpose
from audit.models import Trace, TraceCase
from audit.querysets import TraceQuerySet
from audit.record import CaseBasis, record
from cases.choices import Tie
from cases.models import Case, Procuration
from cases.past import Stretch
from core import clock
from core.choices import Category
from core.context import acting

# A list that somebody read names many cases; these are told, the others counted.
CASES_TOLD = 3


@acting("job:explain")
def find_case(**named: Any) -> Case | None:
    """The case of this number or id, for who has no tie to it: she is told the number alone."""
    return Case.objects.filter(**named).first()


@dataclass(frozen=True)
class Question:
    """Which traces she asks for: of a person, of a case, of a kind, between two days."""

    since: date
    until: date
    person: User | None = None
    case: Case | None = None
    kind: str = ""

    def traces(self) -> TraceQuerySet:
        """The traces that answer, newest first."""
        first, end = clock.start_of(self.since), clock.start_of(self.until + timedelta(days=1))
        rows = Trace.objects.of_case(self.case.pk) if self.case else Trace.objects.all()
        rows = rows.filter(at__gte=first, at__lt=end).order_by("-at", "-id")
        if self.person:
            rows = rows.filter(actor=self.person)
        return rows.filter(kind=self.kind) if self.kind else rows


@dataclass
class Line:
    """One trace as she reads it: in which roles, under which consents, about which cases."""

    trace: Trace
    roles: list[str] = field(default_factory=list)
    signed: list[date] = field(default_factory=list)
    cases: list[Case | None] = field(default_factory=list)
    more: int = 0


@acting("job:explain")
def lines(traces: Iterable[Trace], about: Case | None = None) -> list[Line]:
    """The traces with their roles and cases, in three queries; of one case where it is given.

    A case that was destroyed since stands as None: its number went with it.
    """
    found = {trace.pk: Line(trace) for trace in traces}
    of_one = {"case_id": about.pk} if about else {}
    bases = list(TraceCase.objects.filter(trace__in=found, **of_one).order_by("pk"))
    cases = Case.objects.only("number").in_bulk({basis.case_id for basis in bases})
    used = {basis.procuration_id for basis in bases if basis.procuration_id}
    signed = {
        row.pk: row.signed_on for row in Procuration.objects.only("signed_on").filter(pk__in=used)
    }
    labels = role_labels()
    for trace_id, line in found.items():
        hers = [basis for basis in bases if basis.trace_id == trace_id]
        line.roles = list(dict.fromkeys(labels[b.role] for b in hers if b.role in labels))
        days = {signed[b.procuration_id] for b in hers if b.procuration_id in signed}
        line.signed = sorted(days)
        touched = list(dict.fromkeys(basis.case_id for basis in hers))
        line.cases = [cases.get(case_id) for case_id in touched[:CASES_TOLD]]
        line.more = len(touched) - len(line.cases)
    return list(found.values())


def role_labels() -> dict[str, Any]:
    """What a role in a trace is called: a tie to the case, or the office of who controls."""
    return dict(Tie.choices) | {Role.DPO_REVIEWER.value: Role.DPO_REVIEWER.label}


def by_category(rows: Iterable[Stretch]) -> list[tuple[str, list[User]]]:
    """For each category who could read its shared part, by name."""
    grounds = [(row.reason.user, row.reason.ground.mask) for row in rows]
    return [
        (
            str(category.label),
            list(dict.fromkeys(user for user, mask in grounds if mask & category)),
        )
        for category in Category
    ]


def record_oversight(
    event: str,
    scope: Scope,
    mandate: Mandate,
    purpose: Purpose,
    cases: Iterable[UUID],
    **details: Any,
) -> None:
    """Trace what the reviewer was shown and for which purpose, each case with her mandate."""
    record(
        event,
        kind=Kind.READ,
        by=scope.user,
        at=scope.at,
        cases=[CaseBasis(case_id, Role.DPO_REVIEWER.value, mandate.pk) for case_id in cases],
        purpose=purpose,
        **details,
    )

"""How long a case is kept, whose term is over, and who may see that it is (P7).

The term begins when the case ends and lasts as many months as the setting of its outcome says. Once
it is over, the bureau sees the number, the dates and the dispositif even of a case that was never
announced: somebody must be able to destroy it (access-policy: propose destruction, O S).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, Q
from django.http import Http404

from accounts.choices import Role
from accounts.models import Setting
from accounts.scope import Scope
from cases.choices import ENDINGS, CaseState, Ending, Tie
from cases.models import Case, Destruction, LegalHold, Procuration
from cases.querysets import CaseQuerySet, Reader
from cases.reading import CaseAccess, Ground
from core import clock

KEEPERS = {Role.CANTONAL_OFFICER: Tie.OFFICER, Role.SECRETARIAT: Tie.SECRETARIAT}
SETTING = "retention_months_{}"


@dataclass(frozen=True)
class Term:
    """How a case ended, on which day, and from which day on it may be destroyed."""

    ending: str
    ended_on: date
    due_on: date

    def is_over(self, day: date) -> bool:
        return self.due_on <= day


def months_kept(day: date) -> dict[str, int]:
    """Months of retention by outcome or ending, in force on a day."""
    keys = {SETTING.format(code): code for code, _label in ENDINGS}
    values = Setting.objects.values_of(keys, day)
    return {code: values[key] for key, code in keys.items()}


def due_day(ended_on: date, months: int) -> date:
    """The first day on which the term is over; never early where a month is shorter."""
    due_on = ended_on + relativedelta(months=months)
    return due_on if due_on.day == ended_on.day else due_on + timedelta(days=1)


def ending_of(case: Case) -> tuple[str, date] | None:
    """How and on which day a case ended; None while it goes on."""
    if case.closed_at:
        return case.outcome, clock.day_of(case.closed_at)
    if case.dropped_at:
        return Ending.DROPPED, clock.day_of(case.dropped_at)
    if case.state != CaseState.CONFIRMED:
        return None
    procurations = Procuration.objects.filter(case=case)
    withdrawn = procurations.exclude(withdrawn_at=None).order_by("-withdrawn_at").first()
    if withdrawn is None or withdrawn.withdrawn_at is None or procurations.standing().exists():
        return None
    return Ending.UNANNOUNCED, clock.day_of(withdrawn.withdrawn_at)


def term_of(case: Case, day: date) -> Term | None:
    """The term of a case by the settings of a day; None while the case goes on."""
    found = ending_of(case)
    if found is None:
        return None
    ending, ended_on = found
    return Term(ending, ended_on, due_day(ended_on, months_kept(day)[ending]))


def due_cases(day: date) -> CaseQuerySet:
    """The cases whose term is over on that day, those under a hold included."""
    found = Q(pk__in=[])
    for code, months in months_kept(day).items():
        last_day = day - relativedelta(months=months)
        found |= _ended(code, clock.start_of(last_day + timedelta(days=1)))
    return Case.objects.filter(found)


def _ended(code: str, until: datetime) -> Q:
    """Cases that ended so before a moment.

    « unannounced »: the consent was withdrawn before the announcement, and no other stands.
    """
    if code == Ending.DROPPED:
        return Q(state=CaseState.DROPPED, dropped_at__lt=until)
    if code == Ending.UNANNOUNCED:
        procurations = Procuration.objects.filter(case=OuterRef("pk"))
        kept = Q(withdrawn_at=None, replaced_at=None) | Q(withdrawn_at__gte=until)
        return (
            Q(state=CaseState.CONFIRMED)
            & Q(Exists(procurations.filter(withdrawn_at__lt=until)))
            & ~Q(Exists(procurations.filter(kept)))
        )
    return Q(state=CaseState.CLOSED, outcome=code, closed_at__lt=until)


def waiting_cases(day: date) -> CaseQuerySet:
    """Due, not held, and nobody has begun to destroy them."""
    begun = Destruction.objects.values("case_id")
    held = LegalHold.objects.filter(lifted_at=None).values("case")
    return due_cases(day).exclude(pk__in=begun).exclude(pk__in=held)


def keeps_retention(scope: Scope) -> bool:
    """Whether she keeps the list of what is due (access-policy: O S)."""
    return any(scope.holds(role) for role in KEEPERS)


def retention_access(case: Case, reader: Reader) -> CaseAccess:
    """Her grounds on the case; once its term is over, officer and secretariat have the stub."""
    access = CaseAccess.of(case, reader)
    scope = access.scope
    term = term_of(case, scope.day)
    if term is None or not term.is_over(scope.day):
        return access
    for role, tie in KEEPERS.items():
        for mandate in scope.in_role(role)[:1]:
            if tie not in access.ties and mandate.office is not None:
                access.grounds.append(
                    Ground(
                        tie=tie,
                        mandate=mandate,
                        recipient=mandate.office,
                        mask=0,
                        is_own=False,
                        procuration_id=None,
                        until=None,
                    )
                )
    return access


def retained_or_404(reader: Reader, pk: UUID) -> CaseAccess:
    """The case for the pages of retention. Raises Http404, alike for foreign and unknown ids."""
    case = Case.objects.select_related("client", "home_office", "region", "post").filter(pk=pk)
    found = case.first()
    if found is None:
        raise Http404
    access = retention_access(found, Scope.of(reader))
    if not access.grounds or access.is_number_only:
        raise Http404
    return access

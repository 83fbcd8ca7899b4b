"""Cases that are stuck: found by named queries, each with its reasons and since when.

A reason is an annotation of its own: the day from which it holds, and null where it doesn't, so
that one query finds them all and nothing is read case by case.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce, Least, TruncDate
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate, Setting
from accounts.scope import Scope
from audit.choices import Kind
from audit.models import TraceCase
from cases.choices import AssignmentKind, CaseState, Path, PlanState
from cases.models import Assignment, Case, Coordination, InsertionPlan, Reopening
from core import clock

OPEN = (CaseState.ANNOUNCED, CaseState.TRIAGED)
OF_CASE = {"case": OuterRef("pk")}
Bounds = Mapping[str, Any]


@dataclass(frozen=True)
class Reason:
    """Why a case is stuck. `since` gives the day as SQL; with `is_last_day` the last good one."""

    name: str
    label: Promise
    since: Callable[[Scope, Bounds], Any]
    is_last_day: bool = False


@dataclass(frozen=True)
class Stuck:
    """One reason that holds for one case, and from which day on."""

    label: Promise
    since: date


@dataclass(frozen=True)
class Found:
    """An open case that is stuck, and the day of each reason that holds, by its name."""

    pk: UUID
    number: str
    days: dict[str, date]

    @property
    def order(self) -> tuple[date, str]:
        return min(self.days.values()), self.number


def blocked(scope: Scope) -> list[Found]:
    """The open cases that she coordinates and that are stuck, those longest stuck first.

    Each reason is asked once a case: a condition and an order in SQL would ask it anew.
    """
    bounds = Setting.objects.values_of(BOUNDS, scope.day)
    since = {reason.name: reason.since(scope, bounds) for reason in REASONS}
    cases = Case.objects.coordinated_by(scope).filter(state__in=OPEN).annotate(**since)
    found = []
    for pk, number, *days in cases.order_by().values_list("pk", "number", *since):
        if held := {name: day for name, day in zip(since, days, strict=True) if day}:
            found.append(Found(pk, number, held))
    return sorted(found, key=lambda one: one.order)


def cases_of(found: Iterable[Found], scope: Scope, *related: str) -> list[Case]:
    """The cases themselves, in their order, each with its reasons for `reasons_of`."""
    by_pk = {one.pk: one for one in found}
    cases = Case.objects.coordinated_by(scope).select_related(*related).in_bulk(by_pk)
    for pk, case in cases.items():
        for reason in REASONS:
            setattr(case, reason.name, by_pk[pk].days.get(reason.name))
    return [cases[pk] for pk in by_pk if pk in cases]


def reasons_of(case: Any) -> list[Stuck]:
    """Why a case from `cases_of` is stuck, the oldest reason first."""
    found = [
        Stuck(reason.label, day + timedelta(days=reason.is_last_day))
        for reason in REASONS
        if (day := getattr(case, reason.name))
    ]
    return sorted(found, key=lambda stuck: stuck.since)


def _where(condition: Any, day: Any) -> models.Case:
    return models.Case(When(condition, then=day), output_field=models.DateField())


def _day(rows: QuerySet[Any], moment: str) -> TruncDate:
    """The day of the first of these rows, in their order."""
    return TruncDate(Subquery(rows.values(moment)[:1]))


# --- passed back and forth ----------------------------------------------------------------------
def _passed_on(scope: Scope, bounds: Bounds) -> models.Case:
    """Passed to another post, or reopened and to be triaged again, several times lately."""
    lately = clock.start_of(scope.day - relativedelta(months=bounds["deadlock_passes_months"]))
    # The first post has it by the announcement.
    transfers = Coordination.objects.filter(
        **OF_CASE, begun_at__gt=OuterRef("announced_at"), begun_at__gte=lately
    ).order_by("begun_at")
    reopenings = Reopening.objects.filter(**OF_CASE, reopened_at__gte=lately)
    reopenings = reopenings.order_by("reopened_at")
    first, other = _day(transfers, "begun_at"), _day(reopenings, "reopened_at")
    passes = _count(transfers) + _count(reopenings)
    return _where(
        GreaterThanOrEqual(passes, bounds["deadlock_passes"]),
        Least(Coalesce(first, other), Coalesce(other, first)),
    )


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("case").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=models.IntegerField()), 0)


# --- without owner ------------------------------------------------------------------------------
def _without_worker(scope: Scope, bounds: Bounds) -> models.Case:
    kind = AssignmentKind.WORKER
    return _where(~_held(kind, scope.day), _last_held(kind, scope.day, TruncDate("announced_at")))


def _without_manager(scope: Scope, bounds: Bounds) -> models.Case:
    """Of a case that needs one: by its path once due, by its plan, or because one was named."""
    kind = AssignmentKind.CASE_MANAGER
    needed = (
        Q(path=Path.CASE_MANAGEMENT, path_due_on__lt=scope.day)
        | Exists(InsertionPlan.objects.filter(**OF_CASE, state=PlanState.ADOPTED))
        | Exists(_named(kind))
    )
    return _where(
        Q(needed, ~_held(kind, scope.day), state=CaseState.TRIAGED),
        _last_held(kind, scope.day, F("path_due_on")),
    )


def _named(kind: AssignmentKind) -> QuerySet[Assignment]:
    return Assignment.objects.open().filter(**OF_CASE, kind=kind)


def _held(kind: AssignmentKind, day: date) -> Exists:
    """Somebody is named who still holds a mandate there, at a dispositif that still exists."""
    mandates = Mandate.objects.live(day).filter(
        user=OuterRef("user"), office=OuterRef("office"), user__is_active=True
    )
    exists = Q(office__valid_until=None) | Q(office__valid_until__gte=day)
    return Exists(_named(kind).filter(exists, Exists(mandates)))


def _last_held(kind: AssignmentKind, day: date, otherwise: Any) -> Coalesce:
    """The last day with an owner: of the mandate, of the dispositif, of a former assignment."""
    mandates = Mandate.objects.filter(
        user=OuterRef("user"), office=OuterRef("office"), valid_until__lt=day
    ).order_by("-valid_until")
    closed = _where(Q(office__valid_until__lt=day), F("office__valid_until"))
    named = _named(kind).annotate(
        last_day=Coalesce(Subquery(mandates.values("valid_until")[:1]), closed)
    )
    former = Assignment.objects.exclude(ended_at=None).filter(**OF_CASE, kind=kind)
    return Coalesce(
        Subquery(named.values("last_day")[:1]),
        _day(former.order_by("-ended_at"), "ended_at"),
        otherwise,
    )


# --- two of what there is one, by a merge -------------------------------------------------------
def _planned_twice(scope: Scope, bounds: Bounds) -> models.Case:
    return _twice(scope, InsertionPlan.objects.filter(**OF_CASE, state=PlanState.ADOPTED))


def _managed_twice(scope: Scope, bounds: Bounds) -> models.Case:
    return _twice(scope, _named(AssignmentKind.CASE_MANAGER))


def _twice(scope: Scope, rows: QuerySet[Any]) -> models.Case:
    """The case has such a row, and so has one that was merged into it and that she sees."""
    merged = Case.objects.visible_to(scope).filter(Exists(rows), merged_into=OuterRef("pk"))
    merged = merged.order_by("merged_at")
    return _where(Q(Exists(rows), Exists(merged)), _day(merged, "merged_at"))


# --- silent -------------------------------------------------------------------------------------
def _silent(scope: Scope, bounds: Bounds) -> models.Case:
    """Nobody has done anything in it; each act, note, review and treated point leaves a trace.

    That a meeting is to treat it ends no silence.
    """
    lately = clock.start_of(scope.day - relativedelta(months=bounds["deadlock_silence_months"]))
    acts = TraceCase.objects.filter(
        case_id=OuterRef("pk"), trace__kind=Kind.ACT, trace__actor__isnull=False
    )
    acts = acts.exclude(trace__event__startswith="meeting.").order_by("-trace__at")
    return _where(~Exists(acts.filter(trace__at__gte=lately)), _day(acts, "trace__at"))


BOUNDS = ("deadlock_passes", "deadlock_passes_months", "deadlock_silence_months")
REASONS = (
    Reason("passed_on_since", _("passé ou trié à nouveau à plusieurs reprises"), _passed_on),
    Reason(
        "without_worker_since",
        _("sans personne en charge : mandat échu ou dispositif fermé"),
        _without_worker,
        is_last_day=True,
    ),
    Reason(
        "without_manager_since",
        _("sans case manager en fonction"),
        _without_manager,
        is_last_day=True,
    ),
    Reason(
        "planned_twice_since",
        _("deux plans d’insertion en vigueur, par une réunion de dossiers"),
        _planned_twice,
    ),
    Reason(
        "managed_twice_since", _("deux case managers, par une réunion de dossiers"), _managed_twice
    ),
    Reason("silent_since", _("sans acte, entrée, suivi ni séance"), _silent),
)

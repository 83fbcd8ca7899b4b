"""A request that nobody takes up climbs a ladder: répondant, colleagues, manager, chargé (C7)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import User
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.gates import refresh_gates
from cases.actions.ladder import days_reached, holders, sees
from cases.actions.requests import key_of
from cases.choices import Rung
from cases.coverage import covered_offices, repondants_of
from cases.models import Case, CollaborationRequest, RequestReminder
from core import clock
from core.context import acting
from messaging.actions.notify import notify

REMINDERS = "job:reminders"


def climb(at: datetime, limit: int | None = None) -> int:
    """Tell the next rung of every waiting request whose day has come; returns how many.

    What is due is decided in SQL. Each rung is one transaction with its inbox entries and mails,
    and a unique row says that it was reached, so that a killed worker loses and doubles nothing.
    """
    with acting(REMINDERS):
        due = list(_due(clock.day_of(at)))
    told = 0
    for rung, row in due[:limit]:
        with acting(REMINDERS):
            told += _reach(row, rung, at)
    return told


def _due(today: date) -> Iterator[tuple[Rung, CollaborationRequest]]:
    """Each rung with the waiting requests that have come to it, in the order of the ladder."""
    latest = days_reached("request_ladder", today)
    waiting = CollaborationRequest.objects.waiting()
    if not waiting.filter(due_on__lte=max(latest.values())).exists():
        return
    for name, day in latest.items():
        rows = waiting.filter(due_on__lte=day).exclude(reminders__rung=name)
        for row in rows.select_related("case", "office"):
            yield Rung(name), row


def _reach(row: CollaborationRequest, rung: Rung, at: datetime) -> bool:
    """Reach one rung; False when another worker was faster or it was taken up meanwhile."""
    try:
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=row.case_id)
            if not CollaborationRequest.objects.waiting().filter(pk=row.pk).exists():
                return False
            # Without a consent nobody is asked any more: the coordination ends it.
            if row.office not in covered_offices(case, clock.day_of(at)):
                return False
            RequestReminder.objects.create(request=row, rung=rung, reminded_at=at)
            # From here on the regional manager sees its number.
            refresh_gates(case)
            for user in _told(row, case, rung, at):
                _notify(user, row, rung, at)
            record(
                "request.reminded",
                kind=Kind.ACT,
                by=None,
                job="request.remind",
                at=at,
                cases=[CaseBasis(row.case_id)],
                object_id=row.pk,
                rung=rung.value,
            )
    except IntegrityError:
        return False
    return True


def _told(row: CollaborationRequest, case: Case, rung: Rung, at: datetime) -> list[User]:
    day = clock.day_of(at)
    repondants = repondants_of(row.office, case.population, day)
    if rung == Rung.REPONDANT:
        return [user for user in repondants if sees(user, case, at)]
    if rung == Rung.COLLEAGUES:
        others = holders(day, role=Role.REPONDANT, office=row.office)
        return [user for user in others if user not in repondants]
    if rung == Rung.MANAGER:
        managers = holders(day, role=Role.REGIONAL_MANAGER, office=row.office)
        return [user for user in managers if sees(user, case, at)]
    return [user for user in holders(day, role=Role.CANTONAL_OFFICER) if sees(user, case, at)]


def _notify(user: User, row: CollaborationRequest, rung: Rung, at: datetime) -> None:
    """The number and the term; to colleagues, who don't see the case, the number alone."""
    is_open = rung != Rung.COLLEAGUES
    page = "cases:request" if rung == Rung.REPONDANT else "dossier"
    pk = row.pk if rung == Rung.REPONDANT else row.case_id
    notify(
        user,
        f"request.waits.{rung.value}",
        key=key_of(row, rung),
        at=at,
        url=reverse(page, args=[pk]) if is_open else reverse("home"),
        params={"number": row.case.number, "due_on": row.due_on},
        case_id=row.case_id if is_open else None,
        due_on=row.due_on,
    )

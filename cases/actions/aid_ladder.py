"""A file for the commune that is not sent yet is told of, before its term and after (C14)."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import User
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.aid import key_of
from cases.actions.ladder import days_reached, holders, sees
from cases.choices import AidRung, AssignmentKind
from cases.coverage import repondants_of
from cases.models import AidReminder, AidRequest, Assignment, Case
from core import clock
from core.context import acting
from messaging.actions.notify import notify

REMINDERS = "job:reminders"


def remind_aid(at: datetime) -> int:
    """Tell the next rung of every file whose day has come; returns how many.

    Each rung is one transaction, and a unique row says that it was reached: a killed worker loses
    and doubles nothing.
    """
    with acting(REMINDERS):
        due = list(_due(clock.day_of(at)))
    told = 0
    for rung, row in due:
        with acting(REMINDERS):
            told += _reach(row, rung, at)
    return told


def _due(today: date) -> Iterator[tuple[AidRung, AidRequest]]:
    """Each rung with the files that have come to it, in the order of the ladder."""
    for name, day in days_reached("aid_ladder", today).items():
        rows = AidRequest.objects.to_send().filter(send_by__lte=day)
        for row in rows.exclude(reminders__rung=name).select_related("case", "office"):
            yield AidRung(name), row


def _reach(row: AidRequest, rung: AidRung, at: datetime) -> bool:
    """Reach one rung; False when another worker was faster or the file left meanwhile."""
    try:
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=row.case_id)
            if not AidRequest.objects.to_send().filter(pk=row.pk).exists():
                return False
            AidReminder.objects.create(request=row, rung=rung, reminded_at=at)
            for user in _told(row, case, rung, at):
                _notify(user, row, rung, at)
            record(
                "aid.reminded",
                kind=Kind.ACT,
                by=None,
                job="aid.remind",
                at=at,
                cases=[CaseBasis(row.case_id)],
                object_id=row.pk,
                rung=rung.value,
            )
    except IntegrityError:
        return False
    return True


def _told(row: AidRequest, case: Case, rung: AidRung, at: datetime) -> Iterable[User]:
    day = clock.day_of(at)
    if rung == AidRung.MANAGER:
        return holders(day, role=Role.REGIONAL_MANAGER, office=row.office)
    if rung == AidRung.LATE:
        return holders(day, role=Role.REPONDANT, office=row.office)
    charged = Assignment.objects.open().filter(
        case=case, office=row.office, kind=AssignmentKind.WORKER, user__is_active=True
    )
    people = {*repondants_of(row.office, case.population, day)}
    return people | {one.user for one in charged.select_related("user")}


def _notify(user: User, row: AidRequest, rung: AidRung, at: datetime) -> None:
    """Number and term; the page of the case to who sees it."""
    is_open = sees(user, row.case, at)
    notify(
        user,
        f"aid.waits.{rung.value}",
        key=key_of(row, rung),
        at=at,
        url=reverse("cases:aid_requests", args=[row.case_id]) if is_open else reverse("home"),
        params={"number": row.case.number, "due_on": row.send_by},
        case_id=row.case_id if is_open else None,
        due_on=row.send_by,
    )

"""The end of a consent is announced while there is time to renew it (P3)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Setting, User
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.flags import repondants_of
from cases.actions.procurations import close_expiry_reminders, coordinators_of, expiry_key
from cases.choices import AssignmentKind, CaseState
from cases.models import Assignment, Case, Procuration, ProcurationReminder
from cases.permissions import may
from cases.reading import CaseAccess
from core import clock
from core.context import acting
from messaging.actions.notify import notify

OPEN = [CaseState.CONFIRMED, CaseState.ANNOUNCED, CaseState.TRIAGED]
REMINDERS = "job:reminders"


def announce_expiries(at: datetime, limit: int | None = None) -> int:
    """Tell who can renew a consent that it ends soon; returns how many consents that was.

    What is due is decided in SQL; each announcement is one transaction with its inbox entries and
    mails, and a unique row says that it went out, so that a killed worker loses and doubles
    nothing. Of several missed days only the last one is told.
    """
    with acting(REMINDERS):
        due = list(_due(clock.day_of(at)))
    told = 0
    for day, procuration in due:
        if limit is not None and told >= limit:
            break
        with acting(REMINDERS):
            told += _announce(procuration, day, at)
    return told


def _due(today: date) -> Iterator[tuple[int, Procuration]]:
    """Each day of announcement with the consents that reached it and weren't announced on it."""
    days = sorted(set(Setting.objects.value("procuration_reminder_days", today)), reverse=True)
    for day, later in zip(days, [*days[1:], -1], strict=True):
        ending = Procuration.objects.standing().filter(
            valid_until__lte=today + timedelta(days=day),
            valid_until__gt=today + timedelta(days=later),
            case__state__in=OPEN,
        )
        for procuration in ending.exclude(reminders__day=day).select_related("case"):
            yield day, procuration


def _announce(procuration: Procuration, day: int, at: datetime) -> bool:
    """Announce one end; False when another worker was faster or the consent ended meanwhile."""
    try:
        with transaction.atomic():
            # The case first, as every act does: a renewal in the same moment waits, or is seen.
            case = Case.objects.select_for_update().get(pk=procuration.case_id)
            if not Procuration.objects.standing().filter(pk=procuration.pk).exists():
                return False
            close_expiry_reminders(procuration, at)
            ProcurationReminder.objects.create(procuration=procuration, day=day, reminded_at=at)
            for user in renewers(case, at):
                _tell(user, procuration, day, at)
            record(
                "procuration.reminded",
                kind=Kind.ACT,
                by=None,
                job="procuration.remind",
                at=at,
                cases=[CaseBasis(case.pk)],
                object_id=procuration.pk,
                day=day,
            )
    except IntegrityError:
        return False
    return True


def renewers(case: Case, at: datetime) -> list[User]:
    """Who may have the consent renewed (access-policy: W H M C), each once."""
    named = Assignment.objects.open().filter(
        case=case, kind__in=[AssignmentKind.WORKER, AssignmentKind.CASE_MANAGER]
    )
    people = [row.user for row in named.select_related("user")]
    people += repondants_of(case.home_office, case.population, clock.day_of(at))
    people += coordinators_of(case, at=at) if case.post else []
    return [
        user
        for user in {user.pk: user for user in people}.values()
        if may("procuration.record", CaseAccess.of(case, Scope.of(user, at)))
    ]


def _tell(user: User, procuration: Procuration, day: int, at: datetime) -> None:
    case = procuration.case
    notify(
        user,
        "procuration.expiring",
        key=expiry_key(procuration, day),
        at=at,
        url=reverse("cases:procuration_record", args=[case.pk]),
        params={"number": case.number, "until_on": procuration.valid_until},
        case_id=case.pk,
        due_on=procuration.valid_until,
    )

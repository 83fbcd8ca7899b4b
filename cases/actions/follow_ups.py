"""Quarterly reviews: scheduled, reviewed, reminded of (C12)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Closure, Mandate, Setting, User
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.base import lock, record_act
from cases.actions.gates import refresh_gates
from cases.actions.procurations import coordinators_of
from cases.choices import AssignmentKind, CaseState, FollowUpResult
from cases.models import Assignment, Case, FollowUp, FollowUpReminder
from cases.permissions import require
from cases.rules import may_write, require_live_procuration
from core import clock
from core.choices import Category
from core.context import acting
from core.refusal import Refusal
from core.working_days import next_working_day
from messaging.actions.notify import mark_done, notify

REMINDERS = "job:reminders"


def schedule_follow_up(case: Case, *, by: User, at: datetime) -> FollowUp:
    """Set the next review, a quarter ahead, on a working day; in the caller's transaction."""
    day = clock.day_of(at)
    months = Setting.objects.value("follow_up_months", day)
    closures = set(Closure.objects.values_list("day", flat=True))
    due_on = next_working_day(day + relativedelta(months=months), closures)
    follow_up = FollowUp.objects.create(case=case, due_on=due_on, scheduled_at=at, scheduled_by=by)
    refresh_gates(case)
    return follow_up


def cancel_follow_up(case: Case, *, by: User, at: datetime) -> None:
    """Nothing stays due on a closed case; in the caller's transaction."""
    for follow_up in FollowUp.objects.open().filter(case=case):
        follow_up.cancelled_at, follow_up.cancelled_by = at, by
        follow_up.save()
        _close_reminders(follow_up, at)
    refresh_gates(case)


@transaction.atomic
def review(
    follow_up: FollowUp,
    *,
    result: FollowUpResult,
    summary: str = "",
    category: int = Category.WORK,
    by: User,
    at: datetime,
) -> FollowUp:
    """Record a quarterly review and set the next one, which is returned (C12).

    Raises Refusal when it was reviewed already, saying by whom, or when something changed and
    nothing is said about it.
    """
    case = lock(follow_up.case)
    ground = require("follow_up.review", case, by=by, at=at)
    follow_up = FollowUp.objects.select_for_update().get(pk=follow_up.pk)
    if follow_up.reviewed_at:
        raise Refusal(
            _("%(who)s a déjà consigné ce suivi. Rien n’a été modifié.")
            % {"who": follow_up.reviewed_by}
        )
    if case.state != CaseState.TRIAGED or follow_up.cancelled_at:
        raise Refusal(_("Ce dossier n’est plus suivi."))
    require_live_procuration(case, day=clock.day_of(at))
    if result != FollowUpResult.ON_TRACK and not summary.strip():
        raise Refusal(_("Dites en une phrase ce qui a changé."), "summary")
    # « Unchanged » writes nothing in a category; a case that is shut to her isn't reviewed at all.
    if summary.strip() or not ground.mask:
        may_write(category, mask=ground.mask, is_home=False)
    follow_up.reviewed_at, follow_up.reviewed_by = at, by
    follow_up.result, follow_up.summary, follow_up.category = result, summary, category
    follow_up.save()
    _close_reminders(follow_up, at)
    record_act(
        "follow_up.reviewed", case, ground, by=by, at=at, object_id=follow_up.pk, result=result
    )
    return schedule_follow_up(case, by=by, at=at)


def _close_reminders(follow_up: FollowUp, at: datetime) -> None:
    for day in follow_up.reminders.values_list("day", flat=True):
        mark_done(key=_key(follow_up, day), at=at)


def _key(follow_up: FollowUp, day: int) -> str:
    return f"follow_up:{follow_up.pk}:{day:+d}"


def send_reminders(at: datetime, limit: int | None = None) -> int:
    """Remind of every open follow-up whose reminder day has come; returns how many were sent.

    What is due is decided in SQL; each reminder is one transaction with its inbox entries and
    mails, and a unique row says that it went out, so that a killed worker loses and doubles
    nothing. Of several missed days only the last one is sent.
    """
    with acting(REMINDERS):
        due = list(_due_reminders(clock.day_of(at)))
    sent = 0
    for day, follow_up in due:
        if limit is not None and sent >= limit:
            break
        with acting(REMINDERS):
            sent += _remind(follow_up, day, at)
    return sent


def _due_reminders(today: date) -> Iterator[tuple[int, FollowUp]]:
    """The open follow-ups with the last reminder day that each reached, unless reminded of it."""
    days = sorted(
        {
            *Setting.objects.value("follow_up_reminder_days", today),
            Setting.objects.value("follow_up_escalation_days", today),
        }
    )
    turns = {day: today - timedelta(days=day) for day in days}
    last = [models.When(due_on__lte=turns[day], then=models.Value(day)) for day in reversed(days)]
    told = FollowUpReminder.objects.filter(
        follow_up=models.OuterRef("pk"), day=models.OuterRef("last_reached")
    )
    due = FollowUp.objects.open().filter(due_on__lte=turns[days[0]])
    due = due.annotate(last_reached=models.Case(*last)).filter(~models.Exists(told))
    for follow_up in due.select_related("case").order_by("last_reached", "due_on", "pk"):
        yield follow_up.last_reached, follow_up


def _remind(follow_up: FollowUp, day: int, at: datetime) -> bool:
    """Send one reminder; False when another worker was faster or it was reviewed meanwhile."""
    try:
        with transaction.atomic():
            if not FollowUp.objects.open().select_for_update().filter(pk=follow_up.pk).exists():
                return False
            # The new reminder takes the place of those before it.
            _close_reminders(follow_up, at)
            FollowUpReminder.objects.create(follow_up=follow_up, day=day, reminded_at=at)
            for user, notice in _reminded(follow_up, day, at):
                _notify(user, notice, follow_up, day, at)
            record(
                "follow_up.reminded",
                kind=Kind.ACT,
                by=None,
                job="follow_up.remind",
                at=at,
                cases=[CaseBasis(follow_up.case_id)],
                object_id=follow_up.pk,
                day=day,
            )
    except IntegrityError:
        return False
    return True


def _reminded(follow_up: FollowUp, day: int, at: datetime) -> list[tuple[User, str]]:
    """Case manager and coordination; from the escalation day on also the cantonal officer."""
    case, today = follow_up.case, clock.day_of(at)
    managers = Assignment.objects.open().filter(case=case, kind=AssignmentKind.CASE_MANAGER)
    people = [assignment.user for assignment in managers.select_related("user")]
    people += coordinators_of(case, at=at)
    told = {user.pk: (user, "follow_up.due") for user in people}
    if day >= Setting.objects.value("follow_up_escalation_days", today):
        officers = Mandate.objects.live(today).filter(role=Role.CANTONAL_OFFICER)
        for mandate in officers.select_related("user"):
            told[mandate.user.pk] = (mandate.user, "follow_up.escalated")
    # A person whom a withdrawal shut out meanwhile is not told about the case any more.
    return [
        (user, notice)
        for user, notice in told.values()
        if Case.objects.visible_to(Scope.of(user, at)).filter(pk=case.pk).exists()
    ]


def _notify(user: User, notice: str, follow_up: FollowUp, day: int, at: datetime) -> None:
    notify(
        user,
        notice,
        key=_key(follow_up, day),
        at=at,
        url=reverse("dossier", args=[follow_up.case_id]),
        params={"number": follow_up.case.number, "due_on": follow_up.due_on},
        case_id=follow_up.case_id,
        due_on=follow_up.due_on,
    )

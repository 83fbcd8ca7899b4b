"""Quarterly reviews: scheduled, reviewed, reminded of (C12)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Absence, Closure, Mandate, Setting, User
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.base import lock, record_act
from cases.actions.gates import refresh_gates
from cases.actions.procurations import coordinators_of
from cases.choices import AssignmentKind, CaseState, FollowUpResult
from cases.models import Assignment, Case, FollowUp, FollowUpReminder
from cases.permissions import require
from cases.rules import check_next_review, may_write, require_live_procuration
from core import clock
from core.choices import Category
from core.context import acting
from core.refusal import Refusal
from core.working_days import next_working_day
from messaging.actions.notify import mark_done, notify

REMINDERS = "job:reminders"
# What leads to the page of the review.
REVIEWERS_TOLD = ("follow_up.due", "follow_up.late")
# What a review finds that is for the coordination to do.
FOR_COORDINATION = (FollowUpResult.MEETING, FollowUpResult.CLOSE)


def next_review_on(day: date) -> date:
    """A quarter after a day, moved to the next working day of Valais."""
    months = Setting.objects.value("follow_up_months", day)
    return _worked(day + relativedelta(months=months))


def _worked(day: date) -> date:
    return next_working_day(day, set(Closure.objects.values_list("day", flat=True)))


def schedule_follow_up(case: Case, *, on: date | None = None, by: User, at: datetime) -> FollowUp:
    """Set the next review on a working day, a quarter ahead unless an earlier day was chosen.

    In the caller's transaction. Raises Refusal for a day that is no later one, or too late.
    """
    today = clock.day_of(at)
    latest = next_review_on(today)
    if on:
        check_next_review(on, today=today, latest=latest)
    due_on = _worked(on) if on else latest
    follow_up = FollowUp.objects.create(case=case, due_on=due_on, scheduled_at=at, scheduled_by=by)
    refresh_gates(case)
    return follow_up


def cancel_follow_up(case: Case, *, by: User, at: datetime) -> None:
    """Nothing stays due on a closed case; in the caller's transaction."""
    for follow_up in FollowUp.objects.open().filter(case=case):
        follow_up.cancelled_at, follow_up.cancelled_by = at, by
        follow_up.save()
        _close_reminders(follow_up, at)
    _close_asks(case, at)
    refresh_gates(case)


@transaction.atomic
def review(
    follow_up: FollowUp,
    *,
    result: FollowUpResult,
    summary: str = "",
    category: int = Category.WORK,
    next_on: date | None = None,
    by: User,
    at: datetime,
) -> FollowUp:
    """Record a quarterly review and set the next one, which is returned (C12).

    What the coordination has to do about it is told to it, unless it reviewed the case itself.
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
    _close_asks(case, at)
    record_act(
        "follow_up.reviewed", case, ground, by=by, at=at, object_id=follow_up.pk, result=result
    )
    if result in FOR_COORDINATION:
        _ask_coordination(follow_up, by=by, at=at)
    return schedule_follow_up(case, on=next_on, by=by, at=at)


def _ask_coordination(follow_up: FollowUp, *, by: User, at: datetime) -> None:
    """A meeting or a closure is its act; what was found stands in the case."""
    coordinators = coordinators_of(follow_up.case, at=at)
    if by in coordinators:
        return
    for user in coordinators:
        _notify(user, "follow_up.asks", follow_up, key=_asks_key(follow_up.pk), at=at)


def _close_asks(case: Case, at: datetime) -> None:
    """What an earlier review asked for is answered by a later one, or by the closure."""
    asking = FollowUp.objects.filter(case=case, result__in=FOR_COORDINATION)
    for pk in asking.values_list("pk", flat=True):
        mark_done(key=_asks_key(pk), at=at)


def _asks_key(pk: UUID) -> str:
    return f"follow_up:{pk}:asks"


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
    days = sorted({*Setting.objects.value("follow_up_reminder_days", today), *_rungs(today)})
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
                _notify(user, notice, follow_up, key=_key(follow_up, day), at=at)
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


def _rungs(today: date) -> tuple[int, int]:
    """On which day after its date a late review reaches the coordination, and the officer."""
    names = ("follow_up_coordination_days", "follow_up_escalation_days")
    values = Setting.objects.values_of(names, today)
    return values[names[0]], values[names[1]]


def _reminded(follow_up: FollowUp, day: int, at: datetime) -> list[tuple[User, str]]:
    """Who does the review, then who answers for it: each step of the ladder adds its people.

    The case manager, or the coordination where none is there; then the holder of the post or his
    deputy; in the end the cantonal officer, by number and date alone.
    """
    case, today = follow_up.case, clock.day_of(at)
    coordination_from, officer_from = _rungs(today)
    coordinators = _seeing(case, coordinators_of(case, at=at), at)
    told = {user: "follow_up.due" for user in _seeing(case, _managers(case, today), at)}
    if day >= coordination_from:
        told |= dict.fromkeys(coordinators, "follow_up.late")
    elif not told:
        told = dict.fromkeys(coordinators, "follow_up.due")
    if day >= officer_from or (day >= coordination_from and not coordinators):
        officers = _seeing(case, _officers(today), at)
        told |= {user: "follow_up.escalated" for user in officers if user not in told}
    return list(told.items())


def _managers(case: Case, today: date) -> list[User]:
    """Who manages the case and isn't away today."""
    rows = Assignment.objects.open().filter(case=case, kind=AssignmentKind.CASE_MANAGER)
    away = Absence.objects.live(today).values("user")
    return [row.user for row in rows.exclude(user__in=away).select_related("user")]


def _officers(today: date) -> list[User]:
    rows = Mandate.objects.live(today).filter(role=Role.CANTONAL_OFFICER, user__is_active=True)
    return [row.user for row in rows.select_related("user")]


def _seeing(case: Case, people: list[User], at: datetime) -> list[User]:
    """Whom nothing shut out of the case meanwhile: nobody else is told about it."""
    return [
        user
        for user in people
        if Case.objects.visible_to(Scope.of(user, at)).filter(pk=case.pk).exists()
    ]


def _notify(user: User, notice: str, follow_up: FollowUp, *, key: str, at: datetime) -> None:
    """The officer is led to the number; who reviews, to the review."""
    is_done = follow_up.reviewed_at is not None
    page = "governance:follow_up_review" if notice in REVIEWERS_TOLD else "dossier"
    notify(
        user,
        notice,
        key=key,
        at=at,
        url=reverse(page, args=[follow_up.case_id]),
        params={"number": follow_up.case.number, "due_on": follow_up.due_on},
        case_id=follow_up.case_id,
        due_on=None if is_done else follow_up.due_on,
    )

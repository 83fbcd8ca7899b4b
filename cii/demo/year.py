"""The year is lived day by day: the acts of the day, its reminders, its mails and its papers."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions.personas import load_personas
from accounts.actions.reference import load_partners
from cases.actions.aid_ladder import remind_aid
from cases.actions.destructions import remind_of_due
from cases.actions.dispute_ladder import remind_late
from cases.actions.expiry import announce_expiries
from cases.actions.follow_ups import send_reminders
from cases.actions.reference import load_case_reference
from cases.actions.request_ladder import climb
from cases.actions.result_questions import ask_results
from cii.demo.advice_acts import plan_advice
from cii.demo.aid_acts import plan_aid
from cii.demo.case_acts import plan_life
from cii.demo.days import ONE_DAY, hour, midnight
from cii.demo.deadlock_acts import plan_deadlocks
from cii.demo.dispute_acts import plan_disputes
from cii.demo.handover_acts import plan_handovers
from cii.demo.mark import set_mark
from cii.demo.match_acts import plan_doubles
from cii.demo.matter_acts import plan_matters
from cii.demo.meeting_acts import plan_sitting
from cii.demo.own_acts import plan_own_affairs
from cii.demo.participation_acts import plan_participation
from cii.demo.plot import Year
from cii.demo.reopening_acts import plan_reopening
from cii.demo.request_acts import plan_bilateral, plan_requests
from cii.demo.result_acts import expect_answers, plan_results
from cii.demo.retention_acts import plan_retention
from cii.demo.stage import Stage
from cii.digest import send_digests
from core import clock
from governance.reference import load_meeting_kinds
from messaging.actions.notify import mark_done
from messaging.models import InboxEntry
from messaging.sweeper import sweep

# What tells something and asks for nothing: put away some days after.
NEWS = {
    "advice.answered",
    "case.completed",
    "case.handed_over",
    "case.merged",
    "case.reopened",
    "case_manager.designated",
    "dispute.settled",
    "follow_up.asks",
    "meeting.cancelled",
    "member.recused",
    "minutes.adopted",
    "procuration.narrowed",
    "procuration.withdrawn",
    "request.agreed",
    "request.taken_up",
    "result.answered",
    "retention.due",
}
KEPT_FOR = timedelta(days=6)
DIGESTS_FOR = timedelta(days=4)


@transaction.atomic
def live_year(year: Year, say: Callable[[str], None] = print) -> None:
    """Load what an installation has, then let the cast live the year; all of it or nothing."""
    load_partners()
    load_case_reference()
    load_meeting_kinds()
    set_mark(year)
    people = load_personas(year.today)
    stage = Stage(year, people)
    for life in sorted(year.lives, key=lambda life: life.flagged):
        plan_life(stage, life)
    for sitting in year.sittings:
        plan_sitting(stage, sitting)
    plan_doubles(stage)
    plan_matters(stage)
    plan_disputes(stage)
    plan_bilateral(stage)
    plan_requests(stage)
    plan_retention(stage)
    plan_results(stage)
    plan_reopening(stage)
    plan_participation(stage)
    plan_deadlocks(stage)
    plan_handovers(stage)
    plan_own_affairs(stage)
    plan_advice(stage)
    plan_aid(stage)
    day = min(life.flagged for life in year.lives).date()
    while day < year.today:
        if day.day == 1:
            say(f"{day:%m.%Y}")
        _morning(stage, midnight(day))
        if day >= year.today - DIGESTS_FOR:
            _digests(hour(day, 7))
        stage.act_until(midnight(day + ONE_DAY))
        _evening(hour(day, 20))
        day += ONE_DAY
    _morning(stage, midnight(year.today))


def _morning(stage: Stage, at: datetime) -> None:
    """Reminders leave when their day begins."""
    with clock.at(at):
        send_reminders(at)
        climb(at)
        remind_late(at)
        remind_aid(at)
        announce_expiries(at)
        remind_of_due(at)
        ask_results(at)
        expect_answers(stage, at)
        sweep(at)


def _digests(at: datetime) -> None:
    """Of the last days alone: each looks at everything that waits for everybody."""
    with clock.at(at):
        send_digests(at)
        sweep(at)


def _evening(at: datetime) -> None:
    """Mails and papers of the day; once a week people tidy their inbox."""
    with clock.at(at):
        sweep(at)
        if at.weekday() == 4:
            old = InboxEntry.objects.open().filter(notice__in=NEWS, created_at__lt=at - KEPT_FOR)
            for key in set(old.values_list("key", flat=True)):
                mark_done(key=key, at=at)

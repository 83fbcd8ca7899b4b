"""Quarterly reviews and the tasks that decisions leave behind, done in time but for a few."""

from datetime import date, datetime, timedelta
from functools import partial

from accounts.choices import Population
from cases.actions.follow_ups import review
from cases.choices import FollowUpResult, Outcome
from cases.models import FollowUp
from cii.demo.days import ONE_DAY, dice, earlier, hour, later, office_hour
from cii.demo.places import COORDINATORS, repondants
from cii.demo.plans import put_in_force, write_plan
from cii.demo.stage import Stage
from cii.demo.story import Life
from core import clock
from governance.actions.coordination import close_case
from governance.actions.decisions import finish_decision
from governance.models import Decision, Meeting

RESULTS = {
    FollowUpResult.ON_TRACK: 70,
    FollowUpResult.ADAPT: 16,
    FollowUpResult.MEETING: 6,
    FollowUpResult.CLOSE: 8,
}
# The few that are late on purpose: one each by so many days, fewest and most.
OVERDUE = ((1, 3), (4, 7), (8, 12), (15, 20))
UNDONE = 0.6
# Only a meeting that was asked for lately waits for its agenda.
LATELY = timedelta(days=10)


def expect_review(stage: Stage, life: Life) -> None:
    """Plan the review of the open follow-up of a case, before the day it is due."""
    follow_up = FollowUp.objects.open().get(case=stage.case(life))
    day = _review_day(stage, life, follow_up.due_on)
    if day:
        stage.plan(office_hour(life.chance, day), partial(do_review, stage, life, follow_up))


def _review_day(stage: Stage, life: Life, due_on: date) -> date | None:
    today = stage.year.today
    chance = dice(stage.year.seed, "review", life.index, due_on)
    day = earlier(due_on, chance.randint(0, 9))
    if due_on >= today:
        return None if chance.random() < UNDONE else day
    if life.shut and life.shut.date() <= due_on:
        # Once it is shut nobody may review it: the last one is done before, unless it is closed.
        return None if life.closed else earlier(life.shut.date() - ONE_DAY, 0)
    if life.shut:
        return day
    late = (today - due_on).days
    for fewest, most in OVERDUE:
        if fewest <= late <= most and (fewest, most) not in stage.overdue:
            stage.overdue.add((fewest, most))
            return None
    return day


def do_review(stage: Stage, life: Life, follow_up: FollowUp, at: datetime) -> None:
    if not life.is_open(at):
        return
    result = life.chance.choices(list(RESULTS), list(RESULTS.values()))[0]
    if result == FollowUpResult.CLOSE and (life.shut or life.free_from >= at.date()):
        result = FollowUpResult.ON_TRACK
    if result == FollowUpResult.MEETING and at.date() < stage.year.today - LATELY:
        result = FollowUpResult.ADAPT
    by = stage.managers.get(life.index) or COORDINATORS[life.post]
    summary = life.words.one_of("REVIEWS", result.value)
    stage.do(review, follow_up, result=result, summary=summary, by=by, at=at)
    if result == FollowUpResult.ADAPT and life.index in stage.managers:
        redrafted = hour(later(life.chance, at.date(), 1, 4), 10, 20)
        stage.plan(redrafted, partial(write_plan, stage, life))
        adopted = hour(later(life.chance, redrafted.date(), 3, 8), 16, 10)
        stage.plan(adopted, partial(put_in_force, stage, life))
    if result == FollowUpResult.CLOSE:
        life.closed = hour(later(life.chance, at.date(), 2, 6), 15)
        is_young = life.population == Population.YOUTH
        life.outcome = Outcome.TRAINING if is_young else Outcome.JOB
        stage.plan(life.closed, partial(_close, stage, life))
    expect_review(stage, life)


def _close(stage: Stage, life: Life, at: datetime) -> None:
    finish_tasks(stage, life, at)
    stage.do(close_case, stage.case(life), outcome=life.outcome, by=COORDINATORS[life.post], at=at)


def finish_tasks(stage: Stage, life: Life, at: datetime) -> None:
    """Nothing is left open on a case that ends."""
    decisions = Decision.objects.filter(item__case=stage.case(life), done_at=None)
    for decision in decisions.select_related("item__meeting__chair"):
        chair = stage.keys[decision.item.meeting.chair_id]
        stage.do(finish_decision, decision, by=chair, at=at)


def expect_tasks(stage: Stage, meeting: Meeting) -> None:
    """Plan that what a meeting decided is done some days before its date."""
    decisions = Decision.objects.filter(item__meeting=meeting).select_related(
        "item__case", "office"
    )
    closed_on = clock.day_of(meeting.closed_at or stage.end)
    for decision in decisions.order_by("item__position", "decided_at"):
        key = f"{meeting.starts_at} {decision.item.position} {decision.what}"
        chance = dice(stage.year.seed, "task", key)
        day = earlier(decision.until, chance.randint(1, 10))
        day = max(day, later(chance, closed_on, 1, 2))
        stage.plan(office_hour(chance, day), partial(do_task, stage, decision))


def do_task(stage: Stage, decision: Decision, at: datetime) -> None:
    decision.refresh_from_db()
    if decision.done_at:
        return
    case = decision.item.case
    people = repondants(decision.office.code, Population(case.population)) if case else []
    chair = stage.keys[decision.item.meeting.chair_id]
    stage.do(finish_decision, decision, by=people[0] if people else chair, at=at)

"""Whether results hold: asked in the morning, answered some days later, a few still wait (C13)."""

from datetime import datetime, timedelta
from functools import partial

from accounts.models import Setting
from cases.actions.result_answers import answer_result
from cases.choices import Lasting
from cases.models import DurableResult
from cii.demo.days import dice, later, office_hour
from cii.demo.stage import Stage
from cii.demo.story import Life
from core import clock

# Short enough for several questions within the year that is shown.
MONTHS = 4
# What was asked lately still waits on the last day.
LATELY = timedelta(days=30)
# In turn.
ANSWERS = (Lasting.HELD, Lasting.NOT_HELD, Lasting.HELD, Lasting.UNKNOWN, Lasting.HELD)


def plan_results(stage: Stage) -> None:
    """The bureau asks sooner in the year that is shown."""
    first = min(life.flagged for life in stage.year.lives).date()
    Setting.objects.create(
        key="durable_result_months", value=MONTHS, valid_from=first, note="Démonstration"
    )


def expect_answers(stage: Stage, at: datetime) -> None:
    """Plan the answers to what was asked this morning."""
    if clock.day_of(at) > stage.year.today - LATELY:
        return
    for row in DurableResult.objects.open().filter(asked_at=at).select_related("case"):
        life = stage.lives[row.case.number]
        chance = dice(stage.year.seed, "result", life.index)
        day = later(chance, clock.day_of(at), 1, 8)
        stage.plan(office_hour(chance, day), partial(do_answer, stage, life))


def do_answer(stage: Stage, life: Life, at: datetime) -> None:
    case = stage.case(life)
    if not case.results.open().exists():
        return
    answer = ANSWERS[DurableResult.objects.exclude(answered_at=None).count() % len(ANSWERS)]
    remark = life.words.one_of("RESULTS", answer.value)
    stage.do(answer_result, case, answer=answer, remark=remark, by=life.repondant, at=at)

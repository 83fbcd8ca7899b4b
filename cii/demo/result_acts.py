"""Whether results hold: asked in the morning, answered some days later, a few still wait (C13)."""

from datetime import datetime
from functools import partial
from random import Random

from cases.actions.result_answers import answer_result
from cases.choices import Lasting
from cases.models import DurableResult
from cii.demo.days import dice, later, office_hour
from cii.demo.stage import Stage
from cii.demo.story import Life
from core import clock

ANSWERS = {Lasting.HELD: 68, Lasting.NOT_HELD: 17, Lasting.UNKNOWN: 15}


def expect_answers(stage: Stage, at: datetime) -> None:
    """Plan the answers to what was asked this morning."""
    for row in DurableResult.objects.open().filter(asked_at=at).select_related("case"):
        life = stage.lives[row.case.number]
        chance = dice(stage.year.seed, "result", life.index)
        day = later(chance, clock.day_of(at), 1, 8)
        stage.plan(office_hour(chance, day), partial(do_answer, stage, life, chance))


def do_answer(stage: Stage, life: Life, chance: Random, at: datetime) -> None:
    case = stage.case(life)
    if not case.results.open().exists():
        return
    answer = chance.choices(list(ANSWERS), list(ANSWERS.values()))[0]
    remark = life.words.one_of("RESULTS", answer.value)
    stage.do(answer_result, case, answer=answer, remark=remark, by=life.repondant, at=at)

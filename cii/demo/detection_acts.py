"""The grid asked anew, months after the flag, where the situation of the year's people changed."""

from datetime import datetime, timedelta
from functools import partial

from cases.actions.detection import ask_grid_again
from cases.choices import Path
from cii.demo.days import earlier, hour
from cii.demo.stage import Stage
from cii.demo.story import Life

EVERY, PLACE, AFTER = 9, 4, timedelta(days=100)
WORSE = {"health": "much", "debts_income": "debts", "two_bodies": "several"}
CHANGED = {
    "fr": "Une hospitalisation et de nouvelles dettes : la situation n’est plus la même.",
    "de": "Ein Spitalaufenthalt und neue Schulden: Die Lage ist nicht mehr dieselbe.",
}


def expect_grid_again(stage: Stage, life: Life, at: datetime) -> None:
    if life.index % EVERY == PLACE:
        moment = hour(earlier((at + AFTER).date(), 0), 11, 15)
        stage.plan(moment, partial(ask_again, stage, life))


def ask_again(stage: Stage, life: Life, at: datetime) -> None:
    if not life.is_open(at):
        return
    stage.do(
        ask_grid_again,
        stage.case(life),
        answers=life.answers | WORSE,
        chosen_path=Path.ASSESSMENT,
        remark=CHANGED[life.words.language],
        by=life.worker,
        at=at,
    )

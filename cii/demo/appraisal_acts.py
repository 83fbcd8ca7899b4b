"""Barriers and resources as the year's workers see them, and how they change."""

from datetime import datetime, timedelta
from functools import partial

from cases.actions.appraisals import appraise
from cases.appraisals import CATEGORIES
from cases.choices import Domain, Weight
from cii.demo.appraisal_texts import SAID
from cii.demo.days import earlier, hour
from cii.demo.stage import Stage
from cii.demo.story import Life
from core.choices import Category

# Every so many cases are weighed; the weights are those at first and after so many days.
EVERY = 3
AFTER = (0, 55, 130)
WEIGHTS = {
    Domain.HEALTH: (-3, -2, -1),
    Domain.TRAINING: (-2, -2, 1),
    Domain.FAMILY: (1, 2, 2),
    Domain.DEBTS: (-2, -3, -1),
    Domain.MOTIVATION: (-1, 1, 3),
}


def expect_appraisals(stage: Stage, life: Life, at: datetime) -> None:
    """The worker weighs the domains that the person's situation touches, and again later."""
    if life.index % EVERY:
        return
    for place, days in enumerate(AFTER):
        day = earlier(at.date() + timedelta(days=days), 0)
        moment = hour(day, 16, 10) if days else at + timedelta(minutes=5)
        stage.plan(moment, partial(weigh, stage, life, place))


def weigh(stage: Stage, life: Life, place: int, at: datetime) -> None:
    if not life.is_open(at):
        return
    known = {Category.WORK} if life.narrowed else {Category.WORK, *life.categories}
    for domain, weights in WEIGHTS.items():
        if CATEGORIES[domain] in known:
            weight = Weight(weights[place])
            stage.do(
                appraise,
                stage.case(life),
                domain=domain,
                weight=weight,
                text=SAID[life.words.language][domain][place],
                by=life.worker,
                at=at,
            )

"""What the year submits to the Commission « droit » and the coordination (F2, C17)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from cases.actions.matters import open_matter, settle_matter
from cases.actions.recusals import recuse
from cases.choices import MatterKind, Path
from cases.models import Matter
from cii.demo.case_acts import coordinator
from cii.demo.days import earlier, hour
from cii.demo.places import OFFICER, SECRETARIES
from cii.demo.plot import Year
from cii.demo.stage import Stage
from cii.demo.story import COMMISSION, Life
from core.choices import Category

SECRETARY = SECRETARIES["fr"]
RECUSED = "rita_droit_oai"
SETTLED_FOR = timedelta(days=60)
# What is submitted: working days since, and since it was settled.
SUBMITTED = (
    (MatterKind.PREFINANCING, 30, 12),
    (MatterKind.PREFINANCING, 8, 0),
    (MatterKind.SPECIAL, 5, 0),
)


def plan_matters(stage: Stage) -> None:
    """Cases that stay open and covered, so that nothing is in their way."""
    today, lasting = stage.year.today, list(lasting_lives(stage.year))
    presented = [life for life in lasting if COMMISSION in life.recipients]
    for life, (kind, since, settled) in zip(presented, SUBMITTED, strict=False):
        opened = hour(earlier(today, since), 10, 40)
        act = partial(submit, stage, life, kind, OFFICER, settled)
        stage.plan(opened, act)
    for life in presented[1:2]:
        stage.plan(hour(earlier(today, 9), 15), partial(exclude, stage, life))
    for life in lasting[:1]:
        act = partial(submit, stage, life, MatterKind.ADVICE, life.repondant, 15)
        stage.plan(hour(earlier(today, 20), 14, 20), act)


def lasting_lives(year: Year) -> Iterator[Life]:
    """The cases that are followed and covered, and in which no end is planned."""
    for life in year.lives:
        ends = [life.closed, life.withdrawn, life.narrowed, life.consent_until, life.dropped]
        is_followed = life.triaged and life.path != Path.NONE and not any(ends)
        if is_followed and life.triaged_on < year.today - SETTLED_FOR:
            yield life


def submit(
    stage: Stage,
    life: Life,
    kind: MatterKind,
    by: str,
    settled: int,
    at: datetime,
) -> None:
    matter = stage.do(
        open_matter,
        stage.case(life),
        kind=kind,
        category=Category.WORK,
        question=life.words.one_of("QUESTIONS", kind.value),
        by=by,
        at=at,
    )
    if settled:
        day: date = earlier(stage.year.today, settled)
        stage.plan(hour(day, 16, 10), partial(settle, stage, life, matter))


def settle(stage: Stage, life: Life, matter: Matter, at: datetime) -> None:
    by = coordinator(life) if matter.kind == MatterKind.ADVICE else SECRETARY
    outcome = life.words.one_of("RULINGS", matter.kind)
    stage.do(settle_matter, matter, outcome=outcome, by=by, at=at)


def exclude(stage: Stage, life: Life, at: datetime) -> None:
    """Before anything is submitted to her."""
    member = stage.people[RECUSED]
    reason = life.words.one_of("RECUSED")
    stage.do(recuse, stage.case(life), user=member, reason=reason, by=OFFICER, at=at)

"""What comes of a plan: its measures, the paper for the person, the contract of the CMS."""

from datetime import datetime
from functools import partial

from accounts.choices import OfficeKind
from cases.actions.handouts import make_handout
from cases.actions.measures import move_measure
from cases.actions.notes import add_document
from cases.choices import MeasureState, PlanState
from cases.models import InsertionPlan, PlanMeasure
from cii.demo.days import dice, later, office_hour
from cii.demo.stage import Stage, upload
from cii.demo.story import Life
from core import clock
from core.choices import Category, Language

# Some beginnings nobody notes, which the next review asks about; some measures end early.
FORGOTTEN, BROKEN_OFF = 0.12, 0.12
HANDED_EVERY = 6
CONTRACT_EVERY = 2


def expect_measures(stage: Stage, life: Life, plan: InsertionPlan, at: datetime) -> None:
    """Plan what follows an adoption."""
    adopted_on = clock.day_of(at)
    for place, row in enumerate(plan.measures.all()):
        chance = dice(stage.year.seed, "measure", life.index, plan.version, place)
        if chance.random() < FORGOTTEN:
            continue
        started_on = later(chance, max(row.starts_on, adopted_on), 1, 4)
        stage.plan(office_hour(chance, started_on), partial(_move, stage, life, row, "start"))
        if chance.random() < BROKEN_OFF:
            day = later(chance, started_on, 10, 40)
            stage.plan(office_hour(chance, day), partial(_move, stage, life, row, "break_off"))
        elif row.ends_on:
            day = later(chance, max(row.ends_on, started_on), 1, 5)
            stage.plan(office_hour(chance, day), partial(_move, stage, life, row, "complete"))
    chance = dice(stage.year.seed, "plan", life.index, plan.version)
    day = later(chance, adopted_on, 1, 3)
    if life.index % HANDED_EVERY == 0:
        stage.plan(office_hour(chance, day), partial(_hand_over, stage, life, plan))
    if life.index % CONTRACT_EVERY == 0 and plan.version == 1:
        stage.plan(office_hour(chance, day), partial(_contract, stage, life))


def _move(stage: Stage, life: Life, row: PlanMeasure, move: str, at: datetime) -> None:
    manager = stage.managers.get(life.index)
    row.refresh_from_db()
    row.plan.refresh_from_db()
    awaited = MeasureState.PLANNED if move == "start" else MeasureState.STARTED
    if not manager or not life.is_open(at) or row.plan.state != PlanState.ADOPTED:
        return
    # After a narrowing she may no longer read a measure of another category.
    if row.state != awaited or (life.narrowed and row.category != Category.WORK):
        return
    reason = dice(stage.year.seed, "break", life.index).choice(life.words.situations.BREAKS)
    told = reason if move == "break_off" else ""
    stage.do(move_measure, row, move=move, reason=told, by=manager, at=at)


def _hand_over(stage: Stage, life: Life, plan: InsertionPlan, at: datetime) -> None:
    plan.refresh_from_db()
    manager = stage.managers.get(life.index)
    if manager and life.is_open(at) and plan.state == PlanState.ADOPTED:
        language = Language(life.person.language)
        stage.do(make_handout, plan, language=language, by=manager, at=at)


def _contract(stage: Stage, life: Life, at: datetime) -> None:
    """Work capacity, barriers and resources, adherence: signed with the CMS that follows her."""
    manager = stage.managers.get(life.index)
    office = life.manager[1]
    is_of_cms = stage.offices[office].kind == OfficeKind.CMS
    if not is_of_cms or manager != life.manager[0] or not life.is_open(at) or life.narrowed:
        return
    reads = life.recipients[office]
    title = life.words.situations.CONTRACT
    stage.do(
        add_document,
        stage.case(life),
        file=upload(f"{title}. {life.words.one_of('PAPER')}."),
        title=title,
        category=Category.SOCIAL if Category.SOCIAL in reads else Category.WORK,
        is_contract=True,
        by=manager,
        at=at,
    )

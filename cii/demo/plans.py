"""Insertion plans of the year: an objective and a few measures, put in force by coordination."""

from datetime import datetime, timedelta

from cases.actions.plans import add_measure, adopt_plan, draft_plan
from cases.choices import PlanState
from cases.models import InsertionPlan
from cii.demo.measure_acts import expect_measures
from cii.demo.places import COORDINATORS
from cii.demo.profiles import MEASURES
from cii.demo.stage import Stage
from cii.demo.story import BUREAU, Life
from core.choices import Category


def write_plan(stage: Stage, life: Life, at: datetime, *, by: str = "") -> InsertionPlan | None:
    """A draft with measures that dispositifs named in the consent carry out."""
    if not life.is_open(at):
        return None
    _announcement, objective, words = life.words.profile(life.profile.code)
    by = by or stage.managers[life.index]
    office = BUREAU if by == COORDINATORS[life.post] else life.manager[1]
    reads = life.recipients[office]
    plan = stage.do(
        draft_plan,
        stage.case(life),
        objective=objective,
        client_words=words,
        has_client_agreement=True,
        by=by,
        at=at,
    )
    starts_on = at.date() + timedelta(days=life.chance.randint(7, 24))
    for code, responsible, payer, months in _measures(life):
        stage.do(
            add_measure,
            plan,
            measure=stage.measures[code],
            detail=life.words.one_of("DETAILS"),
            responsible=stage.offices[responsible],
            payer=stage.payers[payer],
            is_prefinanced=life.index % 6 == 0,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=30 * months),
            category=_category_of_measure(life, code, reads),
            by=by,
            at=at,
        )
        starts_on += timedelta(days=life.chance.randint(0, 30))
    return plan


def _measures(life: Life) -> list[tuple[str, str, str, int]]:
    found = []
    for code in life.profile.measures:
        kind, payer, months = MEASURES[code]
        office = life.home if kind == life.kind else life.partners.get(kind)
        if office:
            found.append((code, office, payer, months))
    if not found:
        found.append(("case_management", life.manager[1], "sas", 9))
    return found[: life.chance.randint(1, 3)]


def _category_of_measure(life: Life, code: str, reads: set[Category]) -> Category:
    is_social = code == "social_integration" and Category.SOCIAL in reads and not life.narrowed
    return Category.SOCIAL if is_social else Category.WORK


def put_in_force(stage: Stage, life: Life, at: datetime) -> None:
    if life.is_open(at):
        plan = InsertionPlan.objects.get(case=stage.case(life), state=PlanState.DRAFT)
        adopted = stage.do(adopt_plan, plan, by=COORDINATORS[life.post], at=at)
        expect_measures(stage, life, adopted, at)

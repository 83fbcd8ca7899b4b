"""Cases at the end of their term: some due, one held, one half approved, one destroyed (P7)."""

from datetime import datetime
from functools import partial

from django.db.models import Q

from accounts.models import Setting
from cases.actions.destructions import (
    approve_destruction,
    offer_to_archives,
    propose_destruction,
    record_archive_answer,
)
from cases.actions.holds import set_hold
from cases.choices import ArchiveAnswer, CaseState
from cases.models import Case
from cases.retention import waiting_cases
from cii.demo.days import earlier, hour
from cii.demo.places import OFFICER, SECRETARIES
from cii.demo.stage import Stage

SECRETARY = SECRETARIES["fr"]
# Short enough for terms to be over within the year.
MONTHS = 3


def plan_retention(stage: Stage) -> None:
    """The bureau shortens a term for the year that is shown, and works on what is due."""
    first = min(life.flagged for life in stage.year.lives).date()
    for ending in ("back", "dropped"):
        Setting.objects.create(
            key=f"retention_months_{ending}",
            value=MONTHS,
            valid_from=first,
            note="Démonstration",
        )
    day = earlier(stage.year.today, 20)
    for number, act in enumerate((destroy, propose, hold)):
        stage.plan(hour(day, 9, 10 * number), partial(act, stage))


def destroy(stage: Stage, at: datetime) -> None:
    """Offered, not wanted, proposed, approved twice: the job runs in the evening."""
    case = _due(stage, at)
    if case:
        _propose(stage, case, at)
        stage.plan(hour(earlier(stage.year.today, 10), 8, 30), partial(_approve, stage, case))
        stage.plan(hour(earlier(stage.year.today, 9), 14, 10), partial(_second, stage, case))


def propose(stage: Stage, at: datetime) -> None:
    """Approved by the officer; the répondant of the home dispositif has still to say yes."""
    case = _due(stage, at)
    if case:
        _propose(stage, case, at)
        stage.plan(hour(earlier(stage.year.today, 3), 10, 40), partial(_approve, stage, case))


def hold(stage: Stage, at: datetime) -> None:
    case = _due(stage, at)
    if case:
        reason = "Recours pendant, annoncé par le service juridique."
        stage.do(set_hold, case, reason=reason, by=OFFICER, at=at)


def _due(stage: Stage, at: datetime) -> Case | None:
    """A case whose story is over: nothing else is planned for it."""
    over = Q(state=CaseState.CLOSED, triaged_at=None) | Q(state=CaseState.DROPPED)
    return waiting_cases(at.date()).filter(over).order_by("state", "number").first()


def _propose(stage: Stage, case: Case, at: datetime) -> None:
    stage.do(offer_to_archives, case, by=SECRETARY, at=at)
    answered = hour(earlier(stage.year.today, 13), 11, 20)
    stage.plan(answered, partial(_answer, stage, case))


def _answer(stage: Stage, case: Case, at: datetime) -> None:
    stage.do(
        record_archive_answer,
        case,
        answer=ArchiveAnswer.NOT_WANTED,
        answered_on=at.date(),
        by=SECRETARY,
        at=at,
    )
    stage.do(propose_destruction, case, by=SECRETARY, at=at)


def _approve(stage: Stage, case: Case, at: datetime) -> None:
    stage.do(approve_destruction, case, by=OFFICER, at=at)


def _second(stage: Stage, case: Case, at: datetime) -> None:
    repondant = stage.lives[case.number].repondant
    stage.do(approve_destruction, case, by=repondant, at=at)

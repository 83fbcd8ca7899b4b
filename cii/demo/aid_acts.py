"""Requests for social aid that a CMS brings before the commune: one late, one running, one sent."""

from datetime import datetime, timedelta
from functools import partial

from accounts.choices import OfficeKind
from cases.actions.aid import file_aid, move_aid
from cases.choices import CaseState
from cases.models import Case
from cii.demo.days import earlier, hour
from cii.demo.stage import Stage

# Days since the person asked, and the steps that were taken: by the worker, then by the répondant.
FATES = (
    (24, ()),
    (6, ("sign",)),
    (19, ("sign", "countersign", "send")),
)
# Its répondante stands on the login page.
FIRST = "cms-sierre"


def plan_aid(stage: Stage) -> None:
    """On a late working day, when nothing else is planned that the acts could cross."""
    stage.plan(hour(earlier(stage.year.today, 2), 16, 40), partial(bring_before_commune, stage))


def bring_before_commune(stage: Stage, at: datetime) -> None:
    cases = Case.objects.filter(
        home_office__kind=OfficeKind.CMS, population="adult", state=CaseState.TRIAGED
    )
    chosen = sorted(cases.order_by("number"), key=lambda case: case.home_office.code != FIRST)
    for (days, steps), case in zip(FATES, chosen, strict=False):
        life = stage.lives[case.number]
        people = {"countersign": life.repondant}
        row = stage.do(
            file_aid,
            case,
            office=case.home_office,
            asked_on=(at - timedelta(days=days)).date(),
            by=life.worker,
            at=at,
        )
        for step in steps:
            stage.do(move_aid, row, move=step, by=people.get(step, life.worker), at=at)

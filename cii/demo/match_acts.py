"""Two people followed twice without anybody knowing it: one really, one by name only (C5)."""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import Q

from cases.actions.matches import dismiss_match
from cases.actions.merges import approve_merge, propose_merge
from cases.models import Match
from cii.demo.case_acts import coordinator
from cii.demo.days import earlier, hour
from cii.demo.places import OFFICER
from cii.demo.plot import Double
from cii.demo.stage import Stage


def plan_doubles(stage: Stage) -> None:
    """Found in an evening before, they are settled by the coordination on the last working day."""
    day = earlier(stage.year.today, 1)
    for double in stage.year.doubles:
        act = merge if double.is_one_person else keep_apart
        stage.plan(hour(day, 9, 20), partial(act, stage, double))


def merge(stage: Stage, double: Double, at: datetime) -> None:
    """Proposed by the coordination, approved by the cantonal officer in the afternoon."""
    life = double.followed
    stage.do(
        propose_merge,
        _match(stage, double),
        keep=stage.case(life),
        reason=life.words.one_of("ONE_PERSON"),
        by=coordinator(life),
        at=at,
    )
    stage.plan(at + timedelta(hours=5), partial(approve, stage, double))


def approve(stage: Stage, double: Double, at: datetime) -> None:
    stage.do(approve_merge, _match(stage, double), by=OFFICER, at=at)


def keep_apart(stage: Stage, double: Double, at: datetime) -> None:
    life = double.followed
    reason = life.words.one_of("TWO_PERSONS")
    stage.do(dismiss_match, _match(stage, double), reason=reason, by=coordinator(life), at=at)


def _match(stage: Stage, double: Double) -> Match:
    pair = [stage.case(double.waiting), stage.case(double.followed)]
    return Match.objects.get(Q(older__in=pair), Q(newer__in=pair))

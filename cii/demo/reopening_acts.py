"""A person comes back: one closed case goes on, and waits to be triaged anew (C13)."""

from datetime import datetime
from functools import partial

from cases.actions.reopening import reopen_case
from cases.choices import CaseState, Outcome
from cases.models import Case
from cii.demo.case_acts import coordinator
from cii.demo.days import earlier, hour
from cii.demo.stage import Stage


def plan_reopening(stage: Stage) -> None:
    """Lately, so that it waits on the last day."""
    stage.plan(hour(earlier(stage.year.today, 2), 9, 25), partial(reopen, stage))


def reopen(stage: Stage, at: datetime) -> None:
    """The case last closed with a job whose consent lasts."""
    closed = Case.objects.filter(state=CaseState.CLOSED, outcome=Outcome.JOB)
    for case in closed.exclude(triaged_at=None).order_by("-closed_at", "number"):
        life = stage.lives[case.number]
        if not (life.withdrawn or life.consent_until):
            reason = life.words.one_of("REOPENED")
            stage.do(reopen_case, case, reason=reason, by=coordinator(life), at=at)
            return

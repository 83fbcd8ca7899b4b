"""Two cases get stuck: one is passed on twice, the other left by its case manager (C6)."""

from datetime import datetime
from functools import partial

from cases.actions.participation import relieve_person
from cases.choices import AssignmentKind, CaseState, PlanState
from cases.models import Assignment, Case
from cii.demo.case_acts import coordinator
from cii.demo.days import earlier, hour
from cii.demo.stage import Stage
from governance.actions.coordination import transfer_case

ELSEWHERE = {
    "valais-central": "bas-valais",
    "bas-valais": "valais-central",
    "haut-valais": "valais-central",
}
MOVED = "La personne déménage ; le poste de sa nouvelle région poursuit."
LEFT = "Quitte le dispositif ; la TRO désignera la suite."


def plan_deadlocks(stage: Stage) -> None:
    """In the last hour, when nothing else is planned that the acts could cross."""
    day = earlier(stage.year.today, 1)
    stage.plan(hour(day, 17, 50), partial(pass_on_again, stage))
    stage.plan(hour(day, 17, 55), partial(leave, stage))


def pass_on_again(stage: Stage, at: datetime) -> None:
    """The case that was reopened goes to another post before anybody has triaged it anew."""
    reopened = Case.objects.filter(state=CaseState.ANNOUNCED, post__code__in=ELSEWHERE)
    case = reopened.exclude(reopenings=None).select_related("post").first()
    if case and case.post:
        post, by = stage.posts[ELSEWHERE[case.post.code]], coordinator(stage.lives[case.number])
        stage.do(transfer_case, case, post=post, reason=MOVED, by=by, at=at)


def leave(stage: Stage, at: datetime) -> None:
    """The case manager of the last case with a plan in force."""
    rows = Assignment.objects.open().filter(
        kind=AssignmentKind.CASE_MANAGER,
        case__state=CaseState.TRIAGED,
        case__plans__state=PlanState.ADOPTED,
        case__post__code__in=ELSEWHERE,
    )
    row = rows.select_related("case").order_by("case__number").last()
    if row:
        by = coordinator(stage.lives[row.case.number])
        stage.do(relieve_person, row, reason=LEFT, by=by, at=at)

"""A dispute goes through its stages; parts of the acts on it, in their transaction (C8)."""

from collections.abc import Iterable
from datetime import date, datetime

from django.urls import reverse

from accounts.models import Closure, Setting, User
from cases.actions.base import lock
from cases.actions.ladder import sees
from cases.choices import DisputeState, StageResult
from cases.coverage import repondants_of
from cases.docket import who_concludes
from cases.models import Case, DisputeStage, Matter
from core import clock
from core.working_days import add_working_days
from messaging.actions.notify import mark_done, notify

# What the dispositifs and who answers for a stage are told when it begins.
BEGUN = {
    DisputeState.COORDINATION: ("dispute.opened", "matter.opened"),
    DisputeState.OFFICER: ("dispute.passed_on", "dispute.waits"),
    DisputeState.COMMISSION: ("dispute.passed_on", "matter.submitted"),
}


def lock_matter(matter: Matter) -> tuple[Matter, Case]:
    """Both as they stand now, under the lock of the case."""
    case = lock(matter.case)
    row = Matter.objects.select_for_update(of=("self",)).prefetch_related("stages")
    return row.select_related("case", "settled_by").get(pk=matter.pk), case


def begin_stage(matter: Matter, step: DisputeState, *, by: User, at: datetime) -> DisputeStage:
    """Its term runs in working days of Valais; who answers for it and both sides are told."""
    day = clock.day_of(at)
    stage = DisputeStage.objects.create(
        matter=matter, step=step, due_on=_due_on(step, day), begun_at=at, begun_by=by
    )
    to_parties, to_concluding = BEGUN[step]
    told = set(who_concludes(matter.case, step, day))
    if step == DisputeState.COORDINATION:
        # A disagreement reaches the cantonal officer at once (C7).
        told.update(who_concludes(matter.case, DisputeState.OFFICER, day))
    tell(stage, to_concluding, told - {by}, at=at)
    # Whose request began it has been told of the answer, and both sides have spoken there.
    if matter.request is None or step != DisputeState.COORDINATION:
        tell(stage, to_parties, parties_told(matter, at) - told - {by}, at=at)
    return stage


def end_stage(
    stage: DisputeStage, result: StageResult, *, reason: str, by: User, at: datetime
) -> None:
    """Nobody waits for it any longer."""
    stage.result, stage.reason, stage.ended_at, stage.ended_by = result, reason.strip(), at, by
    stage.save(update_fields=["result", "reason", "ended_at", "ended_by"])
    for rung in ["", *stage.reminders.values_list("rung", flat=True)]:
        mark_done(key=key_of(stage, rung), at=at)


def parties_told(matter: Matter, at: datetime) -> set[User]:
    """The répondants of both dispositifs who see the case."""
    case, day = matter.case, clock.day_of(at)
    people = [
        user for office in matter.parties for user in repondants_of(office, case.population, day)
    ]
    return {user for user in people if sees(user, case, at)}


def tell(
    stage: DisputeStage,
    notice: str,
    users: Iterable[User],
    *,
    at: datetime,
    rung: str = "",
    is_open: bool = True,
) -> None:
    """Number and term alone; where the case isn't open to her, it leads nowhere."""
    case = stage.matter.case
    for user in sorted(users, key=lambda user: user.pk):
        notify(
            user,
            notice,
            key=key_of(stage, rung),
            at=at,
            url=reverse("dossier", args=[case.pk]) if is_open else reverse("home"),
            params={"number": case.number, "due_on": stage.due_on},
            case_id=case.pk if is_open else None,
            due_on=stage.due_on,
        )


def key_of(stage: DisputeStage, rung: str = "") -> str:
    """The occasion of what is said about a stage; each rung has its own."""
    key = f"matter:{stage.matter_id}:{stage.step}"
    return f"{key}:{rung}" if rung else key


def _due_on(step: DisputeState, day: date) -> date:
    closures = set(Closure.objects.values_list("day", flat=True))
    days: dict[str, int] = Setting.objects.value("dispute_days", day)
    return add_working_days(day, days[step], closures)

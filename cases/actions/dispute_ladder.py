"""A stage of a dispute that is late: who answers for it is reminded, then the next one hears of it
by number and days alone (C8)."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db import IntegrityError, transaction

from accounts.models import User
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.ladder import days_reached, sees
from cases.actions.stages import tell
from cases.choices import DisputeState, LateRung, MatterKind
from cases.docket import who_concludes
from cases.models import Case, DisputeStage, StageReminder
from cases.workflow import STEP_AFTER
from core import clock
from core.context import acting

REMINDERS = "job:reminders"


def remind_late(at: datetime) -> int:
    """Tell the next rung of every late stage whose day has come; returns how many.

    A unique row says that a rung was reached, so that a killed worker loses and doubles nothing.
    """
    with acting(REMINDERS):
        due = list(_due(clock.day_of(at)))
    told = 0
    for rung, stage in due:
        with acting(REMINDERS):
            told += _reach(stage, rung, at)
    return told


def _due(today: date) -> Iterator[tuple[LateRung, DisputeStage]]:
    """Each rung with the stages that have come to it, in the order of the ladder."""
    stages = DisputeStage.objects.open().filter(due_on__lt=today)
    if not stages.exists():
        return
    for name, last in days_reached("dispute_ladder", today).items():
        rows = stages.filter(due_on__lte=last).exclude(reminders__rung=name)
        for stage in rows.select_related("matter"):
            if name == LateRung.REMINDER or _has_next(stage):
                yield LateRung(name), stage


def _has_next(stage: DisputeStage) -> bool:
    """The Commission comes after the officer where money is at stake."""
    is_money = stage.matter.kind == MatterKind.MONEY_DISPUTE
    return stage.step == DisputeState.COORDINATION or (
        stage.step == DisputeState.OFFICER and is_money
    )


def _reach(stage: DisputeStage, rung: LateRung, at: datetime) -> bool:
    """Reach one rung; False when another worker was faster or the stage ended meanwhile."""
    try:
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=stage.matter.case_id)
            if not DisputeStage.objects.open().filter(pk=stage.pk).exists():
                return False
            StageReminder.objects.create(stage=stage, rung=rung, reminded_at=at)
            for user in _told(stage, case, rung, at):
                is_open = rung == LateRung.REMINDER and sees(user, case, at)
                notice = f"dispute.late.{rung.value}"
                tell(stage, notice, [user], at=at, rung=rung.value, is_open=is_open)
            record(
                "dispute.reminded",
                kind=Kind.ACT,
                by=None,
                job="dispute.remind",
                at=at,
                cases=[CaseBasis(case.pk)],
                object_id=stage.matter_id,
                rung=rung.value,
            )
    except IntegrityError:
        return False
    return True


def _told(stage: DisputeStage, case: Case, rung: LateRung, at: datetime) -> list[User]:
    step = stage.step if rung == LateRung.REMINDER else STEP_AFTER[stage.step]
    return who_concludes(case, step, clock.day_of(at))

"""What has come of a measure of the plan in force, without a new version of the plan (C10)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.base import lock, record_act
from cases.choices import MeasureState, PlanState
from cases.measures import require_update
from cases.models import PlanMeasure
from cases.workflow import MEASURE
from core.refusal import Refusal


@transaction.atomic
def move_measure(
    measure: PlanMeasure, *, move: str, reason: str = "", by: User, at: datetime
) -> PlanMeasure:
    """Note that a measure began, was completed or was broken off.

    `move` is one of the workflow. Raises Refusal for a plan that is not in force, without a reason
    for breaking off, and when somebody else was faster.
    """
    case = lock(measure.plan.case)
    measure = PlanMeasure.objects.select_for_update().get(pk=measure.pk)
    ground = require_update(measure, case, by=by, at=at)
    if measure.plan.state != PlanState.ADOPTED:
        raise Refusal(_("Cette mesure n’appartient pas au plan en vigueur."))
    step = MEASURE.check(measure.state, move, measure)
    reason = reason.strip()
    if step.target == MeasureState.BROKEN_OFF and not reason:
        raise Refusal(_("Dites pourquoi la mesure s’interrompt."), "reason")
    measure.state = step.target
    setattr(measure, f"{step.target}_at", at)
    setattr(measure, f"{step.target}_by", by)
    if step.target == MeasureState.BROKEN_OFF:
        measure.break_reason = reason
    measure.save()
    record_act(step.event, case, ground, by=by, at=at, object_id=measure.pk)
    return measure

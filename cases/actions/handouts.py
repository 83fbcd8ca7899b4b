"""The plan in plain language for the person: a fact at once, a sealed paper soon after (C10)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import Scope
from cases.actions.base import lock, record_act
from cases.choices import PlanState
from cases.models import InsertionPlan, PlanHandout, PlanMeasure
from cases.permissions import require
from cases.reading import CaseAccess
from core.choices import Category
from core.refusal import Refusal
from messaging.actions.jobs import queue_job

SEAL = "plan_handout.seal"


@transaction.atomic
def make_handout(plan: InsertionPlan, *, language: str, by: User, at: datetime) -> PlanHandout:
    """Have the plan in force printed as far as its maker reads it.

    Raises Refusal for a version that is not in force, or that she doesn't read.
    """
    case = lock(plan.case)
    ground = require("plan.hand_out", case, by=by, at=at)
    plan = InsertionPlan.objects.get(pk=plan.pk)
    access = CaseAccess.of(case, Scope.of(by, at))
    if plan.state != PlanState.ADOPTED or not access.reads(plan.category):
        raise Refusal(_("Seul le plan en vigueur se remet à la personne."))
    measures = PlanMeasure.objects.open_in(access).filter(plan=plan)
    row = PlanHandout.objects.create(
        plan=plan,
        language=language,
        categories=Category.mask([plan.category, *measures.values_list("category", flat=True)]),
        is_whole=access.mask == Category.mask(Category),
        made_at=at,
        made_by=by,
    )
    queue_job(SEAL, row.pk, key=f"{SEAL}:{row.pk}", due_at=at)
    record_act("plan.handout_made", case, ground, by=by, at=at, object_id=row.pk)
    return row

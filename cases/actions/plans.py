"""The insertion plan: drafted, filled with measures, adopted and from then on binding (C10)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Institution, Office, User
from cases.actions.base import lock, record_act
from cases.actions.engagements import end_engagements, engage
from cases.choices import CaseState, EngagementKind, MeasureState, PlanState
from cases.models import Case, CatalogueMeasure, InsertionPlan, PlanMeasure
from cases.permissions import require
from cases.reading import Ground
from cases.rules import check_plan, may_write, require_cover, require_live_procuration
from cases.workflow import PLAN
from core import clock
from core.choices import Category
from core.refusal import Refusal
from core.stale import check_same


@transaction.atomic
def draft_plan(
    case: Case,
    *,
    objective: str,
    client_words: str = "",
    has_client_agreement: bool = False,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> InsertionPlan:
    """Open a draft, or change the one that is open; an adopted plan stays as it is.

    `seen` is the fingerprint of the draft as displayed, blank where there was none. Raises Stale
    when somebody else changed it meanwhile.
    """
    case = lock(case)
    ground = require("plan.draft", case, by=by, at=at)
    if case.state != CaseState.TRIAGED:
        raise Refusal(_("Un plan se rédige pour un dossier en suivi. Faites d’abord le triage."))
    require_live_procuration(case, day=clock.day_of(at))
    if not objective.strip():
        raise Refusal(_("Formulez l’objectif du plan."), "objective")
    plan = InsertionPlan.objects.filter(case=case, state=PlanState.DRAFT).first()
    if seen is not None:
        check_same(seen, plan.fingerprint if plan else "")
    if plan is None:
        plan = InsertionPlan(
            case=case, version=case.plans.count() + 1, drafted_at=at, drafted_by=by
        )
    may_write(plan.category, mask=ground.mask, is_home=False)
    plan.objective, plan.client_words = objective, client_words
    plan.has_client_agreement = has_client_agreement
    plan.save()
    record_act("plan.drafted", case, ground, by=by, at=at, object_id=plan.pk, version=plan.version)
    return plan


def _draft(plan: InsertionPlan) -> InsertionPlan:
    plan = InsertionPlan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.DRAFT:
        raise Refusal(_("Ce plan est adopté. Rédigez une nouvelle version pour le modifier."))
    return plan


@transaction.atomic
def add_measure(
    plan: InsertionPlan,
    *,
    measure: CatalogueMeasure,
    responsible: Office,
    payer: Institution,
    starts_on: date,
    ends_on: date | None = None,
    detail: str = "",
    is_prefinanced: bool = False,
    category: int = Category.WORK,
    by: User,
    at: datetime,
) -> PlanMeasure:
    """Add a measure of the catalogue to a draft.

    Raises Refusal when no live procuration covers the responsible office, or when it ends before
    it starts.
    """
    case = lock(plan.case)
    ground = require("plan.draft", case, by=by, at=at)
    plan = _draft(plan)
    require_cover(case, responsible, day=clock.day_of(at))
    may_write(category, mask=ground.mask, is_home=False)
    if ends_on and ends_on < starts_on:
        raise Refusal(_("La mesure se termine avant de commencer. Corrigez les dates."), "ends_on")
    row = PlanMeasure.objects.create(
        plan=plan,
        measure=measure,
        responsible=responsible,
        payer=payer,
        starts_on=starts_on,
        ends_on=ends_on,
        detail=detail,
        is_prefinanced=is_prefinanced,
        category=category,
    )
    record_act(
        "plan.measure_added", case, ground, by=by, at=at, object_id=row.pk, measure=measure.code
    )
    return row


@transaction.atomic
def remove_measure(measure: PlanMeasure, *, by: User, at: datetime) -> None:
    """Take a measure out of a draft."""
    case = lock(measure.plan.case)
    ground = require("plan.draft", case, by=by, at=at)
    _draft(measure.plan)
    record_act("plan.measure_removed", case, ground, by=by, at=at, object_id=measure.pk)
    measure.delete()


@transaction.atomic
def adopt_plan(
    plan: InsertionPlan, *, by: User, at: datetime, in_meeting: bool = False
) -> InsertionPlan:
    """Make the plan binding; the one before is replaced, responsible offices are engaged (5.7).

    `in_meeting` says that she chairs the meeting that decides it. Raises Refusal without case
    manager, measure or the person's agreement.
    """
    case = lock(plan.case)
    ground = require("plan.adopt_in_meeting" if in_meeting else "plan.adopt", case, by=by, at=at)
    plan = InsertionPlan.objects.select_for_update().get(pk=plan.pk)
    move = PLAN.check(plan.state, "adopt", plan)
    require_live_procuration(case, day=clock.day_of(at))
    check_plan(plan)
    former = _replace_former(case, ground, by=by, at=at)
    plan.state, plan.adopted_at, plan.adopted_by = move.target, at, by
    plan.save()
    for measure in plan.measures.select_related("responsible"):
        engage(case, measure.responsible, EngagementKind.MEASURE, source_id=plan.pk, by=by, at=at)
    if former:
        _carry_on(former, plan, day=clock.day_of(at))
    record_act(move.event, case, ground, by=by, at=at, object_id=plan.pk, version=plan.version)
    return plan


def _replace_former(case: Case, ground: Ground, *, by: User, at: datetime) -> InsertionPlan | None:
    former = InsertionPlan.objects.filter(case=case, state=PlanState.ADOPTED).first()
    if former:
        move = PLAN.check(former.state, "replace")
        former.state, former.replaced_at, former.replaced_by = move.target, at, by
        former.save()
        end_engagements(source_id=former.pk, by=by, at=at)
        record_act(
            move.event, case, ground, by=by, at=at, object_id=former.pk, version=former.version
        )
    return former


def _carry_on(former: InsertionPlan, plan: InsertionPlan, *, day: date) -> None:
    """A measure that goes on in the new version has begun already; one that is to begin later is
    another period of it.
    """
    started = former.measures.filter(state=MeasureState.STARTED)
    begun = {(row.measure_id, row.responsible_id): row for row in started}
    for row in plan.measures.filter(starts_on__lte=day):
        if before := begun.get((row.measure_id, row.responsible_id)):
            row.state = before.state
            row.started_at, row.started_by_id = before.started_at, before.started_by_id
            row.save()

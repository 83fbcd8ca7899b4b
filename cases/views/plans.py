"""The insertion plan on one page: objective, measures, adoption (C10)."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.submissions import once
from accounts.request import Request
from cases.actions.plans import add_measure, adopt_plan, draft_plan, remove_measure
from cases.choices import Path, PlanState
from cases.coverage import covered_offices
from cases.forms.acts import MeasureForm, PlanForm
from cases.forms.conflict import differences
from cases.models import CatalogueMeasure, InsertionPlan, PlanMeasure
from cases.permissions import may
from cases.reading import CaseAccess
from cases.views.door import open_case, show
from core import clock, stale
from core.access import access
from core.refusal import refusals_into

# The measure of a path that is one (cases/reference/catalogue.py).
TANDEM = "tandem"


@access("case_actor")
def plan(request: Request, pk: UUID) -> HttpResponse:
    """Draft the plan, or change the open draft."""
    case, seen = open_case(request, pk, "plan.draft")
    if request.method == "GET":
        return _show_plan(request, seen)
    form, now = PlanForm(request.POST), clock.now()
    if form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                shown = request.POST.get(stale.FIELD, "")
                draft_plan(case, **form.cleaned_data, seen=shown, by=request.user, at=now)
            messages.success(request, _("Le projet de plan est enregistré."))
            return redirect("cases:plan", pk)
    return _show_plan(request, seen, plan_form=form)


@access("case_actor")
def plan_measure_add(request: Request, pk: UUID) -> HttpResponse:
    """Add a measure of the catalogue to the draft."""
    _case, seen = open_case(request, pk, "plan.draft")
    if request.method != "POST":
        return redirect("cases:plan", pk)
    draft = get_object_or_404(_drafts(seen))
    form = _measure_form(seen, request.POST)
    now = clock.now()
    if form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                add_measure(draft, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("La mesure est ajoutée au projet."))
            return redirect("cases:plan", pk)
    return _show_plan(request, seen, measure_form=form)


@access("case_actor")
@require_POST
def plan_measure_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take a measure out of the draft."""
    measure = get_object_or_404(PlanMeasure.objects.visible_to(request.scope), pk=pk)
    case, _seen = open_case(request, measure.plan.case_id, "plan.draft")
    remove_measure(measure, by=request.user, at=clock.now())
    messages.success(request, _("La mesure est retirée du projet."))
    return redirect("cases:plan", case.pk)


@access("case_actor")
def plan_adopt(request: Request, pk: UUID) -> HttpResponse:
    """Make the draft binding on the partners (convention 5.7)."""
    _case, seen = open_case(request, pk, "plan.adopt")
    if request.method != "POST":
        return redirect("cases:plan", pk)
    draft = get_object_or_404(_drafts(seen))
    adoption = forms.Form(request.POST)
    with refusals_into(adoption):
        adopt_plan(draft, by=request.user, at=clock.now())
        messages.success(request, _("Le plan est adopté ; il lie les partenaires."))
        return redirect("dossier", pk)
    return _show_plan(request, seen, adoption=adoption)


def _drafts(seen: CaseAccess) -> QuerySet[InsertionPlan]:
    plans = InsertionPlan.objects.visible_to(seen.scope)
    return plans.filter(case=seen.case, state=PlanState.DRAFT)


def _measure_form(seen: CaseAccess, data: QueryDict | None = None) -> MeasureForm:
    offices = list(covered_offices(seen.case, clock.today()))
    measure = None
    if data is None and seen.case.path == Path.TANDEM:
        measure = CatalogueMeasure.objects.filter(code=TANDEM).first()
    return MeasureForm(data, offices=offices, initial={"measure": measure})


def _plan_form(seen: CaseAccess) -> PlanForm:
    """Start from the draft, or from the plan in force."""
    plans = InsertionPlan.objects.visible_to(seen.scope).filter(case=seen.case)
    return PlanForm(initial=plans.values(*PlanForm.base_fields).first())


def _show_plan(request: Request, seen: CaseAccess, **bound: forms.Form) -> HttpResponse:
    """The page of the plan; the form that was sent keeps what was typed."""
    draft = _drafts(seen).first()
    measures = PlanMeasure.objects.visible_to(seen.scope).filter(plan=draft)
    context: dict[str, Any] = {
        "draft": draft,
        "measures": measures.select_related("measure", "responsible", "payer"),
        "may_adopt": may("plan.adopt", seen),
        "plan_form": _plan_form(seen),
        "measure_form": _measure_form(seen),
    }
    if draft and "plan_form" in bound:
        stored = {name: getattr(draft, name) for name in PlanForm.base_fields}
        context["conflict"] = differences(bound["plan_form"], stored, draft.fingerprint)
    return show(request, "cases/plan.html", seen, **(context | bound))

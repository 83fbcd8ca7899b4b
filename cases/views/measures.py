"""The plan in force: what has come of its measures, and what a new version changed (C10)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.actions.submissions import once
from accounts.request import Request
from cases.actions.measures import move_measure
from cases.choices import PlanState
from cases.forms.acts import MeasureMoveForm
from cases.forms.plan import VersionsForm
from cases.measures import require_update
from cases.models import PlanMeasure
from cases.plan_versions import adopted_versions, compared, measures_of
from cases.views.door import open_case, show
from cases.workflow import MEASURE
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("case_actor")
def measure_update(request: Request, pk: UUID) -> HttpResponse:
    """Say that a measure began, was completed or was broken off."""
    rows = PlanMeasure.objects.visible_to(request.scope).select_related(
        "plan", "measure", "responsible"
    )
    row = get_object_or_404(rows, pk=pk)
    case, seen = open_case(request, row.plan.case_id)
    now = clock.now()
    require_update(row, case, by=request.user, at=now)
    is_open = row.plan.state == PlanState.ADOPTED and not row.is_over
    moves = [move.name for move in MEASURE.possible(row.state)] if is_open else []
    form = MeasureMoveForm(request.POST or None, moves=moves)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                move_measure(row, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("L’état de la mesure est noté."))
            return redirect("dossier", case.pk)
    return show(request, "cases/measure_update.html", seen, form=form, row=row, is_open=is_open)


@access("case_reader")
def plan_compare(request: Request, pk: UUID) -> HttpResponse:
    """Two versions that were in force, side by side; the last two unless others are chosen."""
    _case, seen = open_case(request, pk)
    versions = adopted_versions(seen)
    if not versions:
        raise Http404
    form = VersionsForm(request.GET or None, versions=versions)
    former, latter = form.chosen()
    return show(
        request,
        "cases/plan_compare.html",
        seen,
        form=form,
        versions=versions,
        former=former,
        latter=latter,
        pairs=list(compared(measures_of(former, seen), measures_of(latter, seen))),
    )

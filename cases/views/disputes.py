"""A dispute on one page: both sides, its stages, and what is to be done now (C8)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.actions.submissions import once
from accounts.request import Request
from cases.actions.disputes import pass_on, state_position
from cases.disputes import concluding, goes_on, remedies, sides, spoken_for, steps
from cases.docket import Line, line_of, settles
from cases.forms.matter import PassOnForm, PositionForm
from cases.models import Case, DisputeStage, Matter
from cases.permissions import require, require_at
from cases.reading import CaseAccess
from cases.views.door import open_case, show
from cases.workflow import DISPUTES
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("case_reader")
def dispute(request: Request, pk: UUID) -> HttpResponse:
    """Both positions side by side, the stages with their terms and reasons, what remains open."""
    line, seen = _open(request, pk)
    row = line.matter
    return show(
        request,
        "cases/dispute.html",
        seen,
        line=line,
        row=row,
        sides=sides(row, seen),
        steps=steps(row),
        stages=row.stages.all(),
        remedies=remedies(row),
        concluding=concluding(row, seen),
        may_pass_on=line.may_settle and goes_on(row),
    )


@access("case_actor")
def position_state(request: Request, pk: UUID) -> HttpResponse:
    """State what her dispositif holds, or correct it."""
    line, seen = _open(request, pk)
    row, now = line.matter, clock.now()
    require_at("dispute.state", seen.case, row.parties, by=request.user, at=now)
    offices = spoken_for(row, seen) or row.parties
    said = {side.office: side.said for side in sides(row, seen)}.get(offices[0])
    initial = {"text": said[0].text} if said else {}
    form = PositionForm(request.POST or None, offices=offices, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                state_position(row, **form.cleaned_data, by=request.user, at=now)
                messages.success(request, _("La position est enregistrée à côté de l’autre."))
            return redirect("cases:dispute", pk)
    return show(request, "cases/position_state.html", seen, form=form, line=line, row=row)


@access("case_actor")
def stage_pass_on(request: Request, pk: UUID) -> HttpResponse:
    """Without agreement, the next one answers for it."""
    stage = get_object_or_404(DisputeStage.objects.select_related("matter"), pk=pk)
    line, seen = _open(request, stage.matter_id)
    require(settles(line.matter), seen.case, by=request.user, at=clock.now())
    form = PassOnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            pass_on(stage, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le litige est transmis à l’étape suivante."))
            return redirect("dossier", seen.case.pk)
    return show(request, "cases/stage_pass_on.html", seen, form=form, line=line, row=line.matter)


def _open(request: Request, pk: UUID) -> tuple[Line, CaseAccess]:
    """A dispute of a case that she sees; who is out of the case keeps her own side alone."""
    cases = Case.objects.visible_to(request.scope)
    rows = Matter.objects.filter(case__in=cases, kind__in=DISPUTES).select_related(
        "asking__institution", "office__institution", "request", "opened_by", "settled_by"
    )
    row = get_object_or_404(rows.prefetch_related("stages__ended_by"), pk=pk)
    _case, seen = open_case(request, row.case_id)
    hers = {ground.recipient for ground in seen.grounds}
    if seen.keeps_own_part and not hers & set(row.parties):
        raise Http404
    return line_of(row, seen), seen

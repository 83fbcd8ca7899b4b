"""Who takes part, by hand of the coordination: dispositifs, experts, colleagues (access-policy)."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.request import Request
from cases.actions import participation
from cases.coverage import colleagues, engageable, experts
from cases.forms.acts import EndForm, EngageForm, NameForm
from cases.models import Assignment, Case, Engagement
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("case_actor")
def office_engage(request: Request, pk: UUID) -> HttpResponse:
    """Let a covered dispositif take part."""
    case, seen = open_case(request, pk, "case.engage")
    form = EngageForm(request.POST or None, offices=engageable(case, clock.today()))
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            data = form.cleaned_data
            participation.engage_office(case, **data, by=request.user, at=clock.now())
            messages.success(request, _("Le dispositif participe ; ses répondants sont avertis."))
            return redirect("dossier", pk)
    return show(request, "cases/office_engage.html", seen, form=form)


@access("case_actor")
def engagement_end(request: Request, pk: UUID) -> HttpResponse:
    """End what lets a dispositif take part."""
    cases = Case.objects.visible_to(request.scope)
    rows = Engagement.objects.filter(case__in=cases).select_related("recipient")
    row = get_object_or_404(rows, pk=pk)
    case, seen = open_case(request, row.case_id, "case.engage")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            reason = form.cleaned_data["reason"]
            participation.release_office(row, reason=reason, by=request.user, at=clock.now())
            messages.success(request, _("La participation a pris fin ; une quittance est partie."))
            return leave(request, case)
    return show(request, "cases/engagement_end.html", seen, form=form, row=row)


@access("case_actor")
def expert_invite(request: Request, pk: UUID) -> HttpResponse:
    """Name an expert."""
    case, seen = open_case(request, pk, "person.assign")
    form = NameForm(request.POST or None, candidates=experts(case, clock.today()))
    return _name(request, form, participation.invite_expert, case, seen, "cases/expert_invite.html")


@access("case_actor")
def colleague_assign(request: Request, pk: UUID) -> HttpResponse:
    """Name a colleague who executes something."""
    case, seen = open_case(request, pk, "person.assign")
    form = NameForm(request.POST or None, candidates=colleagues(case, clock.today()))
    return _name(
        request, form, participation.assign_colleague, case, seen, "cases/colleague_assign.html"
    )


def _name(
    request: Request, form: NameForm, act: Callable[..., Any], case: Case, seen: Any, template: str
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            act(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("La personne est désignée et avertie."))
            return redirect("dossier", case.pk)
    return show(request, template, seen, form=form)


@access("case_actor")
def assignment_end(request: Request, pk: UUID) -> HttpResponse:
    """Take a named person off the case."""
    cases = Case.objects.visible_to(request.scope)
    rows = Assignment.objects.filter(case__in=cases).select_related("user", "office")
    row = get_object_or_404(rows, pk=pk)
    case, seen = open_case(request, row.case_id, "person.assign")
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            reason = form.cleaned_data["reason"]
            participation.relieve_person(row, reason=reason, by=request.user, at=clock.now())
            messages.success(request, _("La désignation a pris fin."))
            return leave(request, case)
    return show(request, "cases/assignment_end.html", seen, form=form, row=row)

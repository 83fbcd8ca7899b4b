"""Announcement, triage, case manager, closure (C6, C10, C13)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.request import Request
from cases.actions.announcements import announce
from cases.actions.assignments import designate_case_manager
from cases.actions.triage import close_case, triage
from cases.coverage import pool
from cases.forms.acts import AnnounceForm, CaseManagerForm, CloseForm, TriageForm
from cases.models import Flag
from cases.timeline import reads_work
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("home_office")
def case_announce(request: Request, pk: UUID) -> HttpResponse:
    """The case leaves its dispositif for the coordination, under a live procuration (C2)."""
    case, seen = open_case(request, pk, "case.announce")
    flag = Flag.objects.filter(case=case).first()
    form = AnnounceForm(request.POST or None, initial={"path": flag and flag.chosen_path})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            announce(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le dossier est annoncé ; la coordination est avertie."))
            return redirect("dossier", pk)
    return show(request, "cases/case_announce.html", seen, form=form)


@access("case_actor")
def case_triage(request: Request, pk: UUID) -> HttpResponse:
    """Where an announced case goes, why, and until when."""
    case, seen = open_case(request, pk, "case.triage")
    form = TriageForm(request.POST or None, initial={"path": case.announced_for})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            triage(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le triage est enregistré."))
            return leave(request, case)
    return show(request, "cases/case_triage.html", seen, form=form, told=reads_work(seen))


@access("case_actor")
def case_close(request: Request, pk: UUID) -> HttpResponse:
    """End the case with its outcome."""
    case, seen = open_case(request, pk, "case.close")
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            close_case(case, outcome=form.cleaned_data["outcome"], by=request.user, at=clock.now())
            messages.success(request, _("Le dossier est clôturé."))
            return leave(request, case)
    return show(request, "cases/case_close.html", seen, form=form)


@access("case_actor")
def case_manager_designate(request: Request, pk: UUID) -> HttpResponse:
    """Record whom the pool of répondants designated (C10)."""
    case, seen = open_case(request, pk, "case_manager.designate")
    form = CaseManagerForm(request.POST or None, pool=pool(case, clock.today()))
    if request.method == "POST" and form.is_valid():
        mandate, reason = form.cleaned_data["mandate"], form.cleaned_data["reason"]
        who = {"user": mandate.user, "office": mandate.office}
        with refusals_into(form):
            designate_case_manager(case, **who, reason=reason, by=request.user, at=clock.now())
            messages.success(request, _("Le ou la case manager est désigné·e."))
            return redirect("dossier", pk)
    return show(request, "cases/case_manager_designate.html", seen, form=form)

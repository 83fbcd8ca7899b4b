"""Announcement, case manager and reopening (C6, C10, C13)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.request import Request
from cases.actions.announcements import announce
from cases.actions.assignments import designate_case_manager
from cases.actions.reopening import reopen_case
from cases.forms.acts import AnnounceForm, CaseManagerForm, ReopenForm
from cases.models import Flag
from cases.views.door import open_case, show
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
def case_manager_designate(request: Request, pk: UUID) -> HttpResponse:
    """Record whom the pool of répondants designated (C10)."""
    case, seen = open_case(request, pk, "case_manager.designate")
    form = CaseManagerForm(request.POST or None, case=case, day=clock.today())
    if request.method == "POST" and form.is_valid():
        mandate, reason = form.cleaned_data["mandate"], form.cleaned_data["reason"]
        who = {"user": mandate.user, "office": mandate.office}
        with refusals_into(form):
            designate_case_manager(case, **who, reason=reason, by=request.user, at=clock.now())
            messages.success(request, _("Le ou la case manager est désigné·e."))
            return redirect("dossier", pk)
    return show(request, "cases/case_manager_designate.html", seen, form=form)


@access("case_actor")
def case_reopen(request: Request, pk: UUID) -> HttpResponse:
    """A closed case goes on."""
    case, seen = open_case(request, pk, "case.reopen")
    form = ReopenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            reopen_case(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le dossier est rouvert ; triez-le à nouveau."))
            return redirect("dossier", pk)
    return show(request, "cases/case_reopen.html", seen, form=form)

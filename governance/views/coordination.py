"""Triage, transfer and closure of a case, which concern its meetings too (C6, C13)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from accounts.models import CoordinationPost
from accounts.request import Request
from cases.forms.acts import CloseForm, TransferForm, TriageForm
from cases.timeline import reads_work
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into
from governance.actions import coordination


@access("case_actor")
def case_triage(request: Request, pk: UUID) -> HttpResponse:
    """Where an announced case goes, why, and until when."""
    case, seen = open_case(request, pk, "case.triage")
    form = TriageForm(request.POST or None, initial={"path": case.announced_for})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            coordination.triage_case(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le triage est enregistré."))
            return leave(request, case)
    return show(request, "governance/case_triage.html", seen, form=form, told=reads_work(seen))


@access("case_actor")
def case_transfer(request: Request, pk: UUID) -> HttpResponse:
    """Pass the case on to another post, of a region or of a theme."""
    case, seen = open_case(request, pk, "case.transfer")
    posts = CoordinationPost.objects.live(clock.today())
    posts = posts.exclude(pk=case.post_id) if case.post_id else posts
    form = TransferForm(request.POST or None, posts=posts)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            coordination.transfer_case(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le dossier est transmis ; le nouveau poste est averti."))
            return leave(request, case)
    return show(request, "governance/case_transfer.html", seen, form=form)


@access("case_actor")
def case_close(request: Request, pk: UUID) -> HttpResponse:
    """End the case with its outcome."""
    case, seen = open_case(request, pk, "case.close")
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            coordination.close_case(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le dossier est clôturé."))
            return leave(request, case)
    return show(request, "governance/case_close.html", seen, form=form)

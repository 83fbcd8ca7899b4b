"""Triage, transfer and closure of a case, which concern its meetings too (C6, C13)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import CoordinationPost
from accounts.request import Request
from cases.forms.acts import CloseForm, TransferForm, TriageForm
from cases.models import Case
from cases.reading import CaseAccess
from cases.timeline import reads_work
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into
from governance.actions import coordination
from governance.board import TRIAGE_KEYS, following
from governance.next_steps import PAGES, step_of

# In the address of a page that was opened from the triage board.
FROM_BOARD = "depuis"


@access("case_actor")
def case_triage(request: Request, pk: UUID) -> HttpResponse:
    """Where an announced case goes, why, and until when."""
    case, seen = open_case(request, pk, "case.triage")
    onward = _onward(request, case)
    told = reads_work(seen)
    form = TriageForm(request.POST or None, initial={"path": case.announced_for if told else ""})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            data = form.cleaned_data
            case = coordination.triage_case(case, **data, by=request.user, at=clock.now())
            messages.success(request, _("Le triage est enregistré."))
            return redirect(onward) if onward else _enter(request, case)
    shown: dict[str, Any] = {"form": form, "told": told, "onward": onward, "keys": TRIAGE_KEYS}
    return show(request, "governance/case_triage.html", seen, **shown)


def _onward(request: Request, case: Case) -> str:
    """For who came from the triage board: the next waiting case, or the board after the last."""
    if FROM_BOARD not in request.GET:
        return ""
    board = reverse("governance:triage_board")
    pk = following(case, request.scope)
    return reverse("governance:case_triage", args=[pk]) + f"?{FROM_BOARD}=tri" if pk else board


def _enter(request: Request, case: Case) -> HttpResponse:
    """To the page with which the path begins, where that is hers; else as after any act."""
    step = step_of(CaseAccess.of(case, request.scope), []) if case.path in PAGES else None
    return redirect(step.url) if step else leave(request, case)


@access("case_actor")
def case_transfer(request: Request, pk: UUID) -> HttpResponse:
    """Pass the case on to another post, of a region or of a theme."""
    case, seen = open_case(request, pk, "case.transfer")
    onward = _onward(request, case)
    posts = CoordinationPost.objects.live(clock.today())
    posts = posts.exclude(pk=case.post_id) if case.post_id else posts
    form = TransferForm(request.POST or None, posts=posts)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            coordination.transfer_case(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le dossier est transmis ; le nouveau poste est averti."))
            return redirect(onward) if onward else leave(request, case)
    return show(request, "governance/case_transfer.html", seen, form=form, onward=onward)


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

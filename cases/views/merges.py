"""Two files of one person become one, and two again; two people for either (C5, F8)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.request import Request
from cases.actions.merges import (
    approve_merge,
    decline_merge,
    decline_undo,
    propose_merge,
    propose_undo,
    undo_merge,
)
from cases.forms.match import MatchCaseForm, MatchReasonForm
from cases.views.match_door import found, show_match
from core import clock
from core.access import access
from core.refusal import refusals_into

KEPT = gettext_lazy("Dossier gardé, auquel l’autre est réuni")


@access("match_reader")
def merge_propose(request: Request, pk: UUID) -> HttpResponse:
    """Which case is kept, and why; a second person will decide."""
    row = found(request, pk)
    form = MatchCaseForm(request.POST or None, match=row, label=KEPT)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            reason = form.cleaned_data["reason"]
            propose_merge(row, keep=form.chosen, reason=reason, by=request.user, at=clock.now())
            messages.success(request, _("La réunion est proposée ; une autre personne l’approuve."))
            return redirect("cases:match", pk)
    return show_match(request, row, "cases/merge_propose.html", form=form)


@access("match_reader")
@require_POST
def merge_approve(request: Request, pk: UUID) -> HttpResponse:
    """The second person agrees: the cases are one from now on."""
    approve_merge(found(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("Les dossiers sont réunis."))
    return redirect("cases:match", pk)


@access("match_reader")
def merge_decline(request: Request, pk: UUID) -> HttpResponse:
    """The proposal is put aside; the match stays to be settled."""
    row = found(request, pk)
    form = MatchReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            decline_merge(row, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
            messages.success(request, _("La proposition est écartée ; rien n’a changé."))
            return redirect("cases:match", pk)
    return show_match(request, row, "cases/merge_decline.html", form=form)


@access("match_reader")
def merge_undo(request: Request, pk: UUID) -> HttpResponse:
    """Why the two cases should be two again; a second person will decide."""
    row = found(request, pk)
    form = MatchReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            propose_undo(row, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
            told = _("La séparation est proposée ; une autre personne l’approuve.")
            messages.success(request, told)
            return redirect("cases:match", pk)
    return show_match(request, row, "cases/merge_undo.html", form=form)


@access("match_reader")
@require_POST
def merge_undo_approve(request: Request, pk: UUID) -> HttpResponse:
    """The second person agrees: both cases are again what they were."""
    undo_merge(found(request, pk), by=request.user, at=clock.now())
    messages.success(request, _("Les dossiers sont de nouveau séparés, comme avant."))
    return redirect("cases:match", pk)


@access("match_reader")
def merge_undo_decline(request: Request, pk: UUID) -> HttpResponse:
    """The cases stay one."""
    row = found(request, pk)
    form = MatchReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            decline_undo(row, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
            messages.success(request, _("La proposition est écartée ; rien n’a changé."))
            return redirect("cases:match", pk)
    return show_match(request, row, "cases/merge_undo_decline.html", form=form)

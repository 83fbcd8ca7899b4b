"""Collaboration requests: sent, read, taken up, answered, ended (C7)."""

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.actions.submissions import once
from accounts.request import Request
from cases.actions.request_answers import agree, disagree, take_up
from cases.actions.requests import complete_request, send_request, withdraw_request
from cases.choices import RequestState
from cases.collaboration import (
    Line,
    act_of,
    askable,
    attachable,
    concerns,
    handlers,
    lines,
    offices_of,
    suggested,
)
from cases.forms.collaboration import AnswerForm, ConclusionForm, RequestForm, TakeUpForm
from cases.item_queries import DocumentQuerySet
from cases.models import Case, CollaborationRequest
from cases.permissions import require_at
from cases.reading import CaseAccess
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into
from documents.models import Document


@access("case_actor")
def request_send(request: Request, pk: UUID) -> HttpResponse:
    """Ask a covered dispositif; those that the grid speaks for stand first."""
    case, seen = open_case(request, pk, "request.send")
    form = RequestForm(
        request.POST or None,
        offices=askable(seen),
        suggested=suggested(seen),
        documents=attachable(seen),
    )
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                row = send_request(case, **form.cleaned_data, by=request.user, at=now)
                sent.object_id = row.pk
                messages.success(request, _("La demande est envoyée ; son délai court."))
            return redirect("cases:request", sent.object_id)
    return show(request, "cases/request_send.html", seen, form=form)


@access("case_reader")
def request(request: Request, pk: UUID) -> HttpResponse:
    """One request: both sides, its clock, and what is to be done now."""
    line, _case, seen = _open(request, pk)
    rows: QuerySet[Document] = DocumentQuerySet(Document).open_in(seen)
    documents = rows.filter(pk__in=line.request.documents.values("pk"))
    return show(
        request, "cases/request.html", seen, line=line, row=line.request, documents=documents
    )


@access("case_actor")
def request_take_up(request: Request, pk: UUID) -> HttpResponse:
    """By whom, from when: the one answer that is owed."""
    line, _case, seen = _open(request, pk, "take_up")
    row, today = line.request, clock.today()
    offered = handlers(row, today)
    mine = offered.filter(user=request.user).first()
    initial = {"handler": mine, "starts_on": today}
    form = TakeUpForm(request.POST or None, handlers=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            take_up(row, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Votre dispositif est entré en matière."))
            return redirect("cases:request", pk)
    return show(request, "cases/request_take_up.html", seen, form=form, line=line, row=row)


@access("case_actor")
def request_answer(request: Request, pk: UUID) -> HttpResponse:
    """Agree, or state a disagreement with its reasons."""
    line, _case, seen = _open(request, pk, "agree")
    row = line.request
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        act = agree if form.cleaned_data["position"] == RequestState.AGREED else disagree
        with refusals_into(form):
            act(row, answer=form.cleaned_data["answer"], by=request.user, at=clock.now())
            messages.success(request, _("La réponse est transmise à qui a demandé."))
            return redirect("cases:request", pk)
    return show(request, "cases/request_answer.html", seen, form=form, line=line, row=row)


@access("case_actor")
def request_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Ask for it no longer."""
    line, case, seen = _open(request, pk, "withdraw")
    form = ConclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            withdraw_request(line.request, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("La demande est retirée ; ses accès sont fermés."))
            return leave(request, case)
    return show(
        request, "cases/request_withdraw.html", seen, form=form, line=line, row=line.request
    )


@access("case_actor")
def request_complete(request: Request, pk: UUID) -> HttpResponse:
    """What was asked is done."""
    line, case, seen = _open(request, pk, "complete")
    form = ConclusionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            complete_request(line.request, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("La demande est terminée ; ses accès sont fermés."))
            return leave(request, case)
    return show(
        request, "cases/request_complete.html", seen, form=form, line=line, row=line.request
    )


def _open(request: Request, pk: UUID, move: str = "") -> tuple[Line, Case, CaseAccess]:
    """A request of a case that she sees, as far as she may know it."""
    cases = Case.objects.visible_to(request.scope)
    rows = CollaborationRequest.objects.filter(case__in=cases).select_related(
        "asking", "office", "sent_by", "handler", "dispute"
    )
    row = get_object_or_404(rows, pk=pk)
    case, seen = open_case(request, row.case_id)
    if not concerns(row, seen):
        raise Http404
    if move:
        offices = offices_of(row, move)
        require_at(act_of(move), case, offices, by=request.user, at=clock.now())
    return lines([row], seen)[0], case, seen

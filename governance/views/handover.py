"""What a person who leaves, changes office or is away has in hand goes to others (C3, C15)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from accounts.actions.submissions import once
from accounts.models import User
from accounts.request import Request
from cases.forms.handover import HandoverForm
from cases.reading import CaseAccess, record_list
from core import clock
from core.access import access
from core.refusal import refusals_into
from governance.actions.handover import pass_on_all
from governance.handover import everything, functions, leavers, may_know


@access("handover_giver")
def handovers(request: Request) -> HttpResponse:
    """Who has something in hand that she may pass on; who is there no more stands first."""
    return render(request, "governance/handovers.html", {"leavers": leavers(request.scope)})


@access("handover_giver")
def handover(request: Request, pk: UUID) -> HttpResponse:
    """Everything of one person that she may pass on, with who takes it over, in one act."""
    user = get_object_or_404(User, pk=pk)
    if not may_know(user, request.scope):
        raise Http404
    rows = everything(user, request.scope)
    cases = {row.case.pk: row.case for row in rows if row.case}
    accesses = {seen.case.pk: seen for seen in CaseAccess.of_all(cases.values(), request.scope)}
    form = HandoverForm(request.POST or None, rows=rows, seen=accesses)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                reason = form.cleaned_data["reason"]
                moved = pass_on_all(user, to=form.chosen, reason=reason, by=request.user, at=now)
                said = ngettext("%(n)d ligne transmise.", "%(n)d lignes transmises.", moved)
                messages.success(request, said % {"n": moved})
            return redirect("governance:handover", pk)
    if accesses:
        record_list("handover.read", request.scope, accesses.values())
    shown = {"person": user, "form": form, "functions": functions(user, request.scope)}
    return render(request, "governance/handover.html", shown)

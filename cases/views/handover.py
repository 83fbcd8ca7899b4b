"""A répondant passes on what a colleague has in hand (C3, C15)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import ngettext

from accounts.actions.submissions import once
from accounts.models import Mandate
from accounts.request import Request
from cases.actions.handover import pass_on_all
from cases.forms.handover import HandoverForm
from cases.handover import held, leavers, named_by_others, places, takers
from cases.reading import CaseAccess, record_list
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("office_member")
def handovers(request: Request) -> HttpResponse:
    """Who has something in hand at her dispositifs; who is there no more stands first."""
    return render(request, "cases/handovers.html", {"leavers": list(leavers(request.scope))})


@access("office_member")
def handover(request: Request, pk: UUID) -> HttpResponse:
    """Everything of one person at one dispositif, with who takes it over, in one act."""
    mandates = Mandate.objects.filter(office__in=places(request.scope))
    mandate = get_object_or_404(mandates.select_related("user", "office"), pk=pk)
    rows = held(mandate, request.scope)
    others = named_by_others(mandate, request.scope)
    cases = {row.case.pk: row.case for row in rows} | {row.case.pk: row.case for row in others}
    accesses = {seen.case.pk: seen for seen in CaseAccess.of_all(cases.values(), request.scope)}
    form = HandoverForm(request.POST or None, rows=rows, seen=accesses, takers=takers(mandate))
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                moved = pass_on_all(
                    mandate,
                    to=form.chosen,
                    reason=form.cleaned_data["reason"],
                    by=request.user,
                    at=now,
                )
                said = ngettext("%(n)d ligne transmise.", "%(n)d lignes transmises.", moved)
                messages.success(request, said % {"n": moved})
            return redirect("cases:handover", pk)
    if accesses:
        record_list("handover.read", request.scope, accesses.values())
    shown = {"mandate": mandate, "rows": rows, "others": others, "form": form}
    return render(request, "cases/handover.html", shown)

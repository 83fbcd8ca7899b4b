"""What is submitted in a case: prefinancing, special situation, dispute, advice."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.request import Request
from cases.actions.matters import open_matter, settle_matter
from cases.actions.recusals import lift_recusal, recuse
from cases.coverage import disputable
from cases.disputes import results
from cases.docket import openable, recusable, settles
from cases.forms.matter import MatterForm, RecusalForm, SettleForm
from cases.models import Case, Matter, Recusal
from cases.reading import OF_BUREAU
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("case_actor")
def matter_open(request: Request, pk: UUID) -> HttpResponse:
    """Submit something to the Commission, the officer or the coordination."""
    case, seen = open_case(request, pk, "matter.ask")
    form = MatterForm(
        request.POST or None,
        kinds=openable(seen),
        offices=disputable(case),
        is_bureau=seen.ties <= OF_BUREAU,
    )
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            open_matter(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("L’affaire est soumise ; qui la règle est averti."))
            return redirect("dossier", pk)
    return show(request, "cases/matter_open.html", seen, form=form)


@access("case_actor")
def matter_settle(request: Request, pk: UUID) -> HttpResponse:
    """Record how a matter ends."""
    cases = Case.objects.visible_to(request.scope)
    rows = Matter.objects.filter(case__in=cases).select_related("asking", "office")
    row = get_object_or_404(rows, pk=pk)
    case, seen = open_case(request, row.case_id, settles(row))
    form = SettleForm(request.POST or None, results=results(row))
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            settle_matter(row, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("L’affaire est réglée ; ses accès sont fermés."))
            return leave(request, case)
    is_told = seen.reads(row.category)
    return show(request, "cases/matter_settle.html", seen, form=form, row=row, is_told=is_told)


@access("case_actor")
def recusal_add(request: Request, pk: UUID) -> HttpResponse:
    """Exclude a member of the Commission by name; she may do it herself."""
    case, seen = open_case(request, pk, "recusal.add", by_number=True)
    form = RecusalForm(request.POST or None, members=recusable(seen))
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            recuse(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("La récusation vaut dès maintenant."))
            return leave(request, case)
    return show(request, "cases/recusal_add.html", seen, form=form)


@access("case_actor")
def recusal_lift(request: Request, pk: UUID) -> HttpResponse:
    """Let a member take part again."""
    cases = Case.objects.visible_to(request.scope)
    row = get_object_or_404(Recusal.objects.filter(case__in=cases), pk=pk)
    case, seen = open_case(request, row.case_id, "recusal.record")
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            lift_recusal(row, by=request.user, at=clock.now())
            messages.success(request, _("La récusation est levée."))
            return leave(request, case)
    return show(request, "cases/recusal_lift.html", seen, form=form, row=row)

"""The AVS number, inside the own part of the dispositif that may keep it (P8)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from cases.actions.avs import keep_avs, remove_avs, show_avs
from cases.forms.avs import AvsForm
from cases.models import AvsNumber
from cases.reading import CaseAccess
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("home_office")
def client_avs(request: Request, pk: UUID) -> HttpResponse:
    """What is kept, masked; a number to keep, or in place of it."""
    case, seen = open_case(request, pk, "avs.keep")
    form = AvsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            keep_avs(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le numéro AVS est enregistré, chiffré."))
            return redirect("cases:client_avs", pk)
    return _page(request, seen, form=form)


@access("home_office")
@require_POST
def client_avs_show(request: Request, pk: UUID) -> HttpResponse:
    """The whole number, once, in answer to a click; the trace says so."""
    case, seen = open_case(request, pk, "avs.keep")
    number = show_avs(case, by=request.user, at=clock.now())
    return _page(request, seen, form=AvsForm(), number=number)


@access("home_office")
@require_POST
def client_avs_remove(request: Request, pk: UUID) -> HttpResponse:
    """The number is forgotten."""
    case, _seen = open_case(request, pk, "avs.keep")
    remove_avs(case, by=request.user, at=clock.now())
    messages.success(request, _("Le numéro AVS est supprimé."))
    return redirect("cases:client_avs", pk)


def _page(request: Request, seen: CaseAccess, **context: Any) -> HttpResponse:
    office = seen.case.home_office
    kept = AvsNumber.objects.filter(client=seen.case.client_id) if office.avs_basis else None
    context |= {"kept": kept.first() if kept else None, "office": office}
    return show(request, "cases/client_avs.html", seen, **context)

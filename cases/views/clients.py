"""The person's data (access-policy: W H M C S)."""

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from cases.actions.clients import mark_checked, person_data, update_client
from cases.forms.acts import ClientForm
from cases.forms.conflict import differences
from cases.views.door import open_case, show
from core import clock, stale
from core.access import access
from core.refusal import refusals_into


@access("case_actor")
def client_edit(request: Request, pk: UUID) -> HttpResponse:
    """Complete or correct what is known of the person's identity."""
    case, seen = open_case(request, pk, "client.edit")
    if not seen.knows_person:
        raise Http404
    found = stale.fingerprint(person_data(case.client))
    # The form fills in a copy: what is stored stays beside what was typed.
    form = ClientForm(request.POST or None, instance=copy(case.client))
    if request.method == "POST" and form.is_valid():
        shown = request.POST.get(stale.FIELD, "")
        with refusals_into(form):
            update_client(case, changes=form.changes, seen=shown, by=request.user, at=clock.now())
            messages.success(request, _("Les données de la personne sont à jour."))
            return redirect("dossier", pk)
    conflict = differences(form, person_data(case.client), found)
    page: dict[str, Any] = {"form": form, "fingerprint": found, "conflict": conflict}
    return show(request, "cases/client_edit.html", seen, **page)


@access("case_actor")
@require_POST
def client_check(request: Request, pk: UUID) -> HttpResponse:
    """The secretariat has verified the data before a sitting (C9)."""
    case, seen = open_case(request, pk, "client.check")
    if not seen.knows_person:
        raise Http404
    mark_checked(case, by=request.user, at=clock.now())
    messages.success(request, _("Les données sont marquées comme vérifiées aujourd’hui."))
    return redirect("dossier", pk)

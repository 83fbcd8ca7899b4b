"""Barriers and resources of a person, domain by domain (C9)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.actions.submissions import once
from accounts.request import Request
from cases.actions.appraisals import appraise
from cases.forms.appraisal import AppraisalForm
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("case_actor")
def appraisal_add(request: Request, pk: UUID) -> HttpResponse:
    """Weigh one domain as barrier or resource."""
    case, seen = open_case(request, pk, "note.add")
    form = AppraisalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                appraise(case, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("L’appréciation est dans le dossier."))
            return redirect("dossier", pk)
    return show(request, "cases/appraisal_add.html", seen, form=form)

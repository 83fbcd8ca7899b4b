"""The question whether the result of a closed case holds (C13)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.request import Request
from cases.actions.result_answers import answer_result
from cases.choices import Lasting
from cases.forms.acts import ResultForm
from cases.models import Case, DurableResult
from cases.permissions import may
from cases.reading import CaseAccess
from cases.rules import require_live_procuration
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.refusal import Refusal, refusals_into


@access("home_office")
def result_answer(request: Request, pk: UUID) -> HttpResponse:
    """Held, not held or not known; a result that doesn't hold leads to the reopening."""
    case, seen = open_case(request, pk, "result.answer")
    asked = DurableResult.objects.open().filter(case=case).first()
    form = ResultForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            row = answer_result(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Merci : la réponse est enregistrée."))
            return _go_on(request, seen, row)
    return show(request, "cases/result_answer.html", seen, form=form, asked=asked)


def _go_on(request: Request, seen: CaseAccess, row: DurableResult) -> HttpResponse:
    if row.answer != Lasting.NOT_HELD:
        return redirect("dossier", seen.case.pk)
    if refusal := _missing_consent(seen.case):
        messages.info(request, refusal)
    elif may("case.reopen", seen):
        return redirect("cases:case_reopen", seen.case.pk)
    else:
        messages.info(request, _("La coordination est avertie : elle peut rouvrir le dossier."))
    return redirect("dossier", seen.case.pk)


def _missing_consent(case: Case) -> str:
    """What must come before a reopening; empty where nothing must."""
    try:
        require_live_procuration(case, day=clock.today())
    except Refusal:
        return _("Pour rouvrir le dossier, faites d’abord signer une procuration à la personne.")
    return ""

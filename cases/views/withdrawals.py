"""The person takes back her consent, in part or whole; whoever is told records it at once (P3)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.actions.submissions import Sent, once
from accounts.models import Office
from accounts.request import Request
from accounts.scope import Scope
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.consent import grants_in_force, keeps_consent, known_grants
from cases.effect import changes
from cases.forms.procuration import Recipients
from cases.forms.withdrawal import NarrowForm, WithdrawForm
from cases.models import Case, Engagement, Procuration
from cases.reading import CaseAccess
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("case_actor")
def procuration_narrow(request: Request, pk: UUID) -> HttpResponse:
    """What she takes back; then who loses what; then it is recorded."""
    case, seen = open_case(request, pk, "procuration.withdraw")
    form, now = _narrow_form(request, seen), clock.now()
    if request.method == "GET" or "edit" in request.POST or not form.is_valid():
        return show(request, "cases/procuration_narrow.html", seen, form=form)
    if "save" in request.POST:
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                note, taken = form.cleaned_data["note"], form.chosen
                row = narrow_procuration(case, withdrawn=taken, note=note, by=request.user, at=now)
                sent.object_id = _receipt_of(row, now)
            messages.success(request, _("Le retrait partiel vaut dès maintenant pour tous."))
            return _to_receipt(request, case, sent)
        return show(request, "cases/procuration_narrow.html", seen, form=form)
    return _confirm(request, "cases/procuration_narrow_confirm.html", seen, form, form.chosen)


def _narrow_form(request: Request, seen: CaseAccess) -> NarrowForm:
    """Who may not know the whole consent may still record what he was told, about any office."""
    case, known = seen.case, known_grants(seen)
    live = Office.objects.live(clock.today())
    others = [] if keeps_consent(seen) else [office for office in live if office not in known]
    engaged = Engagement.objects.open().filter(case=case).values_list("recipient", flat=True)
    return NarrowForm(
        request.POST or None,
        known=known,
        others=others,
        near={*engaged, case.home_office_id},
        region_id=case.region_id,
    )


@access("case_actor")
def procuration_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """Who loses what, once more before it is recorded, at the very next request of anybody."""
    case, seen = open_case(request, pk, "procuration.withdraw")
    form, now = WithdrawForm(request.POST or None), clock.now()
    everything: Recipients = {office: set(rows) for office, rows in known_grants(seen).items()}
    if request.method == "GET" or "edit" in request.POST or not form.is_valid():
        return _confirm(request, "cases/procuration_withdraw.html", seen, form, everything)
    if "save" in request.POST:
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                note = form.cleaned_data["note"]
                row = withdraw_procuration(case, note=note, by=request.user, at=now)
                sent.object_id = _receipt_of(row, now)
            messages.success(request, _("La procuration est retirée, dès maintenant pour tous."))
            return _to_receipt(request, case, sent)
        return _confirm(request, "cases/procuration_withdraw.html", seen, form, everything)
    return _confirm(request, "cases/procuration_withdraw_confirm.html", seen, form, everything)


def _confirm(
    request: Request, template: str, seen: CaseAccess, form: Any, taken: Recipients
) -> HttpResponse:
    """A page with who loses what, as far as the reader may know it."""
    day = clock.today()
    before = grants_in_force(seen, day)
    after = {office: rows - taken.get(office, set()) for office, rows in before.items()}
    lost = changes(seen.case, before, after, day, is_named=not seen.is_stub)
    return show(
        request,
        template,
        seen,
        form=form,
        changes=[change for change in lost if change.line.lost],
        is_whole=keeps_consent(seen),
    )


def _receipt_of(procuration: Procuration, at: datetime) -> UUID | None:
    """The receipt of what was just recorded; none where it took nothing back."""
    return procuration.receipts.filter(issued_at=at).values_list("pk", flat=True).first()


def _to_receipt(request: Request, case: Case, sent: Sent) -> HttpResponse:
    """To the receipt, for who still sees the case; the dispositif that flagged keeps it, too."""
    is_open = Case.objects.visible_to(Scope.of(request.user)).filter(pk=case.pk).exists()
    if sent.object_id and is_open:
        return redirect("cases:receipt", sent.object_id)
    messages.info(
        request,
        _("La quittance pour la personne est à disposition du dispositif qui a signalé."),
    )
    return leave(request, case)

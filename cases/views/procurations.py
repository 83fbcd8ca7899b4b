"""Consent: what it would open, recorded with its signed paper, narrowed, withdrawn (P1–P3)."""

from datetime import date
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.choices import OfficeKind
from accounts.models import Office, Setting
from accounts.request import Request
from cases.actions.procurations import (
    narrow_procuration,
    record_procuration,
    withdraw_procuration,
)
from cases.consent import procuration_text, standing_grants
from cases.effect import effects
from cases.forms.procuration import NarrowForm, ProcurationForm, SignatureForm, WithdrawForm
from cases.models import Case, Procuration
from cases.permissions import may
from cases.reading import CaseAccess
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("case_actor")
def procuration_record(request: Request, pk: UUID) -> HttpResponse:
    """What the person allows; then who would read what, the text, and the signed paper."""
    case, seen = open_case(request, pk, "procuration.record")
    form = _consent_form(request, seen)
    if request.method == "GET" or "edit" in request.POST or not form.is_valid():
        return show(request, "cases/procuration_record.html", seen, form=form)
    is_last = "save" in request.POST
    signature = SignatureForm(
        request.POST if is_last else None,
        request.FILES if is_last else None,
        initial={"signed_on": clock.today()},
    )
    if is_last and signature.is_valid():
        with refusals_into(signature):
            record_procuration(
                case, **form.consent, **signature.signed, by=request.user, at=clock.now()
            )
            messages.success(request, _("La procuration est enregistrée."))
            return redirect("dossier", pk)
    return _last_step(request, seen, form, signature)


def _consent_form(request: Request, seen: CaseAccess) -> ProcurationForm:
    case = seen.case
    today = clock.today()
    months = Setting.objects.value("procuration_months", today)
    return ProcurationForm(
        request.POST or None,
        offices=_offices(case, today),
        granted=standing_grants(case),
        region_id=case.region_id,
        initial={
            "language": case.client.language if seen.knows_person else request.user.language,
            "valid_from": today,
            "valid_until": today + relativedelta(months=months),
        },
    )


def _offices(case: Case, day: date) -> list[Office]:
    """The bureau and the home dispositif first: without them nothing can be announced."""
    first = {OfficeKind.BUREAU: 0, OfficeKind.COMMISSION: 3}
    offices = Office.objects.live(day).order_by("name_fr")
    return sorted(
        offices,
        key=lambda o: 1 if o.pk == case.home_office_id else first.get(OfficeKind(o.kind), 2),
    )


def _last_step(
    request: Request, seen: CaseAccess, form: ProcurationForm, signature: SignatureForm
) -> HttpResponse:
    consent = form.consent
    return show(
        request,
        "cases/procuration_sign.html",
        seen,
        form=signature,
        typed=form.typed(),
        consent=consent,
        effects=effects(seen.case, consent["recipients"], clock.today()),
        # The text names the person.
        text=procuration_text(seen.case, **consent, day=clock.today())[1]
        if seen.knows_person
        else "",
    )


@access("case_actor")
def procuration_narrow(request: Request, pk: UUID) -> HttpResponse:
    """The person takes back a part; whoever is told of it records it at once."""
    case, seen = open_case(request, pk, "procuration.withdraw")
    form = NarrowForm(request.POST or None, granted=standing_grants(case))
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            note = form.cleaned_data["note"]
            narrow_procuration(
                case, withdrawn=form.chosen, note=note, by=request.user, at=clock.now()
            )
            messages.success(request, _("Le retrait partiel vaut dès maintenant pour tous."))
            return leave(request, case)
    return show(request, "cases/procuration_narrow.html", seen, form=form)


@access("case_actor")
def procuration_withdraw(request: Request, pk: UUID) -> HttpResponse:
    """The person takes everything back: shown is who loses what, at the very next request."""
    case, seen = open_case(request, pk, "procuration.withdraw")
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            withdraw_procuration(
                case, note=form.cleaned_data["note"], by=request.user, at=clock.now()
            )
            messages.success(request, _("La procuration est retirée, dès maintenant pour tous."))
            return leave(request, case)
    # Who reads what concerns those who keep the procuration, as in the dossier.
    keeps = may("procuration.record", seen)
    lost = effects(case, standing_grants(case), clock.today()) if keeps else []
    return show(request, "cases/procuration_withdraw.html", seen, form=form, effects=lost)


@access("case_reader")
def procuration(request: Request, pk: UUID) -> HttpResponse:
    """The exact text that was signed, and the receipt of what was withdrawn, to print (P3)."""
    row = get_object_or_404(
        Procuration.objects.filter(case__in=Case.objects.visible_to(request.scope)), pk=pk
    )
    _case, seen = open_case(request, row.case_id)
    withdrawn = row.grants.exclude(withdrawn_at=None).select_related("recipient")
    if not seen.knows_person:
        withdrawn = withdrawn.filter(recipient__in=[g.recipient for g in seen.grounds])
    return show(
        request,
        "cases/procuration.html",
        seen,
        "procuration.read",
        procuration=row,
        text=row.text if seen.knows_person else "",
        withdrawn=withdrawn,
    )

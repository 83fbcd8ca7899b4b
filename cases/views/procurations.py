"""Consent: what it would open, recorded with its signature, and what became of it (P1–P3)."""

from datetime import date
from typing import Any
from uuid import UUID

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.submissions import once
from accounts.choices import OfficeKind
from accounts.models import Office, Setting
from accounts.request import Request
from audit.choices import Kind
from cases.actions.procurations import record_procuration
from cases.consent import (
    Line,
    grants_in_force,
    keeps_consent,
    known_grants,
    procuration_text,
    standing,
    told_by,
)
from cases.effect import changes
from cases.forms.procuration import ProcurationForm, SignatureForm
from cases.models import Case, Procuration, Receipt
from cases.reading import CaseAccess
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into

# convention 4, C5: all that who records a consent learns of the blind match.
COMPARED = gettext_lazy(
    "Si un autre suivi CII est à coordonner avec celui-ci, la coordination prendra contact avec "
    "vous ; vous n’avez rien à faire."
)


@access("case_actor")
def procuration_record(request: Request, pk: UUID) -> HttpResponse:
    """What the person allows; then who would read what, the text, and her signature."""
    case, seen = open_case(request, pk, "procuration.record")
    form, now = _consent_form(request, seen), clock.now()
    if request.method == "GET" or "edit" in request.POST or not form.is_valid():
        return show(request, "cases/procuration_record.html", seen, form=form)
    signature = _signature_form(request, seen)
    if signature.is_bound and signature.is_valid():
        with refusals_into(signature), once(signature, by=request.user, at=now) as sent:
            if sent.is_new:
                said = form.consent | signature.signed
                said["read_sha256"] = request.POST.get("read_sha256", "")
                row = record_procuration(case, **said, by=request.user, at=now)
                sent.object_id = row.receipts.get().pk
            messages.success(request, _("La procuration est enregistrée."))
            # The same after every consent: it tells nobody whether the comparison found somebody.
            messages.info(request, COMPARED)
            return redirect("cases:receipt", sent.object_id)
    return _last_step(request, seen, form, signature)


def _consent_form(request: Request, seen: CaseAccess) -> ProcurationForm:
    """A renewal starts from what stands, as far as the reader may know it."""
    case, today = seen.case, clock.today()
    return ProcurationForm(
        request.POST or None,
        offices=_offices(case, today),
        granted=known_grants(seen),
        region_id=case.region_id,
        initial=_starting_values(request, seen, today),
    )


def _starting_values(request: Request, seen: CaseAccess, today: date) -> dict[str, Any]:
    months = Setting.objects.value("procuration_months", today)
    values: dict[str, Any] = {
        "language": seen.case.client.language if seen.knows_person else request.user.language,
        "valid_from": today,
        "valid_until": today + relativedelta(months=months),
    }
    former = standing(seen.case)
    if former and keeps_consent(seen):
        values |= {"purpose": former.purpose, "language": former.language}
    return values


def _offices(case: Case, day: date) -> list[Office]:
    """The bureau and the home dispositif first: without them nothing can be announced."""
    first = {OfficeKind.BUREAU: 0, OfficeKind.COMMISSION: 3}
    offices = Office.objects.live(day)
    return sorted(
        offices,
        key=lambda o: 1 if o.pk == case.home_office_id else first.get(OfficeKind(o.kind), 2),
    )


def _signature_form(request: Request, seen: CaseAccess) -> SignatureForm:
    is_last = "save" in request.POST
    return SignatureForm(
        request.POST if is_last else None,
        request.FILES if is_last else None,
        # The text names the person: who may not know her has it signed on paper, elsewhere.
        may_draw=seen.knows_person,
        initial={"signed_on": clock.today()},
    )


def _last_step(
    request: Request, seen: CaseAccess, form: ProcurationForm, signature: SignatureForm
) -> HttpResponse:
    consent, day = form.consent, clock.today()
    before = grants_in_force(seen, day)
    text, sha256 = procuration_text(seen.case, **consent, day=day)[1:]
    return show(
        request,
        "cases/procuration_sign.html",
        seen,
        form=signature,
        typed=form.typed(),
        consent=consent,
        changes=changes(seen.case, before, consent["recipients"], day, is_named=not seen.is_stub),
        text=text if seen.knows_person else "",
        read_sha256=sha256 if seen.knows_person else "",
    )


@access("case_reader")
def procuration(request: Request, pk: UUID) -> HttpResponse:
    """The exact text that was signed, and every change of the consent of this case (P3)."""
    rows = Procuration.objects.filter(case__in=Case.objects.visible_to(request.scope))
    row = get_object_or_404(rows, pk=pk)
    _case, seen = open_case(request, row.case_id)
    receipts = Receipt.objects.filter(procuration__case=row.case_id)
    return show(
        request,
        "cases/procuration.html",
        seen,
        "procuration.read",
        procuration=row,
        text=row.text if seen.knows_person else "",
        versions=[
            (receipt, lines)
            for receipt in receipts.select_related("procuration", "former", "document")
            if (lines := _known_lines(receipt, seen))
        ],
    )


@access("case_reader")
def receipt(request: Request, pk: UUID) -> HttpResponse:
    """What the person allowed or took back by one change, to print and hand over (P3)."""
    cases = Case.objects.visible_to(request.scope)
    rows = Receipt.objects.filter(procuration__case__in=cases)
    row = get_object_or_404(rows.select_related("procuration", "former", "issued_by"), pk=pk)
    _case, seen = open_case(request, row.procuration.case_id)
    return show(
        request,
        "cases/receipt.html",
        seen,
        "receipt.read",
        kind=Kind.PRINT,
        receipt=row,
        procuration=row.procuration,
        lines=_known_lines(row, seen),
    )


def _known_lines(receipt: Receipt, seen: CaseAccess) -> list[Line]:
    """All of it for who knows the person, as the text says it; else what concerns the reader."""
    lines = told_by(receipt)
    if seen.knows_person:
        return lines
    hers = {ground.recipient.pk for ground in seen.grounds}
    return [line for line in lines if line.office.pk in hers]

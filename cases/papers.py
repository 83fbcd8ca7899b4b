"""The sealed receipt of a change of the consent, in the language of the person (P3)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.consent import told_by
from cases.models import Receipt
from core.choices import Category
from core.context import acting
from documents.actions.papers import seal_pdf
from documents.rendering import render_pdf
from messaging.handlers import TwoStep

TEMPLATE = "papers/receipt.html"


def render_receipt(receipt_id: UUID, at: datetime) -> bytes:
    """The paper, from facts that no longer change."""
    with acting("job:receipts"):
        receipt = _find(receipt_id)
        with translation.override(receipt.language):
            values = _values(receipt)
    return render_pdf(TEMPLATE, values, receipt.language)


def store_receipt(receipt_id: UUID, at: datetime, content: bytes) -> None:
    """Seal the paper into the file of the case; a second time changes nothing."""
    receipt = _find(receipt_id)
    if receipt.document_id:
        return
    case = receipt.procuration.case
    with translation.override(receipt.language):
        title = _("Quittance : %s") % receipt.get_kind_display()
    receipt.document = seal_pdf(
        content,
        title=title,
        template=TEMPLATE,
        language=receipt.language,
        at=at,
        case_id=case.pk,
        category=Category.IDENTITY,
        office=case.home_office,
    )
    receipt.save(update_fields=["document"])
    record(
        "receipt.sealed",
        kind=Kind.ACT,
        by=None,
        job="receipt.seal",
        at=at,
        cases=[CaseBasis(case.pk)],
        object_id=receipt.pk,
        sha256=receipt.document.sha256,
    )


SEAL_RECEIPT = TwoStep(work=render_receipt, store=store_receipt)


def _find(receipt_id: UUID) -> Receipt:
    return Receipt.objects.select_related(
        "procuration__case__client", "procuration__case__home_office", "former", "issued_by"
    ).get(pk=receipt_id)


def _values(receipt: Receipt) -> dict[str, Any]:
    procuration, case = receipt.procuration, receipt.procuration.case
    return {
        "kind": receipt.kind,
        "title": receipt.get_kind_display(),
        "number": case.number,
        "person": f"{case.client.first_name} {case.client.last_name}",
        "birth_date": case.client.birth_date,
        "issued_at": localtime(receipt.issued_at),
        "issued_by": str(receipt.issued_by),
        "purpose": procuration.purpose,
        "valid_from": procuration.valid_from,
        "valid_until": procuration.valid_until,
        "lines": [
            {
                "office": str(line.office),
                "gained": _said(line.gained),
                "lost": _said(line.lost),
                "kept": _said(line.kept),
            }
            for line in told_by(receipt)
        ],
    }


def _said(categories: list[Category]) -> str:
    return ", ".join(str(category.label) for category in categories)

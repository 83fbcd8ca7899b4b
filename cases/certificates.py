"""The certificate of a destruction: numbers, dates, who approved, hashes; nothing of a person."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import translation

from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.models import Certificate, Destruction
from core import clock
from core.choices import Language
from core.context import acting
from documents.actions.papers import seal_pdf
from documents.rendering import render_pdf
from messaging.actions.notify import notify
from messaging.handlers import TwoStep

CERTIFY = "case.certify"
TEMPLATE = "papers/certificate.html"


def render_certificate(certificate_id: UUID, at: datetime) -> bytes:
    """The paper, in the language of who proposed the destruction."""
    with acting("job:retention"):
        certificate = _found(certificate_id)
    language = _language(certificate.destruction)
    with translation.override(language):
        return render_pdf(TEMPLATE, _facts(certificate), language)


def store_certificate(certificate_id: UUID, at: datetime, content: bytes) -> None:
    """Seal it and tell who took part; a second time changes nothing."""
    certificate = Certificate.objects.select_for_update().get(pk=certificate_id)
    if certificate.document_id:
        return
    certificate.document = seal_pdf(
        content,
        title=certificate.number,
        template=TEMPLATE,
        language=_language(certificate.destruction),
        at=at,
    )
    certificate.save()
    record(
        "certificate.sealed",
        kind=Kind.ACT,
        by=None,
        job=CERTIFY,
        at=at,
        cases=[CaseBasis(certificate.case_id)],
        object_id=certificate.pk,
        sha256=certificate.document.sha256,
    )
    for user in _people(certificate.destruction):
        notify(
            user,
            "case.destroyed",
            key=f"case.destroyed:{certificate.pk}",
            at=at,
            url=reverse("cases:certificate", args=[certificate.pk]),
            params={"number": certificate.number},
        )


SEAL_CERTIFICATE = TwoStep(work=render_certificate, store=store_certificate)


def _found(certificate_id: UUID) -> Certificate:
    people = [f"destruction__{event}_by" for event in ("proposed", "approved", "seconded")]
    return Certificate.objects.select_related("destruction", *people).get(pk=certificate_id)


def _language(destruction: Destruction | None) -> str:
    by = destruction.proposed_by if destruction else None
    return by.language if by else Language.FR


def _people(destruction: Destruction | None) -> set[Any]:
    if destruction is None:
        return set()
    return {destruction.proposed_by, destruction.approved_by, destruction.seconded_by} - {None}


def _facts(certificate: Certificate) -> dict[str, Any]:
    """Plain values for the template."""
    found = certificate.destruction
    decided: dict[str, Any] = {}
    if found:
        decided = {
            "ending": found.get_ending_display(),
            "ended_on": found.ended_on,
            "due_on": found.due_on,
            "offered_on": _day(found.offered_at),
            "answer": found.get_answer_display(),
            "archive_day": found.archive_day,
            "reference": found.reference,
            "people": [
                (str(person), _day(moment), role)
                for person, moment, role in (
                    (found.proposed_by, found.proposed_at, ""),
                    (found.approved_by, found.approved_at, found.get_approved_as_display()),
                    (found.seconded_by, found.seconded_at, found.get_seconded_as_display()),
                )
            ],
        }
    return decided | {
        "number": certificate.number,
        "destroyed_on": _day(certificate.destroyed_at),
        "counts": [row for row in sorted(certificate.facts["counts"].items()) if row[1]],
        "papers": certificate.facts["papers"],
        "facts_sha256": certificate.facts_sha256,
        "position": certificate.position,
        "ledger_digest": certificate.ledger_digest,
    }


def _day(moment: datetime | None) -> Any:
    return clock.day_of(moment) if moment else None

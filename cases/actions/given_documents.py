"""Which documents the person gets as they are, and which are held back (P6)."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.access_requests import check_open, locked_request, make_anew
from cases.actions.base import record_act
from cases.handing_out import brought, decisions_on, fingerprint_of
from cases.models import AccessRequest, DocumentDecision
from cases.permissions import require
from core.refusal import Refusal
from core.stale import check_same
from documents.models import Document

# Held back, and why; a document is handed over without a reason.
Given = tuple[bool, str]


@transaction.atomic
def decide_documents(
    request: AccessRequest, *, decided: Mapping[UUID, Given], seen: str, by: User, at: datetime
) -> int:
    """Note what differs from the last decisions, and have her file made anew; returns how many.

    Raises Refusal once the request is answered, for one that is held back without a reason, and
    when somebody else decided since the form was shown.
    """
    request = locked_request(request)
    ground = require("file.hand_out", request.case, by=by, at=at)
    check_open(request)
    last = decisions_on(request.case)
    check_same(seen, fingerprint_of(last))
    noted: list[DocumentDecision] = []
    for document in brought(request.case):
        if document.pk not in decided:
            continue
        is_withheld, reason = _checked(document, decided[document.pk])
        former = last.get(document.pk)
        if former is None or (is_withheld, reason) != (former.is_withheld, former.reason):
            noted.append(
                DocumentDecision.objects.create(
                    case=request.case,
                    document=document,
                    is_withheld=is_withheld,
                    reason=reason,
                    decided_at=at,
                    decided_by=by,
                )
            )
    if noted:
        make_anew(request, noted[-1].pk, at=at)
        record_act(
            "access_request.documents_decided",
            request.case,
            ground,
            by=by,
            at=at,
            object_id=request.pk,
            decided=len(noted),
            withheld=sum(row.is_withheld for row in noted),
        )
    return len(noted)


def _checked(document: Document, given: Given) -> Given:
    """A reason is kept for what is held back, and needed there."""
    is_withheld, reason = given
    if not is_withheld:
        return False, ""
    if not reason.strip():
        raise Refusal(
            _("Dites pourquoi ce document est retenu : la personne lira ce motif."),
            f"reason_{document.pk}",
        )
    return True, reason.strip()

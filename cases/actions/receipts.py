"""The receipt of each change of a consent: a fact at once, a sealed paper soon after (P3)."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import User
from cases.choices import ReceiptKind
from cases.models import Grant, Procuration, Receipt
from messaging.actions.jobs import queue_job

SEAL = "receipt.seal"


def issue_receipt(
    procuration: Procuration,
    kind: ReceiptKind,
    *,
    former: Procuration | None = None,
    taken_back: Iterable[Grant] = (),
    by: User,
    at: datetime,
) -> Receipt:
    """Note the change and queue its paper, in the transaction of the change.

    In the language of the consent; `taken_back` are the grants that a narrowing ended.
    """
    receipt = Receipt.objects.create(
        procuration=procuration,
        kind=kind,
        former=former,
        language=procuration.language,
        issued_at=at,
        issued_by=by,
    )
    for grant in taken_back:
        grant.taken_back = receipt
        grant.save(update_fields=["taken_back"])
    queue_job(SEAL, receipt.pk, key=f"{SEAL}:{receipt.pk}", due_at=at)
    return receipt

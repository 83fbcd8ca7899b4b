"""Sealing: each trace becomes a link of the chain, and the head is anchored outside (P4)."""

from datetime import UTC, datetime

import structlog
from django.db import IntegrityError, transaction

from audit.anchors import Anchor, append_anchor, last_anchor
from audit.chain import START, canonical_forms, digest_of, patience
from audit.models import Trace, TraceSeal
from core.context import acting

BATCH = 500
# A turn ends, so that the schedule goes on; the next one takes what is left.
BATCHES = 20

log = structlog.get_logger(__name__)


def seal_traces(at: datetime) -> int:
    """Seal what is committed and not sealed yet, then anchor the head; returns how many.

    Safe to run twice at once, and to be killed at any moment. Raises OSError where the anchor
    can't be written: what is sealed stays sealed, and the next turn anchors it.
    """
    count = 0
    for _turn in range(BATCHES):
        with acting("job:sealer"):
            sealed = _seal_batch(at)
        with acting("job:sealer"):
            _anchor_head(at)
        count += sealed
        if sealed < BATCH:
            break
    return count


def _seal_batch(at: datetime) -> int:
    """Add the next links. They are made without any lock; only adding them is a transaction."""
    head = TraceSeal.objects.order_by("-position").first()
    waiting = Trace.objects.unsealed(_floor(head)).values_list("pk", flat=True)[:BATCH]
    forms = canonical_forms(waiting)
    position, digest = (head.position, head.digest) if head else (0, START)
    seals = []
    for trace_id in sorted(forms):
        position, digest = position + 1, digest_of(digest, forms[trace_id])
        seals.append(TraceSeal(position=position, trace_id=trace_id, digest=digest, sealed_at=at))
    if not seals:
        return 0
    try:
        with transaction.atomic():
            TraceSeal.objects.bulk_create(seals)
    except IntegrityError:
        # The position or the trace is taken: another sealer was quicker and goes on.
        log.info("audit.seal_taken", position=seals[0].position)
        return 0
    return len(seals)


def _floor(head: TraceSeal | None) -> int:
    """The id up to which every trace is sealed, however late it was committed.

    What is found below it later was put in by hand: it stays unsealed and `audit_verify` names it.
    """
    if head is None:
        return 0
    settled = TraceSeal.objects.filter(sealed_at__lt=head.sealed_at - patience())
    return settled.order_by("-position").values_list("trace", flat=True).first() or 0


def _anchor_head(at: datetime) -> None:
    """Note the head outside the database, unless it is the last one noted."""
    head = TraceSeal.objects.order_by("-position").first()
    last = last_anchor()
    if head and (last is None or (last.position, last.digest) != (head.position, head.digest)):
        append_anchor(Anchor(head.position, head.digest, at.astimezone(UTC).isoformat()))

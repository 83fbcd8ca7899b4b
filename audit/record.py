"""The one way into the audit trail. A trace that can't be written fails what it should trace."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts.models import User
from audit.models import Trace, TraceCase
from audit.texts import EVENTS
from core.context import acting
from core.neutral import neutral


@dataclass(frozen=True)
class CaseBasis:
    """A case and one ground on which it is open: role, mandate and procuration that matched."""

    case_id: UUID
    role: str = ""
    mandate_id: UUID | None = None
    procuration_id: UUID | None = None


def record(
    event: str,
    *,
    kind: str,
    by: User | None,
    at: datetime,
    cases: Iterable[CaseBasis] = (),
    object_id: UUID | None = None,
    job: str = "",
    **details: Any,
) -> Trace:
    """Add one trace with its cases, in the caller's transaction (domain P4).

    `by` is None for a job, which then gives its name. Raises ValueError when a detail is free
    text or the event has no words for the register, IntegrityError when nobody acted.
    """
    if event not in EVENTS:
        raise ValueError(f"No words for the event: {event}")
    with acting("job:trace"), transaction.atomic():
        trace = Trace.objects.create(
            event=event,
            kind=kind,
            actor=by,
            job=job,
            at=at,
            object_id=object_id,
            details=neutral(details),
        )
        TraceCase.objects.bulk_create(
            TraceCase(
                trace=trace,
                case_id=basis.case_id,
                role=basis.role,
                mandate_id=basis.mandate_id,
                procuration_id=basis.procuration_id,
            )
            for basis in cases
        )
    return trace

"""The beats that every act on a case shares: lock the row, and record what was done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from audit.choices import Kind
from audit.record import record
from cases.models import Case
from cases.reading import Ground


def lock(case: Case) -> Case:
    """The case as it stands now, locked until the transaction ends."""
    return Case.objects.select_for_update().get(pk=case.pk)


def record_act(
    event: str,
    case: Case,
    ground: Ground,
    *,
    by: User,
    at: datetime,
    object_id: UUID | None = None,
    **details: Any,
) -> None:
    """Trace an act under the one ground on which it was allowed (G2)."""
    record(
        event,
        kind=Kind.ACT,
        by=by,
        at=at,
        cases=[ground.basis(case)],
        object_id=object_id,
        **details,
    )

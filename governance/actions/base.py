"""The beats that every act on a meeting shares: lock the row, and record what was done."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from accounts.scope import Scope
from audit.choices import Kind
from audit.record import record
from cases.models import Case
from cases.reading import CaseAccess
from governance.models import AgendaItem, Meeting


def lock(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, locked until the transaction ends."""
    return Meeting.objects.select_for_update().get(pk=meeting.pk)


def lock_item(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """The meeting and its item as they stand now; the meeting's lock serves its items too."""
    meeting = Meeting.objects.select_for_update().get(items=item)
    return meeting, AgendaItem.objects.select_related("case").get(pk=item.pk)


def lock_cases(meeting: Meeting) -> None:
    """Lock the cases of the agenda, always in one order: two acts don't block each other."""
    cases = Case.objects.filter(pk__in=meeting.items.values("case"))
    list(cases.select_for_update().order_by("pk").values_list("pk"))


def access_to(item: AgendaItem, scope: Scope) -> CaseAccess | None:
    """What she may read of the item's case; None for an item without one."""
    return CaseAccess.of(item.case, scope) if item.case else None


def record_act(
    event: str,
    scope: Scope,
    *,
    object_id: UUID,
    cases: Iterable[Case | None] = (),
    **details: Any,
) -> None:
    """Trace an act with, for each case it touches, the grounds on which it is open to her (G2)."""
    accesses = [CaseAccess.of(case, scope) for case in cases if case]
    record(
        event,
        kind=Kind.ACT,
        by=scope.user,
        at=scope.at,
        cases=[basis for access in accesses for basis in access.bases()],
        object_id=object_id,
        **details,
    )

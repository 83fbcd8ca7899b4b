"""The beats that every act on a meeting shares: lock the row, and record what was done."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import Http404

from accounts.scope import Scope
from audit.choices import Kind
from audit.record import record
from cases.models import Case
from cases.reading import CaseAccess
from core.context import act_on
from governance.models import AgendaItem, Meeting


def lock(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, locked with its agenda until the transaction ends."""
    locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
    act_on(locked.pk)
    return locked


def lock_item(item: AgendaItem) -> tuple[Meeting, AgendaItem]:
    """The meeting and its item as they stand now; the meeting's lock serves its items too.

    Raises Http404 when the case of the item was shut meanwhile.
    """
    meeting = Meeting.objects.select_for_update().get(items=item)
    act_on(meeting.pk)
    item = AgendaItem.objects.select_related("case").get(pk=item.pk)
    if item.case_id:
        if item.case is None:
            raise Http404
        act_on(item.case_id)
    return meeting, item


def lock_cases(meeting: Meeting) -> None:
    """Lock the cases of the agenda, always in one order: two acts don't block each other.

    They are whole to the act, whoever organises: what ends a meeting ends it for everybody.
    """
    on_agenda = [pk for pk in meeting.items.values_list("case", flat=True) if pk]
    act_on(*on_agenda)
    cases = Case.objects.filter(pk__in=on_agenda)
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

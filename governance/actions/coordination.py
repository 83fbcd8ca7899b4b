"""Acts on a case that concern its meetings too: it ends, or goes to another post (C6, C13).

The acts stand in `cases`; here its place on the agendas to come ends with them.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from accounts.models import CoordinationPost, User
from accounts.scope import Scope
from cases.actions import coordination, triage
from cases.choices import CaseState, Outcome, Path
from cases.models import Case
from core import clock
from governance.actions.base import record_act
from governance.actions.meetings import renumber
from governance.choices import ItemState, MeetingState
from governance.models import AgendaItem, Invitation, Meeting
from governance.workflow import ITEM
from messaging.actions.notify import notify


@transaction.atomic
def triage_case(
    case: Case, *, path: Path, reason: str, due_on: date | None, by: User, at: datetime
) -> Case:
    """As `cases.actions.triage.triage`; « not indicated » also takes it off its agendas."""
    meetings = _lock_meetings(case, at)
    case = triage.triage(case, path=path, reason=reason, due_on=due_on, by=by, at=at)
    if case.state == CaseState.CLOSED:
        _take_off(case, meetings, by=by, at=at)
    return case


@transaction.atomic
def close_case(case: Case, *, outcome: Outcome, by: User, at: datetime) -> Case:
    """As `cases.actions.triage.close_case`, and off the agendas to come; the invited are told."""
    meetings = _lock_meetings(case, at)
    case = triage.close_case(case, outcome=outcome, by=by, at=at)
    _take_off(case, meetings, by=by, at=at)
    return case


@transaction.atomic
def transfer_case(
    case: Case, *, post: CoordinationPost, reason: str, by: User, at: datetime
) -> Case:
    """As `cases.actions.coordination.transfer_case`, and off the agendas of the former post."""
    meetings = [row for row in _lock_meetings(case, at) if row.post_id != post.pk]
    case = coordination.transfer_case(case, post=post, reason=reason, by=by, at=at)
    _take_off(case, meetings, by=by, at=at)
    return case


def _lock_meetings(case: Case, at: datetime) -> list[Meeting]:
    """The meetings to come with the case, locked before it as every act on a meeting does."""
    items = AgendaItem.objects.filter(case=case, state=ItemState.OPEN)
    coming = Meeting.objects.coming().filter(starts_at__gt=at, pk__in=items.values("meeting"))
    return list(coming.select_for_update().order_by("pk"))


def _take_off(case: Case, meetings: Iterable[Meeting], *, by: User, at: datetime) -> None:
    """Off an agenda in preparation; of a convened meeting the item is withdrawn."""
    for meeting in meetings:
        item = meeting.items.get(case=case)
        told = _people_of(item, meeting) - {by}
        if meeting.state == MeetingState.PLANNED:
            event, pk = "meeting.item_removed", item.pk
            item.delete()
            renumber(list(meeting.items.order_by("position")))
        else:
            move = ITEM.check(item.state, "withdraw")
            event, pk = move.event, item.pk
            item.state, item.withdrawn_at, item.withdrawn_by = move.target, at, by
            item.save()
        scope = Scope.of(by, at)
        record_act(event, scope, object_id=pk, cases=[case], meeting=meeting.pk)
        _tell(told, case, meeting, at=at)


def _people_of(item: AgendaItem, meeting: Meeting) -> set[User]:
    """The chair, and who was invited for an office of this item."""
    invited = Invitation.objects.filter(
        meeting=meeting, office__in=item.invitations.values("office"), user__is_active=True
    )
    return {row.user for row in invited.select_related("user")} | {meeting.chair}


def _tell(people: Iterable[User], case: Case, meeting: Meeting, *, at: datetime) -> None:
    """It hangs on no case: the case may be shut to who is told that it is off the agenda."""
    for user in people:
        notify(
            user,
            "item.withdrawn",
            key=f"meeting:{meeting.pk}:withdrawn:{case.pk}",
            at=at,
            url=reverse("governance:meeting", args=[meeting.pk]),
            params={"number": case.number, "meeting_on": clock.day_of(meeting.starts_at)},
        )

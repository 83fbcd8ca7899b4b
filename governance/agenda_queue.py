"""What waits for an agenda: cases triaged to this kind of meeting, and points carried over."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.scope import Scope
from cases.choices import CaseState, FollowUpResult
from cases.models import Case, FollowUp, Procuration
from governance.choices import ItemState, MeetingState
from governance.models import AgendaItem, Meeting, MeetingKind


def waiting_cases(scope: Scope, kinds: Iterable[Any]) -> QuerySet[Any]:
    """Cases that she sees, triaged to such a meeting and on no agenda; postponed ones wait again.

    The kinds of meetings, by their codes: those of the paths that lead to them (C6). A case waits
    for any kind where its last review asks for a meeting, `asks_meeting`, until one has treated it.
    """
    reviews = FollowUp.objects.filter(
        case=OuterRef("case"), reviewed_at__gt=OuterRef("reviewed_at")
    )
    asks = FollowUp.objects.filter(~Exists(reviews), result=FollowUpResult.MEETING)
    later = asks.filter(case=OuterRef("case"), reviewed_at__gt=OuterRef("decided_at"))
    # Until its minutes are adopted, a meeting has not done with its cases.
    is_current = Q(meeting__closed_at=None) | ~Exists(later)
    taken_up = AgendaItem.objects.taken_up().filter(is_current, case=OuterRef("pk"))
    cases = Case.objects.visible_to(scope).filter(
        # Without a consent in force nobody can be invited, and nothing may be said.
        Exists(Procuration.objects.live(scope.day).filter(case=OuterRef("pk"))),
        ~Exists(taken_up),
        state=CaseState.TRIAGED,
    )
    cases = cases.annotate(asks_meeting=Exists(asks.filter(case=OuterRef("pk"))))
    return cases.filter(Q(path__in=kinds) | Q(asks_meeting=True))


def waiting_for_posts(scope: Scope) -> QuerySet[Any]:
    """What waits for the posts that she holds, whatever the kind of meeting."""
    kinds = MeetingKind.objects.filter(has_cases=True).order_by().values("code")
    waiting = waiting_cases(scope, kinds).filter(post__in=list(scope.posts))
    return waiting.order_by("path_due_on", "number")


def waiting_for(meeting: Meeting, scope: Scope) -> QuerySet[Any]:
    """The cases that this meeting may take up, the most urgent first."""
    waiting = waiting_cases(scope, [meeting.kind_id]).filter(post=meeting.post)
    if not meeting.kind.has_cases:
        waiting = waiting.none()
    return waiting.select_related("client", "home_office").order_by("path_due_on", "number")


def carried_over(meeting: Meeting) -> list[str]:
    """Titles of points without a case that an earlier meeting of the same kind postponed (S5)."""
    series = {"meeting__kind": meeting.kind, "meeting__post": meeting.post}
    later = AgendaItem.objects.filter(
        title=OuterRef("title"),
        meeting__starts_at__gt=OuterRef("meeting__starts_at"),
        **series,
    )
    items = AgendaItem.objects.filter(
        ~Exists(later.exclude(meeting__state=MeetingState.CANCELLED)),
        case=None,
        state=ItemState.POSTPONED,
        meeting__state=MeetingState.CLOSED,
        meeting__starts_at__lt=meeting.starts_at,
        **series,
    )
    return list(
        items.order_by("meeting__starts_at", "meeting", "position").values_list("title", flat=True)
    )

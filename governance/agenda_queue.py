"""What waits for an agenda: cases triaged to this kind of meeting, and points carried over."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.scope import Scope
from cases.choices import CaseState, FollowUpResult
from cases.models import Case, FollowUp, Procuration
from governance.choices import ItemState, MeetingState
from governance.models import AgendaItem, Meeting, MeetingKind


def off_agenda(kinds: Iterable[Any]) -> Q:
    """Triaged to such a meeting and on no agenda since; a postponed case waits again.

    The kinds of meetings, by their codes: those of the paths that lead to them (C6).
    """
    since = AgendaItem.objects.taken_up().filter(
        case=OuterRef("pk"), meeting__starts_at__gte=OuterRef("triaged_at")
    )
    return Q(~Exists(since), path__in=kinds)


def asked_by_review() -> Exists:
    """The last review asks for a meeting of any kind, until one has treated the case (C12)."""
    later = FollowUp.objects.filter(case=OuterRef("case"), reviewed_at__gt=OuterRef("reviewed_at"))
    # Until its minutes are adopted, a meeting has not done with its cases.
    treats = Q(meeting__closed_at=None) | Q(decided_at__gte=OuterRef("reviewed_at"))
    treated = AgendaItem.objects.taken_up().filter(treats, case=OuterRef("case"))
    asking = FollowUp.objects.filter(case=OuterRef("pk"), result=FollowUpResult.MEETING)
    return Exists(asking.filter(~Exists(later), ~Exists(treated)))


def consented(scope: Scope) -> Exists:
    """Without a consent in force nobody can be invited or asked, and nothing may be said."""
    return Exists(Procuration.objects.live(scope.day).filter(case=OuterRef("pk")))


def waiting_cases(scope: Scope, kinds: Iterable[Any]) -> QuerySet[Any]:
    """The cases that she sees and that wait for a meeting of these kinds.

    `asks_meeting` says that the last review asks for it, whatever the kind.
    """
    cases = Case.objects.visible_to(scope).filter(consented(scope), state=CaseState.TRIAGED)
    cases = cases.annotate(asks_meeting=asked_by_review())
    return cases.filter(off_agenda(kinds) | Q(asks_meeting=True))


def to_meet_again(scope: Scope) -> QuerySet[Any]:
    """The cases at her posts whose last review asks for a meeting."""
    return waiting_for_posts(scope).filter(asks_meeting=True)


def case_meetings() -> QuerySet[Any]:
    """The codes of the kinds of meetings that treat cases; each is a path, too."""
    return MeetingKind.objects.filter(has_cases=True).order_by().values("code")


def waiting_for_posts(scope: Scope) -> QuerySet[Any]:
    """What waits for the posts that she holds, whatever the kind of meeting."""
    waiting = waiting_cases(scope, case_meetings()).filter(post__in=list(scope.posts))
    return waiting.order_by("path_due_on", "number")


def waiting_for(meeting: Meeting, scope: Scope) -> QuerySet[Any]:
    """The cases that this meeting may take up, the most urgent first."""
    waiting = waiting_cases(scope, [meeting.kind_id]).filter(post=meeting.post)
    if not meeting.kind.has_cases:
        waiting = waiting.none()
    return waiting.select_related("client", "home_office").order_by("path_due_on", "number")


def sittings_ahead(scope: Scope) -> list[Meeting]:
    """The meetings in preparation that she organises and that treat cases, the next ones first."""
    rows = Meeting.objects.organised_by(scope).filter(
        state=MeetingState.PLANNED, starts_at__gt=scope.at, kind__has_cases=True
    )
    return list(rows.select_related("kind", "post").order_by("starts_at", "pk"))


def next_sitting(case: Case, kind: str, ahead: Iterable[Meeting]) -> Meeting | None:
    """The first of these for the case: of its post, else of its region."""
    fitting = [row for row in ahead if row.kind_id == kind]
    of_post = [row for row in fitting if row.post_id == case.post_id]
    of_region = [row for row in fitting if row.post.region_id == case.region_id]
    return next(iter(of_post or of_region), None)


def places_on_agendas(scope: Scope, cases: Iterable[Case]) -> dict[UUID, Meeting]:
    """The coming meeting on whose agenda each of these cases stands, as far as she sees it."""
    items = (
        AgendaItem.objects.visible_to(scope)
        .taken_up()
        .filter(case__in=[case.pk for case in cases], meeting__in=Meeting.objects.coming())
    )
    items = items.select_related("meeting__kind").order_by("-meeting__starts_at")
    return {item.case_id: item.meeting for item in items if item.case_id}


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

"""The personal calendar: her meetings and due dates, by kind and number alone (C15, P9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.text import capfirst
from icalendar import Event

from accounts.models import CalendarKey, User
from accounts.scope import Scope
from cases.models import Case
from cases.reading import CaseAccess
from cii.waiting import waiting
from cii.waiting_rows import Waiting, WaitingKind
from core.calendar_file import day_entry, empty_calendar
from governance.calendar import event_of
from governance.choices import MeetingState
from governance.models import Meeting

# A due date is one entry, however often the calendar is fetched.
ENTRIES = UUID("0f4c4f86-6d0b-5a57-9d3c-2f1f3a9d5c11")
PAST = timedelta(days=31)
MOST_MEETINGS = 500


@dataclass(frozen=True)
class Feed:
    """A calendar file, and the cases whose number stands in it."""

    content: bytes
    accesses: list[CaseAccess]


def owner_of(token: str) -> User | None:
    """Whose calendar it is; None for an unknown or revoked token, and for an ended account."""
    key = CalendarKey.objects.of_token(token).select_related("user").first()
    return key.user if key else None


def feed_of(scope: Scope) -> Feed:
    """Her calendar as it is now; what is shut to her meanwhile is gone at the next request."""
    # An invitation is an entry of its own already: the meeting.
    rows = [row for row in waiting(scope) if row.kind != WaitingKind.INVITATION]
    shown = {row.case_id for row in rows if row.case_id and row.due_on}
    cases = Case.objects.visible_to(scope).filter(pk__in=shown)
    accesses = CaseAccess.of_all(cases, scope)
    numbers: dict[UUID | None, str] = {seen.case.pk: seen.case.number for seen in accesses}
    calendar = empty_calendar()
    for row in rows:
        if row.due_on:
            calendar.add_component(_due(row, row.due_on, numbers.get(row.case_id, ""), scope.at))
    for event in _meetings(scope):
        calendar.add_component(event)
    return Feed(calendar.to_ical(), accesses)


def _due(row: Waiting, day: date, number: str, at: datetime) -> Event:
    """A day on which something is due: kind and case number, with a link behind the login."""
    kind = capfirst(row.kind_label)
    summary = f"{kind} · {number}" if number else kind
    event = day_entry(str(uuid5(ENTRIES, f"{row.kind} {row.url}")), day, summary, at=at)
    event.add("url", settings.BASE_URL + row.url)
    return event


def _meetings(scope: Scope) -> Iterator[Event]:
    rows = Meeting.objects.visible_to(scope).exclude(state=MeetingState.CANCELLED)
    rows = rows.filter(starts_at__gt=scope.at - PAST).select_related("kind")
    for meeting in rows.order_by("starts_at", "pk")[:MOST_MEETINGS]:
        event = event_of(meeting, title=str(meeting.kind), at=scope.at)
        is_planned = meeting.state == MeetingState.PLANNED
        event.add("status", "TENTATIVE" if is_planned else "CONFIRMED")
        link = reverse("governance:meeting", args=[meeting.pk])
        event.add("url", settings.BASE_URL + link)
        yield event

"""The calendar entry of a meeting: kind, place, time and a link, nothing of any case (S3, P9)."""

from datetime import UTC, datetime

from icalendar import Event, vCalAddress, vText

from accounts.models import User
from core.calendar_file import empty_calendar, sender_address, uid
from governance.models import Meeting

REQUEST = "REQUEST"
CANCEL = "CANCEL"


def calendar_of(
    meeting: Meeting, *, method: str, to: User, title: str, text: str, at: datetime
) -> str:
    """The entry as sent to one person; `REQUEST` puts it in her calendar, `CANCEL` takes it out."""
    event = event_of(meeting, title=title, at=at)
    event.add("description", text)
    event.add("sequence", 1 if method == CANCEL else 0)
    event.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    event.add("organizer", vCalAddress(f"mailto:{sender_address()}"))
    attendee = vCalAddress(f"mailto:{to.email}")
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    event.add("attendee", attendee, encode=False)
    calendar = empty_calendar()
    calendar.add("method", method)
    calendar.add_component(event)
    return calendar.to_ical().decode()


def event_of(meeting: Meeting, *, title: str, at: datetime) -> Event:
    """A meeting by its kind, place and time; everywhere under the same identifier."""
    event = Event()
    event.add("uid", uid(str(meeting.pk)))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", title)
    event.add("location", meeting.place)
    return event

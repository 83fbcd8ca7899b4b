"""Calendar files: what each of them begins with, and a day that is entered in one."""

from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from icalendar import Calendar, Event

ONE_DAY = timedelta(days=1)


def empty_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//CII Valais//CII//FR")
    calendar.add("version", "2.0")
    return calendar


def day_entry(key: str, day: date, summary: str, *, at: datetime) -> Event:
    """A whole day that leaves its owner free; the same key is the same entry, however often it is
    fetched.
    """
    event = Event()
    event.add("uid", uid(key))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + ONE_DAY)
    event.add("summary", summary)
    event.add("transp", "TRANSPARENT")
    return event


def uid(key: str) -> str:
    return f"{key}@{sender_address().rpartition('@')[2]}"


def sender_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]

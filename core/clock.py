"""The one clock. The demo and the tests move it; nothing else asks the system for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, aware."""
    return _moment.get() or timezone.now()


def today() -> date:
    """The present day in the time zone of the office (Europe/Zurich)."""
    return day_of(now())


def day_of(moment: datetime) -> date:
    """The day on which an aware moment falls in the time zone of the office."""
    return timezone.localdate(moment, timezone=timezone.get_default_timezone())


def start_of(day: date) -> datetime:
    """The first moment of a day in the time zone of the office, aware."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


@contextmanager
def at(moment: datetime) -> Iterator[datetime]:
    """Stop the clock at an aware moment inside the block. Raises ValueError for a naive one."""
    if timezone.is_naive(moment):
        raise ValueError("The clock needs an aware moment.")
    token = _moment.set(moment)
    try:
        yield moment
    finally:
        _moment.reset(token)

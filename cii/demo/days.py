"""Days and hours at which the invented people work."""

from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.reference.closures import YEARLY, YEARS
from core.working_days import add_working_days, is_working_day

CLOSURES = frozenset(date(year, month, day) for year in YEARS for month, day, _name in YEARLY)
ZONE = ZoneInfo(settings.TIME_ZONE)
ONE_DAY = timedelta(days=1)


def dice(seed: int, *parts: object) -> Random:
    """Chance that is the same for the same seed and occasion, whatever else the story holds."""
    return Random(":".join(map(str, (seed, *parts))))  # noqa: S311  (a story, not a secret)


def midnight(day: date) -> datetime:
    """The first moment of a day in Valais."""
    return datetime.combine(day, time.min, ZONE)


def hour(day: date, hours: int, minutes: int = 0) -> datetime:
    """A moment of a day in Valais."""
    return datetime.combine(day, time(hours, minutes), ZONE)


def office_hour(chance: Random, day: date, first: int = 8, last: int = 16) -> datetime:
    """Some moment of a working day."""
    return hour(day, chance.randint(first, last), chance.randrange(0, 60, 5))


def later(chance: Random, day: date, fewest: int, most: int) -> date:
    """Some working days after a day."""
    return add_working_days(day, chance.randint(fewest, most), CLOSURES)


def earlier(day: date, number: int) -> date:
    """The working day that lies so many working days before; zero moves back to one."""
    while number or not is_working_day(day, CLOSURES):
        day -= ONE_DAY
        if is_working_day(day, CLOSURES):
            number = max(0, number - 1)
    return day

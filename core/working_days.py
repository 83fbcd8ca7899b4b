"""Working days of Valais: no weekend, no public holiday, no office closure (domain C7, C12)."""

from collections.abc import Collection
from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@cache
def _holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("CH", subdiv="VS", years=year))


def is_working_day(day: date, closures: Collection[date] = ()) -> bool:
    """Whether the offices work on that day; `closures` are further closed days."""
    return day.weekday() < SATURDAY and day not in _holidays(day.year) and day not in closures


def next_working_day(day: date, closures: Collection[date] = ()) -> date:
    """That day itself when it is worked, else the first one after it."""
    while not is_working_day(day, closures):
        day += ONE_DAY
    return day


def working_days_before(day: date, number: int, closures: Collection[date] = ()) -> date:
    """The working day that lies `number` working days before that day, or before the last one
    worked until then; zero is that one itself."""
    while not is_working_day(day, closures):
        day -= ONE_DAY
    for _ in range(number):
        day -= ONE_DAY
        while not is_working_day(day, closures):
            day -= ONE_DAY
    return day


def working_days_between(first: date, last: date, closures: Collection[date] = ()) -> int:
    """How many working days follow `first`, up to and with `last`; negative where it is before."""
    if last < first:
        return -working_days_between(last, first, closures)
    days = (first + ONE_DAY * n for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, closures) for day in days)


def add_working_days(day: date, number: int, closures: Collection[date] = ()) -> date:
    """The `number`-th working day after that day, which itself does not count.

    Raises ValueError for a negative number. Zero moves to the next working day.
    """
    if number < 0:
        raise ValueError("Working days are counted forward only.")
    for _ in range(number):
        day = next_working_day(day + ONE_DAY, closures)
    return next_working_day(day, closures)

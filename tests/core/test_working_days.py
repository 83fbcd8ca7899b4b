from datetime import date

import pytest

from core.working_days import add_working_days, is_working_day, next_working_day


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 1),
        date(2026, 3, 19),  # Saint Joseph
        date(2026, 5, 14),  # Ascension
        date(2026, 6, 4),  # Corpus Christi
        date(2026, 8, 1),
        date(2026, 12, 8),  # Immaculate Conception
        date(2026, 12, 25),
        date(2026, 11, 21),  # Saturday
        date(2026, 11, 22),  # Sunday
    ],
)
def test_weekends_and_valais_holidays_are_not_worked(day):
    assert not is_working_day(day)


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 4, 3), date(2028, 2, 29)])
def test_other_weekdays_are_worked(day):
    assert is_working_day(day)


def test_next_working_day_is_the_day_itself_when_it_is_worked():
    assert next_working_day(date(2026, 11, 23)) == date(2026, 11, 23)


def test_next_working_day_passes_over_the_year_end():
    closures = {date(2027, 1, 4)}
    # Friday 1 January, the weekend, and an office closure.
    assert next_working_day(date(2027, 1, 1), closures) == date(2027, 1, 5)


def test_ten_working_days_over_christmas_and_a_closure():
    closures = {date(2026, 12, day) for day in (28, 29, 30, 31)}
    assert add_working_days(date(2026, 12, 18), 10, closures) == date(2027, 1, 11)


def test_day_of_departure_does_not_count():
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)
    assert add_working_days(date(2026, 11, 21), 1) == date(2026, 11, 23)


def test_no_working_day_at_all_moves_to_the_next_one():
    assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 23)


def test_leap_day_counts():
    assert add_working_days(date(2028, 2, 28), 2) == date(2028, 3, 1)


def test_counting_backward_is_refused():
    with pytest.raises(ValueError, match="forward"):
        add_working_days(date(2026, 1, 1), -1)

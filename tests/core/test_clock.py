from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from core import clock


def test_clock_stands_still_inside_the_block_and_goes_on_after_it():
    moment = datetime(2026, 3, 12, 9, tzinfo=UTC)
    with clock.at(moment):
        assert clock.now() == moment
        with clock.at(moment + timedelta(days=1)):
            assert clock.today() == date(2026, 3, 13)
        assert clock.today() == date(2026, 3, 12)
    assert abs(clock.now() - timezone.now()) < timedelta(minutes=1)


def test_today_is_the_day_in_the_valais_and_not_in_utc():
    with clock.at(datetime(2026, 12, 31, 23, 30, tzinfo=UTC)):
        assert clock.today() == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 3, 28)),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_days_begin_at_local_midnight_around_both_clock_changes(moment, day):
    assert clock.day_of(moment) == day


def test_today_does_not_follow_the_time_zone_of_a_visitor():
    with clock.at(datetime(2026, 6, 1, 0, 30, tzinfo=UTC)), timezone.override("America/New_York"):
        assert clock.today() == date(2026, 6, 1)


def test_naive_moment_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(datetime(2026, 1, 1)):
        pass

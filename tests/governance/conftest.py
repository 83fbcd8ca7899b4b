from datetime import UTC, datetime, timedelta

import pytest

from core import clock

NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.at(NOW):
        yield


@pytest.fixture
def later():
    """The moment of the meeting, an hour after it began."""
    return NOW + timedelta(days=10, hours=1)


@pytest.fixture
def as_(client, cast):
    """A browser signed in as one of the cast."""

    def sign_in(key):
        client.force_login(cast[key])
        return client

    return sign_in

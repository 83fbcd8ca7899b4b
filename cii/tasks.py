"""What the schedule runs."""

from cii.digest import send_digests
from core import clock


def tell_the_day() -> int:
    """Send the digests that are due; harmless when run twice."""
    return send_digests(clock.now())

"""What the schedule runs."""

from cases.actions.follow_ups import send_reminders
from core import clock


def remind_follow_ups() -> int:
    """Send the reminders that are due; harmless when run twice."""
    return send_reminders(clock.now())

"""What the schedule runs."""

from accounts.actions.submissions import forget_submissions
from core import clock


def forget_old_submissions() -> int:
    """Forms are sent again within minutes or never."""
    return forget_submissions(clock.now())

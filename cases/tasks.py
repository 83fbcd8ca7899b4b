from celery import shared_task

from cases.actions.follow_ups import send_reminders
from core import clock


@shared_task(name="cases.remind_follow_ups")
def remind_follow_ups() -> int:
    """Send the reminders that are due; runs on the schedule, harmless when run twice."""
    return send_reminders(clock.now())

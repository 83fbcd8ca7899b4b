"""What runs by itself, and how often: plain intervals, "due" is decided in SQL.

Every entry is safe to run twice at once and to be killed at any moment. Celery beat runs the
table where Redis is configured, a thread of the web process otherwise.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from accounts.tasks import forget_old_submissions
from audit.tasks import seal_new_traces
from cases.tasks import (
    announce_ending_consents,
    ask_for_results,
    remind_aid_requests,
    remind_disputes,
    remind_follow_ups,
    remind_requests,
    watch_retention,
)
from cii.tasks import tell_the_day
from documents.tasks import remove_orphans
from messaging.tasks import run_due_jobs


@dataclass(frozen=True)
class Entry:
    """One line of the schedule: run this function every so often."""

    every: timedelta
    run: Callable[[], object]


SCHEDULE: dict[str, Entry] = {
    "outbox": Entry(timedelta(seconds=settings.SWEEP_SECONDS), run_due_jobs),
    "seals": Entry(timedelta(seconds=settings.SEAL_SECONDS), seal_new_traces),
    "follow_ups": Entry(timedelta(seconds=settings.REMIND_SECONDS), remind_follow_ups),
    "requests": Entry(timedelta(seconds=settings.REMIND_SECONDS), remind_requests),
    "aid_requests": Entry(timedelta(seconds=settings.REMIND_SECONDS), remind_aid_requests),
    "disputes": Entry(timedelta(seconds=settings.REMIND_SECONDS), remind_disputes),
    "procurations": Entry(timedelta(seconds=settings.REMIND_SECONDS), announce_ending_consents),
    "digests": Entry(timedelta(seconds=settings.REMIND_SECONDS), tell_the_day),
    "results": Entry(timedelta(hours=1), ask_for_results),
    "retention": Entry(timedelta(hours=1), watch_retention),
    "orphans": Entry(timedelta(hours=1), remove_orphans),
    "submissions": Entry(timedelta(hours=1), forget_old_submissions),
}

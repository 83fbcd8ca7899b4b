"""Runs what is due. May be killed at any moment: nothing is lost, nothing counts twice (QR2).

A job is taken with a lease that is committed before it runs, so that a worker that dies leaves a
row which is due again; its effects and its end are one transaction, which only the holder of the
lease can commit.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from core import clock
from core.context import acting
from messaging.handlers import Handler, TwoStep, handler_of
from messaging.models import Job

FIRST_PAUSE = timedelta(seconds=15)
MAX_ATTEMPTS = 8
SWEEPER = "job:sweeper"

logger = logging.getLogger(__name__)


class LeaseLost(Exception):
    """Another worker took the job over while this one was running it."""


def sweep(at: datetime | None = None, limit: int | None = None) -> int:
    """Run due jobs until none is left or `limit` have run; returns how many were taken.

    `at` stands for the present moment when given, else the clock is asked for each job.
    """
    count = 0
    while limit is None or count < limit:
        moment = at or clock.now()
        job = _claim(moment)
        if job is None:
            break
        _run(job, moment)
        count += 1
    return count


def _claim(at: datetime) -> Job | None:
    with acting(SWEEPER), transaction.atomic():
        # SQLite ignores the lock: its transaction holds the whole database from the start.
        job = Job.objects.due(at).select_for_update(skip_locked=True).first()
        if job is None:
            return None
        job.attempts += 1
        job.leased_until = at + timedelta(seconds=settings.LEASE_SECONDS)
        job.save(update_fields=["attempts", "leased_until"])
    return job


def _run(job: Job, at: datetime) -> None:
    if job.attempts > MAX_ATTEMPTS:
        # No attempt ended with an error: each time the worker died of it.
        _put_back(job, "WorkerDied", at)
        return
    try:
        _execute(job, handler_of(job.kind), at)
    except LeaseLost:
        logger.warning("job %s was taken over", job.id)
    except Exception as error:
        # Only the class: a message may quote what must not reach the logs.
        logger.warning("job %s (%s) failed: %s", job.id, job.kind, type(error).__name__)
        _put_back(job, type(error).__name__, at)


def _execute(job: Job, handler: Handler, at: datetime) -> None:
    if isinstance(handler, TwoStep):
        result = handler.work(job.object_id, at)
        with acting(SWEEPER), transaction.atomic():
            _finish(job, at)
            handler.store(job.object_id, at, result)
    else:
        with acting(SWEEPER), transaction.atomic():
            _finish(job, at)
            handler(job.object_id, at)


def _finish(job: Job, at: datetime) -> None:
    held = Job.objects.filter(id=job.id, leased_until=job.leased_until, done_at=None)
    if not held.update(done_at=at, leased_until=None, error=""):
        raise LeaseLost


def _put_back(job: Job, error: str, at: datetime) -> None:
    held = Job.objects.filter(id=job.id, leased_until=job.leased_until, done_at=None)
    with acting(SWEEPER):
        if job.attempts >= MAX_ATTEMPTS:
            held.update(failed_at=at, leased_until=None, error=error)
        else:
            pause = FIRST_PAUSE * 2 ** (job.attempts - 1)
            held.update(leased_until=at + pause, error=error)

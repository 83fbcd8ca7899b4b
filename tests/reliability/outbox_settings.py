"""The project's settings for a worker that runs the jobs of these tests."""

from cii.settings import *  # noqa: F403

JOB_HANDLERS = "tests.reliability.outbox_jobs.HANDLERS"
NOTICES = "tests.reliability.outbox_jobs.NOTICES"
SWEEP_SECONDS = 1
# A test can't wait a minute for the job of a dead worker.
LEASE_SECONDS = 3

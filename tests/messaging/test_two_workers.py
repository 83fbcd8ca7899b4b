from datetime import UTC, datetime
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection

from audit.choices import Kind
from audit.models import Trace
from audit.record import record
from messaging.actions.jobs import queue_job
from messaging.models import Job
from messaging.sweeper import sweep

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)


def note(object_id, at):
    record("minutes.sealed", kind=Kind.ACT, by=None, job="note", at=at, object_id=object_id)


HANDLERS = {"note": note}


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_run_each_job_once(settings):
    settings.JOB_HANDLERS = f"{__name__}.HANDLERS"
    jobs = 60
    for number in range(jobs):
        queue_job("note", UUID(int=number), key=str(number), due_at=AT)
    taken = []

    def work():
        taken.append(sweep(AT))
        connection.close()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(taken) == jobs
    assert Job.objects.filter(attempts=1, done_at=AT).count() == jobs
    assert Trace.objects.values("object_id").distinct().count() == Trace.objects.count() == jobs

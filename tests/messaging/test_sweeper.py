from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.core.management import call_command
from django.db import IntegrityError

from accounts.models import Closure
from messaging import sweeper
from messaging.actions.jobs import queue_job
from messaging.handlers import TwoStep
from messaging.models import Job
from messaging.sweeper import FIRST_PAUSE, MAX_ATTEMPTS, sweep
from messaging.tasks import run_due_jobs

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
LEASE = timedelta(seconds=60)
OBJECT = UUID(int=7)
ran: list[UUID] = []
pytestmark = pytest.mark.django_db


def note(object_id, at):
    ran.append(object_id)
    Closure.objects.create(day=at.date(), name="effect")


def fail(object_id, at):
    Closure.objects.create(day=at.date(), name="half")
    raise RuntimeError("Jean Dupont")


def steal(object_id, at):
    """Stands for a worker so slow that another one took the job over meanwhile."""
    Job.objects.update(leased_until=at + 2 * LEASE)
    return "result"


def keep(object_id, at, result):
    Closure.objects.create(day=at.date(), name=result)


HANDLERS = {
    "note": note,
    "fail": fail,
    "two": TwoStep(work=lambda object_id, at: "made", store=keep),
    "slow": TwoStep(work=steal, store=keep),
}


@pytest.fixture(autouse=True)
def _handlers(settings):
    settings.JOB_HANDLERS = f"{__name__}.HANDLERS"
    settings.LEASE_SECONDS = 60
    ran.clear()


def queue(kind="note", key="k", due_at=AT):
    return queue_job(kind, OBJECT, key=key, due_at=due_at)


def test_due_job_runs_once():
    job = queue()
    assert sweep(AT) == 1
    assert sweep(AT) == 0
    assert ran == [OBJECT]
    job.refresh_from_db()
    assert (job.done_at, job.leased_until, job.attempts) == (AT, None, 1)


def test_job_waits_for_its_day():
    queue(due_at=AT + timedelta(seconds=1))
    assert sweep(AT) == 0


def test_same_key_is_the_same_job_even_when_done():
    job = queue()
    sweep(AT)
    assert queue() == job
    assert sweep(AT) == 0


def test_limit_bounds_a_pass_and_the_oldest_goes_first():
    for number in range(3):
        queue_job("note", UUID(int=number), key=str(number), due_at=AT - timedelta(hours=number))
    assert sweep(AT, limit=2) == 2
    assert ran == [UUID(int=2), UUID(int=1)]


def test_job_of_a_dead_worker_is_due_again_when_its_lease_ends():
    job = queue()
    assert sweeper._claim(AT) == job
    assert sweep(AT + LEASE - timedelta(seconds=1)) == 0
    assert sweep(AT + LEASE) == 1
    job.refresh_from_db()
    assert (job.done_at, job.attempts) == (AT + LEASE, 2)


def test_effects_of_a_failed_job_are_undone_and_it_comes_again_later_and_later():
    job = queue("fail")
    moment, pause = AT, FIRST_PAUSE
    for attempt in range(1, MAX_ATTEMPTS):
        assert sweep(moment) == 1
        assert sweep(moment + pause - timedelta(seconds=1)) == 0
        job.refresh_from_db()
        assert (job.attempts, job.failed_at) == (attempt, None)
        moment, pause = moment + pause, 2 * pause
    assert sweep(moment) == 1
    job.refresh_from_db()
    assert (job.failed_at, job.attempts) == (moment, MAX_ATTEMPTS)
    assert list(Job.objects.failed()) == [job]
    assert sweep(moment + timedelta(days=1)) == 0
    assert not Closure.objects.exists()


def test_failure_keeps_the_class_of_the_error_and_nothing_personal(caplog):
    job = queue("fail")
    sweep(AT)
    job.refresh_from_db()
    assert job.error == "RuntimeError"
    assert "Dupont" not in caplog.text


def test_failed_job_does_not_hold_up_the_others():
    queue("fail", key="a", due_at=AT - timedelta(days=1))
    queue("note", key="b")
    assert sweep(AT) == 2
    assert ran == [OBJECT]


def test_job_of_an_unknown_kind_is_put_back():
    job = queue("moon")
    sweep(AT)
    job.refresh_from_db()
    assert (job.error, job.done_at) == ("KeyError", None)


def test_job_that_kills_its_worker_is_given_up(settings):
    job = queue()
    Job.objects.update(attempts=MAX_ATTEMPTS)
    sweep(AT)
    job.refresh_from_db()
    assert (job.failed_at, job.error) == (AT, "WorkerDied")
    assert ran == []


def test_work_in_two_steps_is_stored_with_the_end_of_the_job():
    queue("two")
    sweep(AT)
    assert Closure.objects.get().name == "made"
    assert Job.objects.get().done_at == AT


def test_work_of_who_lost_the_lease_is_not_stored():
    queue("slow")
    sweep(AT)
    assert not Closure.objects.exists()
    assert Job.objects.get().done_at is None


def test_job_ends_one_way_only():
    job = queue()
    with pytest.raises(IntegrityError):
        Job.objects.filter(id=job.id).update(done_at=AT, failed_at=AT)


def test_command_and_schedule_run_what_is_due(capsys):
    queue("two", key="a")
    queue("fail", key="b")
    call_command("sweep")
    assert capsys.readouterr().out == "2 jobs\n"
    assert run_due_jobs() == 0

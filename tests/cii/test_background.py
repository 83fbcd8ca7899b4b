import threading
import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cii.background import keep_schedule, start
from cii.celery import app
from cii.schedule import SCHEDULE, Entry
from messaging.models import Job


@pytest.fixture
def schedule(monkeypatch):
    entries: dict[str, Entry] = {}
    monkeypatch.setattr("cii.background.SCHEDULE", entries)
    # The connections of a test stay open.
    monkeypatch.setattr("cii.background.close_old_connections", lambda: None)
    return entries


def test_an_entry_that_fails_says_so_without_its_words_and_the_others_go_on(schedule, caplog):
    stop = threading.Event()
    turns = []

    def fail():
        raise ValueError("Madame Exemple")

    def count():
        turns.append(1)
        if len(turns) == 3:
            stop.set()

    schedule["faulty"] = Entry(timedelta(milliseconds=1), fail)
    schedule["sound"] = Entry(timedelta(milliseconds=1), count)
    keep_schedule(stop)
    assert len(turns) == 3
    assert "Madame" not in caplog.text


def test_an_entry_waits_for_its_interval(schedule):
    turns = []
    schedule["hourly"] = Entry(timedelta(hours=1), lambda: turns.append(1))
    stop = threading.Event()
    thread = threading.Thread(target=keep_schedule, args=[stop])
    thread.start()
    time.sleep(0.2)
    stop.set()
    thread.join(5)
    assert turns == [1]


def test_no_thread_where_celery_keeps_the_schedule(settings):
    settings.REDIS_URL = "redis://localhost:1/0"
    assert start() is None


def test_celery_keeps_the_same_schedule():
    beat = app.conf.beat_schedule
    assert {name: entry["args"] for name, entry in beat.items()} == {
        name: [name] for name in SCHEDULE
    }
    for name, entry in SCHEDULE.items():
        assert beat[name]["schedule"].run_every == entry.every
        assert beat[name]["options"]["expires"] == entry.every.total_seconds()
    assert app.conf.task_ignore_result


@pytest.mark.processes
def test_real_processes_take_up_what_a_request_left_in_the_outbox(background):
    job = Job.objects.create(kind="unknown", object_id=uuid4(), key="left", due_at=timezone.now())
    background.start()
    end = time.monotonic() + 40
    while time.monotonic() < end:
        job.refresh_from_db()
        if job.attempts:
            break
        time.sleep(0.2)
    assert job.attempts == 1, background.log.read_text()

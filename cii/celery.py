"""Celery runs the schedule where Redis is configured; Redis holds nothing that matters.

A web request never publishes: beat sends the name of an entry, the worker runs it.
"""

import os

import django
from celery import Celery
from celery.schedules import schedule
from celery.signals import setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cii.settings")
django.setup()

# The schedule names functions of the apps, which can be imported from here on.
from cii.background import run_entry  # noqa: E402
from cii.schedule import SCHEDULE  # noqa: E402

app = Celery("cii")
app.config_from_object("django.conf:settings", namespace="CELERY")


@setup_logging.connect
def _keep_logging_of_the_settings(**kwargs: object) -> None:
    """Without a receiver Celery would replace the settings' LOGGING by its own."""


@app.task(name="schedule.run")
def run_scheduled(entry: str) -> None:
    """Run one entry of the schedule, by its name."""
    run_entry(entry)


app.conf.beat_schedule = {
    name: {
        "task": run_scheduled.name,
        "args": [name],
        "schedule": schedule(entry.every),
        # A worker that was away finds one turn waiting, not an hour of them.
        "options": {"expires": entry.every.total_seconds()},
    }
    for name, entry in SCHEDULE.items()
}

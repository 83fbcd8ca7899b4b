"""The schedule inside the web process, where no Redis is configured."""

import threading
import time

import structlog
from django.conf import settings
from django.db import close_old_connections, connections

from cii.schedule import SCHEDULE

log = structlog.get_logger(__name__)


def run_entry(name: str) -> None:
    """Run one entry of the schedule; a failure is logged and the next turn tries again."""
    close_old_connections()
    try:
        SCHEDULE[name].run()
    except Exception as error:
        # Only the class: a message may quote what must not reach the logs (P9).
        log.error("schedule.failed", entry=name, error=type(error).__name__)
    finally:
        close_old_connections()


def keep_schedule(stop: threading.Event) -> None:
    """Run what is due, again and again, until `stop` is set."""
    due = dict.fromkeys(SCHEDULE, time.monotonic())
    while not stop.is_set():
        for name, entry in SCHEDULE.items():
            if due[name] <= time.monotonic() and not stop.is_set():
                run_entry(name)
                due[name] = time.monotonic() + entry.every.total_seconds()
        stop.wait(max(0.0, min(due.values(), default=1.0) - time.monotonic()))
    connections.close_all()


def start() -> threading.Event | None:
    """Keep the schedule in a thread of this process, unless Celery does; set the event to stop."""
    if settings.REDIS_URL:
        return None
    stop = threading.Event()
    threading.Thread(target=keep_schedule, args=[stop], name="schedule", daemon=True).start()
    return stop

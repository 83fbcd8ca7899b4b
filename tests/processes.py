"""Real processes of the project on the database of a test, to be started and killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.db import connection

BIN = Path(sys.executable).parent


def environment() -> dict[str, str]:
    """What a process needs to work on the same database, files, mails and Redis as the test."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        url = f"sqlite:///{database['NAME']}"
    else:
        user = quote(database["USER"]) + f":{quote(database['PASSWORD'])}"
        url = f"postgres://{user}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "cii.settings",
        "DATABASE_URL": url,
        "DATABASE_OWNER_URL": "",
        "DATA_DIR": str(settings.DATA_DIR),
        "EMAIL_URL": "filemail://",
        "LOG_LEVEL": "WARNING",
        "PYTHONWARNINGS": "default",
    }


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Background:
    """Background work as an installation has it.

    With Redis a Celery worker and beat; without, the web process whose thread keeps the schedule.
    """

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment | {"PORT": str(free_port())}
        self.log = Path(settings.DATA_DIR) / "background.log"
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self) -> None:
        """Start the processes. Raises TimeoutError when the web process doesn't come up."""
        if settings.REDIS_URL:
            beat = str(Path(settings.DATA_DIR) / "celerybeat")
            self._spawn("celery", "-A", "cii.celery", "worker", "--concurrency", "2")
            self._spawn("celery", "-A", "cii.celery", "beat", "--schedule", beat)
        else:
            self._spawn("gunicorn", "-c", "python:cii.gunicorn")
            self._until_it_listens()

    def kill(self) -> None:
        """SIGKILL to every process and their children, as a power cut would."""
        for process in self.processes:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        self.processes.clear()

    def _spawn(self, program: str, *arguments: str) -> None:
        with self.log.open("ab") as log:
            self.processes.append(
                subprocess.Popen(
                    [str(BIN / program), *arguments],
                    env=self.environment,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def _until_it_listens(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", int(self.environment["PORT"]))) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text())

"""A mail server of the test, and background work that mails through it and may be killed."""

import pytest

from tests.processes import Background
from tests.reliability import postbox


@pytest.fixture
def mail_server():
    with postbox.mail_server() as server:
        yield server


@pytest.fixture
def background(process_environment, mail_server):
    environment = {
        "DJANGO_SETTINGS_MODULE": "tests.reliability.reminder_settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_server.port}",
    }
    work = Background(process_environment | environment)
    yield work
    work.kill()

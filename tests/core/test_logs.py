import logging
import sys

import pytest
import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from core.logs import ReticentFormatter

SECRET = "Key (last_name)=(Bonvin) already exists."


@pytest.fixture
def failure():
    try:
        try:
            raise ValueError(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        return sys.exc_info()


def test_a_fault_is_logged_without_what_it_quotes(failure):
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Failed", (), failure)
    text = ReticentFormatter().format(record)
    assert "Bonvin" not in text
    assert "RuntimeError" in text and "ValueError" in text and "test_logs.py" in text


def test_the_console_and_structlog_log_so(failure):
    handler = settings.LOGGING["handlers"]["console"]
    formatter = settings.LOGGING["formatters"][handler["formatter"]]
    assert import_string(formatter["()"]) is ReticentFormatter
    renderer = structlog.get_config()["processors"][-1]
    assert "Bonvin" not in renderer(None, "error", {"event": "failed", "exc_info": failure})

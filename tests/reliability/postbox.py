"""A real mail server on the loopback, and patience with real processes."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.processes import free_port


class Postbox:
    """Keeps the links of every mail that the server was handed, by Message-ID."""

    def __init__(self) -> None:
        self.links: defaultdict[str, list[str]] = defaultdict(list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        message = message_from_bytes(envelope.content, policy=policy.default)
        self.links[message["Message-ID"]] += re.findall(r"https?://\S+", message.get_content())
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[Controller]:
    controller = Controller(Postbox(), hostname="127.0.0.1", port=free_port())
    controller.start()
    yield controller
    controller.stop()


def until(condition: Callable[[], bool], log: Path, seconds: float = 90) -> None:
    """Wait for a condition. Raises AssertionError with the end of the log when it never holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, log.read_text()[-3000:]
        time.sleep(0.02)

"""What a fault leaves in the logs: where and of what class; its message may quote a person (P9)."""

import logging
import re
import traceback
from types import TracebackType
from typing import TextIO

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def fault(error: BaseException) -> str:
    """The traceback of an error and of its causes, each with its class in place of its message."""
    cause = error.__cause__ or error.__context__
    before = f"{fault(cause)}\n\n" if cause else ""
    return before + "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__


# What opens something by itself stands in an address, and must not in a log.
KEY_IN_ADDRESS = re.compile(r"(/agenda/)[\w-]+(\.ics)")


class ReticentFormatter(logging.Formatter):
    """Django logs the traceback of a failed request; a database names the values of the row."""

    def format(self, record) -> str:
        return KEY_IN_ADDRESS.sub(r"\1…\2", super().format(record))

    def formatException(self, ei) -> str:
        return fault(ei[1]) if ei[1] else ""


def write_fault(stream: TextIO, exc_info: ExcInfo) -> None:
    """The same for structlog's renderer."""
    stream.write(fault(exc_info[1]))

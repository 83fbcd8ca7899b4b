"""What a fault leaves in the logs: where and of what class; its message may quote a person (P9)."""

import logging
import traceback
from types import TracebackType
from typing import TextIO

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def fault(error: BaseException) -> str:
    """The traceback of an error and of its causes, each with its class in place of its message."""
    cause = error.__cause__ or error.__context__
    before = f"{fault(cause)}\n\n" if cause else ""
    return before + "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__


class ReticentFormatter(logging.Formatter):
    """Django logs the traceback of a failed request; a database names the values of the row."""

    def formatException(self, ei) -> str:
        return fault(ei[1]) if ei[1] else ""


def write_fault(stream: TextIO, exc_info: ExcInfo) -> None:
    """The same for structlog's renderer."""
    stream.write(fault(exc_info[1]))

"""What runs a job of each kind. `settings.JOB_HANDLERS` names the table of all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from messaging.actions.mails import MAIL, mark_sent, send_mail


@dataclass(frozen=True)
class TwoStep:
    """Work outside any transaction, then its result stored together with the end of the job.

    `work` may run twice when a worker dies; `store` counts once.
    """

    work: Callable[[UUID, datetime], Any]
    store: Callable[[UUID, datetime, Any], None]


# A plain handler runs in one transaction with the end of the job: database effects only.
Handler = Callable[[UUID, datetime], None] | TwoStep

HANDLERS: dict[str, Handler] = {MAIL: TwoStep(work=send_mail, store=mark_sent)}


def handler_of(kind: str) -> Handler:
    """The handler of that kind. Raises KeyError."""
    handlers: dict[str, Handler] = import_string(settings.JOB_HANDLERS)
    return handlers[kind]

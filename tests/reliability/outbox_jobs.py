"""A reminder as the product sends it: trace, inbox entry and mail."""

import time
from datetime import datetime
from uuid import UUID

from accounts.models import User
from audit.choices import Kind
from audit.record import record
from messaging.actions.notify import notify
from messaging.handlers import HANDLERS as MESSAGING
from messaging.handlers import Handler
from messaging.texts import Notice

NOTICES = {"reminder": Notice("Un suivi est dû.", is_urgent=True)}


def remind(object_id: UUID, at: datetime) -> None:
    record("follow_up.reminded", kind=Kind.ACT, by=None, job="remind", at=at, object_id=object_id)
    # Long enough for a kill to fall between two writes.
    time.sleep(0.01)
    url = f"/cases/{object_id}/"
    notify(User.objects.get(), "reminder", key=f"remind:{object_id}", at=at, url=url)


HANDLERS: dict[str, Handler] = {**MESSAGING, "remind": remind}

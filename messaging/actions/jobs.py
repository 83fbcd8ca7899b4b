"""Work that a request leaves for later: one row, in the transaction of what asked for it."""

from datetime import datetime
from uuid import UUID

from core.context import acting
from messaging.models import Job


def queue_job(kind: str, object_id: UUID, *, key: str, due_at: datetime) -> Job:
    """Queue a job; the same key gives the job that is already there, done or not."""
    with acting("job:outbox"):
        job, _created = Job.objects.get_or_create(
            key=key, defaults={"kind": kind, "object_id": object_id, "due_at": due_at}
        )
    return job

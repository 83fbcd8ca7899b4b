"""Files and rows that lost each other: a rolled back transaction leaves a file behind."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.files.storage import default_storage

from core.context import acting
from documents.models import Document

GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class Orphans:
    """How many files without a row were deleted; which documents have lost their file."""

    deleted: int
    missing: tuple[UUID, ...]


def sweep_orphans(at: datetime) -> Orphans:
    """Delete files without a row that are older than an hour; report rows without a file."""
    # Files first: a document stored meanwhile then has its row seen with its file.
    files = set(_files())
    with acting("job:orphans"):
        rows = dict(Document.objects.values_list("storage_name", "id"))
    deleted = 0
    for name in files - rows.keys():
        if default_storage.get_modified_time(name) <= at - GRACE:
            default_storage.delete(name)
            deleted += 1
    missing = [rows[name] for name in rows.keys() - files if not default_storage.exists(name)]
    return Orphans(deleted=deleted, missing=tuple(sorted(missing)))


def _files() -> Iterator[str]:
    if not default_storage.exists(""):
        return
    folders, files = default_storage.listdir("")
    yield from files
    for folder in folders:
        yield from (f"{folder}/{name}" for name in default_storage.listdir(folder)[1])

"""Documents with their older versions (C11)."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.choices import DocumentKind
from documents.models import Document

# A signed procuration is signed anew, a sealed paper stays.
REPLACEABLE = (DocumentKind.ATTACHMENT, DocumentKind.INSERTION_CONTRACT)


@dataclass(frozen=True)
class Versions:
    """The newest version that a reader sees, and the older ones, the newest of them first."""

    document: Document
    older: list[Document] = field(default_factory=list)


def versions_of(documents: Iterable[Document]) -> list[Versions]:
    """Each document once, in the given order, with the versions that it replaced."""
    rows = {row.pk: row for row in documents}
    replaced = {row.replaces_id for row in rows.values()}
    found = []
    for row in rows.values():
        if row.pk in replaced:
            continue
        older, at = [], row
        while at.replaces_id in rows:
            at = rows[at.replaces_id]
            older.append(at)
        found.append(Versions(row, older))
    return found

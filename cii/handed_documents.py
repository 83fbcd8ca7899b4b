"""The documents that go to the person: as they are, held back, or as a copy (P6)."""

from collections.abc import Iterator
from typing import Any

from django.utils.text import slugify

from cases.handing_out import decisions_on
from cases.models import Case
from cases.third_persons import ThirdPersons
from documents.choices import DocumentKind
from documents.models import Document
from documents.reading import read_document
from governance.models import Excerpt
from governance.papers import copy_of

SUFFIXES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


def documents(case: Case, others: ThirdPersons) -> Iterator[tuple[str, bytes]]:
    """Under the number of the case, a running number and the kind; nothing that nobody decided."""
    decided = decisions_on(case)
    excerpts = {row.document_id: row for row in Excerpt.objects.filter(item__case=case)}
    for position, row in _numbered(case):
        name = f"{case.number}-{position:02d}-{slugify(row.get_kind_display())}"
        if row.kind == DocumentKind.PAPER:
            copy = copy_of(excerpts[row.pk], others.hide_in) if row.pk in excerpts else None
            yield f"{name}.pdf", copy or read_document(row)
        elif row.pk in decided and not decided[row.pk].is_withheld:
            yield f"{name}.{SUFFIXES[row.content_type]}", read_document(row)


def withheld(case: Case, others: ThirdPersons) -> list[dict[str, Any]]:
    """What the archive names without holding it: number, title, day and reason."""
    decided = decisions_on(case)
    return [
        {
            "position": position,
            "name": others.hide_in(row, row.name),
            "at": row.created_at,
            "reason": others.hide(decided[row.pk].reason),
        }
        for position, row in _numbered(case)
        if row.pk in decided and decided[row.pk].is_withheld
    ]


def _numbered(case: Case) -> Iterator[tuple[int, Document]]:
    """Every document of the case but the archive itself, oldest first."""
    rows = Document.objects.filter(case_id=case.pk).exclude(kind=DocumentKind.PERSON_FILE)
    yield from enumerate(rows.order_by("created_at", "pk"), 1)

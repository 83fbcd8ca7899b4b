"""Search in the texts of the journal and in the titles of documents that one may read (C11)."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from accounts.scope import Scope
from cases.caseload import keys_of
from cases.item_queries import DocumentQuerySet
from cases.models import Case, CaseNote
from cases.reading import CaseAccess
from cases.search import SHORTEST
from cases.versions import Versions, versions_of
from core.full_text import holding
from documents.models import Document

SHOWN = 25
# So many of her cases are looked through, those due first: nobody waits for the whole canton.
REACH = 2000


@dataclass(frozen=True)
class Found:
    """A case with the entries and documents in which the words stand."""

    access: CaseAccess
    notes: list[CaseNote]
    files: list[Versions]


def found_in(access: CaseAccess, words: str) -> Found:
    """What of one case holds the words, as far as it is open to the reader."""
    notes = holding(CaseNote.objects.open_in(access), words, "text")
    documents = holding(DocumentQuerySet(Document).open_in(access), words, "title")
    return Found(access, list(notes.select_related("written_by", "office")), versions_of(documents))


def found_among(scope: Scope, words: str) -> list[Found]:
    """The cases of hers in which the words stand, those with the newest entry first; a short term
    finds none.
    """
    if len(words) < SHORTEST:
        return []
    reach = [pk for _due, pk in keys_of(scope, REACH)]
    notes = CaseNote.objects.visible_to(scope).filter(case__in=reach)
    documents: DocumentQuerySet = (
        DocumentQuerySet(Document).visible_to(scope).filter(case_id__in=reach)
    )
    said = list(holding(notes, words, "text").select_related("written_by", "office")[:SHOWN])
    titled = list(holding(documents, words, "title")[:SHOWN])
    newest = sorted(
        chain(
            ((row.written_at, row.case_id) for row in said),
            ((d.created_at, d.case_id) for d in titled),
        ),
        reverse=True,
    )
    order: Iterable[UUID | None] = dict.fromkeys(pk for _at, pk in newest)
    cases = Case.objects.visible_to(scope).select_related("client").in_bulk(list(order))
    accesses = CaseAccess.of_all([cases[pk] for pk in order if pk in cases], scope)
    return [
        Found(
            access,
            [row for row in said if row.case_id == access.case.pk],
            versions_of(row for row in titled if row.case_id == access.case.pk),
        )
        for access in accesses
    ]

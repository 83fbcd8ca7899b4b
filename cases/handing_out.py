"""What of a case goes to the person, as far as somebody has to decide it (P6)."""

from uuid import UUID

from django.utils.translation import ngettext

from cases.models import Case, DocumentDecision, HiddenPassage
from core.context import acting
from core.refusal import Refusal
from core.stale import fingerprint
from documents.choices import DocumentKind
from documents.models import Document

CONTEXT = "job:person_file"
# Made by us, from rows in which passages can be marked.
OURS = (DocumentKind.PAPER, DocumentKind.PERSON_FILE)


def marks_of(case_id: UUID) -> int:
    """How many marks were ever set on the case: it grows with each, and each changes her copy."""
    passages = HiddenPassage.objects.filter(case=case_id)
    lifted = passages.exclude(lifted_at=None)
    return passages.count() + lifted.count() + DocumentDecision.objects.filter(case=case_id).count()


def brought(case: Case) -> list[Document]:
    """The documents that people brought, oldest first.

    Who hands out decides on each, also on those that she doesn't read: they are all handed out.
    """
    with acting(CONTEXT):
        rows = Document.objects.filter(case_id=case.pk).exclude(kind__in=OURS)
        return list(rows.select_related("office").order_by("created_at", "pk"))


def decisions_on(case: Case) -> dict[UUID, DocumentDecision]:
    """The last decision on each document."""
    rows = DocumentDecision.objects.filter(case=case).select_related("decided_by")
    return {row.document_id: row for row in rows}


def fingerprint_of(decisions: dict[UUID, DocumentDecision]) -> str:
    """What a form that shows these decisions saw before it was sent back."""
    return fingerprint({str(pk): row.pk for pk, row in decisions.items()})


def undecided(case: Case) -> int:
    """How many documents wait for a decision."""
    return len({row.pk for row in brought(case)} - decisions_on(case).keys())


def check_decided(case: Case) -> None:
    """Nothing that nobody looked at goes out."""
    if count := undecided(case):
        raise Refusal(
            ngettext(
                "Un document n’est ni remis ni retenu : décidez-en d’abord.",
                "%(count)d documents ne sont ni remis ni retenus : décidez-en d’abord.",
                count,
            )
            % {"count": count}
        )

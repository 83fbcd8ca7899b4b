"""Papers are sealed: the file, its hash and the state of its template stay as they are."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Office
from documents.actions.uploads import write
from documents.choices import DocumentKind
from documents.models import Document
from documents.rendering import template_version


def seal_pdf(
    content: bytes,
    *,
    title: str,
    template: str,
    language: str,
    at: datetime,
    case_id: UUID | None = None,
    category: int = 0,
    office: Office | None = None,
) -> Document:
    """Keep a rendered paper for good, in the caller's transaction (domain S5, C4).

    Nothing is signed digitally: the recorded SHA-256 shows whether the file changed.
    """
    with transaction.atomic():
        return Document.objects.create(
            **write(content),
            kind=DocumentKind.PAPER,
            title=title,
            content_type="application/pdf",
            case_id=case_id,
            category=category,
            office=office,
            created_at=at,
            sealed_at=at,
            language=language,
            template=template,
            template_version=template_version(template),
        )

"""Files that people bring. What a file is, its content says, not its name (domain C4, C11)."""

import hashlib
from datetime import datetime
from functools import partial
from uuid import UUID, uuid4

import puremagic
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from accounts.models import Office, User
from core.refusal import Refusal
from documents.models import Document

# How a whole file of each kind ends; what is cut off is refused. JPEG allows bytes after its end.
ENDINGS = {"application/pdf": b"%%EOF", "image/png": b"IEND", "image/jpeg": b"\xff\xd9"}
PDF_TAIL = 1024


def store_upload(
    file: UploadedFile,
    *,
    kind: str,
    title: str = "",
    by: User,
    at: datetime,
    case_id: UUID | None = None,
    category: int = 0,
    office: Office | None = None,
    replaces: Document | None = None,
) -> Document:
    """Check and keep an uploaded file under a UUID name, in the caller's transaction.

    Raises Refusal when it is empty, too large, or no PDF, PNG or JPEG. A rolled back transaction
    leaves a file without a row, which the orphan sweep removes.
    """
    _check_size(file)
    content = file.read()
    content_type = content_type_of(content)
    if content_type is None:
        raise Refusal(
            _("Ce fichier n’est pas un PDF, une image PNG ou une image JPEG lisible."), "file"
        )
    with transaction.atomic():
        return Document.objects.create(
            **write(content),
            kind=kind,
            title=title,
            content_type=content_type,
            case_id=case_id,
            category=category,
            uploaded_by=by,
            office=office,
            replaces=replaces,
            created_at=at,
        )


def write(content: bytes) -> dict[str, object]:
    """Write a file under a UUID name; returns the fields of the document that say what it is."""
    document_id = uuid4()
    name = f"{document_id.hex[:2]}/{document_id}"
    return {
        "id": document_id,
        "storage_name": default_storage.save(name, ContentFile(content)),
        "size": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def content_type_of(content: bytes) -> str | None:
    """The type of a whole PDF, PNG or JPEG, from its first and last bytes; None for the rest."""
    try:
        matches = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return None
    for content_type, ending in ENDINGS.items():
        starts = any(match.mime_type == content_type and match.offset == 0 for match in matches)
        if starts and ending in content[-PDF_TAIL:]:
            return content_type
    return None


def _check_size(file: UploadedFile) -> None:
    if not file.size:
        raise Refusal(_("Ce fichier est vide."), "file")
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise Refusal(
            _("Ce fichier est trop grand : %(size)s au plus.")
            % {"size": filesizeformat(settings.UPLOAD_MAX_BYTES)},
            "file",
        )


def discard(document: Document) -> None:
    """Delete a document that was only on its way to somebody, with its file, in the transaction."""
    name = document.storage_name
    document.delete()
    transaction.on_commit(partial(default_storage.delete, name))

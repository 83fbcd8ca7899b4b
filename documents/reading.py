"""Reading a stored file back, never without its hash."""

import hashlib

from django.core.files.storage import default_storage

from documents.models import Document


class FileDamaged(Exception):
    """The file is missing or is not the one that was stored; carries the document's id."""


def read_document(document: Document) -> bytes:
    """The content of the file. Raises FileDamaged. The caller has checked who may read it."""
    try:
        with default_storage.open(document.storage_name) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise FileDamaged(str(document.id)) from error
    if hashlib.sha256(content).hexdigest() != document.sha256:
        raise FileDamaged(str(document.id))
    return content

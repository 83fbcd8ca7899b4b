"""How a form is known when it arrives a second time; `accounts` keeps the rows (QR1)."""

from typing import cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.forms import BaseForm
from django.http import QueryDict
from django.utils.crypto import salted_hmac
from django.utils.datastructures import MultiValueDict

# The hidden field that `{% submission_key %}` puts beside the CSRF token.
FIELD = "submission"
LEFT_OUT = {FIELD, "csrfmiddlewaretoken"}


def key_of(form: BaseForm) -> UUID | None:
    """The one-time key of a form that was sent; None where the page gave it none."""
    try:
        return UUID(form.data.get(FIELD, ""))
    except ValueError:
        return None


def digest_of(form: BaseForm, sender: object) -> str:
    """Changes with what was typed or attached, and by whom; tells nothing without the key."""
    sent = cast("QueryDict", form.data)
    attached = cast("MultiValueDict[str, UploadedFile]", form.files)
    values = [(name, sent.getlist(name)) for name in sorted(sent) if name not in LEFT_OUT]
    files = [
        (name, file.name, file.size) for name in sorted(attached) for file in attached.getlist(name)
    ]
    said = repr((str(sender), values, files))
    return salted_hmac("core.submission", said, algorithm="sha256").hexdigest()

"""A form counts once, however often it is sent: double click, reload, retry (QR1).

Each page gives its form a one-time key. The key and the effect of the form are stored in one
transaction; the database refuses the key a second time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.forms import BaseForm
from django.utils.translation import gettext as _

from accounts.models import Submission, User
from core.refusal import Refusal
from core.submission import digest_of, key_of

KEPT_FOR = timedelta(days=2)


@dataclass
class Sent:
    """A form that arrived: whether for the first time, and what it brought about."""

    is_new: bool = True
    object_id: UUID | None = None


@contextmanager
def once(form: BaseForm, *, by: User, at: datetime) -> Iterator[Sent]:
    """Act inside it, where `is_new`; a form sent again finds the `object_id` of the first time.

    Of two that arrive together the second waits for the first. Raises Refusal when the key was
    used for something else: a page taken back and filled in anew. A form without a key counts
    each time.
    """
    key = key_of(form)
    if key is None:
        yield Sent()
        return
    digest = digest_of(form, by.pk)
    with transaction.atomic():
        row, is_new = Submission.objects.get_or_create(
            key=key, defaults={"digest": digest, "submitted_at": at, "submitted_by": by}
        )
        if row.digest != digest:
            raise Refusal(
                _(
                    "Ce formulaire a déjà été enregistré avec un autre contenu. Pour enregistrer "
                    "aussi celui-ci, envoyez-le encore une fois."
                )
            )
        sent = Sent(is_new, row.object_id)
        yield sent
        if sent.object_id != row.object_id:
            row.object_id = sent.object_id
            row.save(update_fields=["object_id"])


def forget_submissions(at: datetime) -> int:
    """Delete what no browser sends again; returns how many."""
    return Submission.objects.filter(submitted_at__lt=at - KEPT_FOR).delete()[0]

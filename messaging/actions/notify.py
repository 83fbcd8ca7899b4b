"""The inbox: told once, marked read, done when the matter is (domain C15)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.context import acting
from core.neutral import neutral
from core.refusal import Forbidden
from messaging.actions.mails import queue_mail
from messaging.models import InboxEntry
from messaging.texts import notice_of


def notify(
    user: User,
    notice: str,
    *,
    key: str,
    at: datetime,
    url: str,
    params: Mapping[str, Any] | None = None,
    case_id: UUID | None = None,
    due_on: date | None = None,
) -> tuple[InboxEntry, bool]:
    """Tell a person something, in the caller's transaction; the same key tells it only once.

    Returns the entry and whether it is new; a new one that is urgent is mailed at once, whatever
    the day and her wishes, and the others wait for her digest. Raises KeyError for an unknown
    notice, ValueError when a value is free text.
    """
    template = notice_of(notice)
    with acting("job:outbox"), transaction.atomic():
        entry, created = InboxEntry.objects.get_or_create(
            user=user,
            key=key,
            defaults={
                "notice": notice,
                "params": neutral(params or {}),
                "url": url,
                "case_id": case_id,
                "created_at": at,
                "due_on": due_on,
            },
        )
        if created and template.is_urgent:
            _mail(entry, user, at)
    return entry, created


def _mail(entry: InboxEntry, user: User, at: datetime) -> None:
    with translation.override(user.language):
        queue_mail(
            to=user.email,
            user=user,
            language=user.language,
            subject=_("CII Valais : une information vous attend"),
            body=_(
                "Bonjour,\n\n%(title)s\n\nPour en savoir plus, connectez-vous :\n%(link)s\n\n"
                "Ce message est automatique et ne contient aucune donnée personnelle.\n"
            )
            % {"title": entry.title, "link": settings.BASE_URL + entry.url},
            at=at,
            key=mail_key(entry.id),
        )


def mail_key(entry_id: UUID) -> str:
    """The occasion of the mail that tells of an entry."""
    return f"inbox:{entry_id}"


def mark_read(entry: InboxEntry, *, by: User, at: datetime) -> None:
    """Note the first reading. Raises Forbidden for somebody else's entry."""
    if entry.user_id != by.pk:
        raise Forbidden(_("Cette information ne vous est pas adressée."))
    InboxEntry.objects.filter(id=entry.id, read_at=None).update(read_at=at)


def mark_done(*, key: str, at: datetime, user: User | None = None) -> int:
    """Close the open entries of an occasion, for everybody or one person; returns how many."""
    entries = InboxEntry.objects.open().filter(key=key)
    if user is not None:
        entries = entries.filter(user=user)
    with acting("job:outbox"):
        return entries.update(done_at=at)

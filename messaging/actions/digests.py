"""The daily digest: numbers and kinds, once a person and day (C15, P9)."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from core.context import acting
from messaging.actions.mails import queue_mail
from messaging.models import Digest, InboxEntry

REMINDERS = "job:reminders"


@dataclass(frozen=True)
class DayTold:
    """What a digest says: lines on new messages and on what is due, and the entries looked at."""

    new: list[str] = field(default_factory=list)
    due: list[str] = field(default_factory=list)
    entries: list[UUID] = field(default_factory=list)


def write_digest(user: User, told: DayTold, *, day: date, at: datetime) -> bool:
    """Note that her day is told, and queue its mail where there are lines; False where it was.

    All of it is one transaction, and a unique row says that it is done: a killed worker loses and
    doubles nothing, and a mail that is sent again has the same Message-ID.
    """
    with acting(REMINDERS):
        try:
            with transaction.atomic():
                is_mailed = bool(told.new or told.due)
                Digest.objects.create(user=user, day=day, made_at=at, is_mailed=is_mailed)
                InboxEntry.objects.filter(pk__in=told.entries).update(digested_on=day)
                if is_mailed:
                    _mail(user, told, day, at)
        except IntegrityError:
            return False
    return True


def _mail(user: User, told: DayTold, day: date, at: datetime) -> None:
    with translation.override(user.language):
        parts = [_("Bonjour,")]
        if told.new:
            parts.append("\n".join([_("Nouveaux messages :"), *told.new]))
        if told.due:
            parts.append("\n".join([_("À échéance :"), *told.due]))
        links = {
            "link": settings.BASE_URL + reverse("waiting"),
            "choice": settings.BASE_URL + reverse("mails"),
        }
        parts.append(_("Tout se trouve ici, après connexion :\n%(link)s") % links)
        parts.append(
            _(
                "Ce message est automatique et ne contient aucune donnée personnelle. Vous "
                "choisissez ici ce qu’il compte :\n%(choice)s\n"
            )
            % links
        )
        queue_mail(
            to=user.email,
            user=user,
            language=user.language,
            subject=_("CII Valais : votre résumé du jour"),
            body="\n\n".join(parts),
            at=at,
            key=f"digest:{user.pk}:{day}",
        )

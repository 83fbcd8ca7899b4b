"""Mails are written once, sent by a job, and sent again unchanged when a worker died (QR2)."""

import uuid
from datetime import datetime
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F

from accounts.models import User
from core.context import acting
from messaging.actions.jobs import queue_job
from messaging.models import Mail

MAIL = "mail"
# One identity per occasion, so that a second call with the same key is the same mail.
OCCASIONS = uuid.UUID("6f1c7c0e-4b0e-5d1c-9a55-1f2b8a0f7d11")


def queue_mail(
    *,
    to: str,
    language: str,
    subject: str,
    body: str,
    at: datetime,
    user: User | None = None,
    calendar: str = "",
    calendar_method: str = "",
    key: str | None = None,
    due_at: datetime | None = None,
) -> Mail:
    """Write a mail and queue its sending, in the caller's transaction (domain S3, C12, P9).

    Subject, body and calendar must hold nothing personal. The same key gives the same mail.
    """
    mail_id = mail_id_of(key) if key else uuid.uuid4()
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    with acting("job:outbox"), transaction.atomic():
        mail, _created = Mail.objects.get_or_create(
            id=mail_id,
            defaults={
                "to_user": user,
                "to_address": to,
                "language": language,
                "subject": " ".join(subject.split()),
                "body": body,
                "calendar": calendar,
                "calendar_method": calendar_method,
                "message_id": f"<{mail_id}@{domain}>",
                "created_at": at,
            },
        )
        queue_job(MAIL, mail.id, key=f"{MAIL}:{mail.id}", due_at=due_at or at)
    return mail


def mail_id_of(key: str) -> uuid.UUID:
    """The id of the mail of an occasion, written or not."""
    return uuid.uuid5(OCCASIONS, key)


def send_mail(mail_id: uuid.UUID, at: datetime) -> None:
    """Hand one mail to the mail server. Raises what the server or the network raises."""
    with acting("job:mail"):
        mail = Mail.objects.get(id=mail_id)
        if mail.sent_at:
            return
        Mail.objects.filter(id=mail_id).update(attempts=F("attempts") + 1)
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to_address],
        headers={
            "Message-ID": mail.message_id,
            "Date": format_datetime(mail.created_at),
            "Content-Language": mail.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.calendar:
        content_type = f"text/calendar; charset=utf-8; method={mail.calendar_method}"
        message.attach("invitation.ics", mail.calendar, content_type)
    message.send()


def mark_sent(mail_id: uuid.UUID, at: datetime, result: None) -> None:
    """Note that the mail went out."""
    Mail.objects.filter(id=mail_id, sent_at=None).update(sent_at=at)

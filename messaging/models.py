"""Inbox, mail and the outbox of jobs. The database is the queue; nothing here is personal (P9)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.choices import Language
from messaging.querysets import InboxQuerySet, JobQuerySet
from messaging.texts import Notice, notice_of, text_of


class InboxEntry(models.Model):
    """Something that waits for one person, told as a code and values; the text is made on reading.

    `key` names the occasion: the same one reaches a person exactly once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    notice = models.CharField(max_length=80)
    params = models.JSONField(default=dict, blank=True)
    url = models.CharField(max_length=200)
    case_id = models.UUIDField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # The day whose digest has looked at it, whether it was counted or not.
    digested_on = models.DateField(null=True, blank=True)

    objects = InboxQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["user", "done_at", "-created_at"])]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="messaging_inboxentry_once")
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.key}"

    @property
    def title(self) -> str:
        """What happened, in the active language."""
        return text_of(self._notice.title, self.params)

    @property
    def why(self) -> str:
        """Why this person is told, in the active language."""
        return text_of(self._notice.why, self.params)

    @property
    def _notice(self) -> Notice:
        return notice_of(self.notice)


class MailPreference(models.Model):
    """The topics that a person leaves out of her daily digest; without a row, none."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    left_out = models.JSONField(default=list, blank=True)
    chosen_at = models.DateTimeField()

    class Meta:
        ordering = ["user"]

    def __str__(self) -> str:
        return str(self.left_out)


class Digest(models.Model):
    """A working day of a person is told, whether there was something to tell or not; once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()
    made_at = models.DateTimeField()
    is_mailed = models.BooleanField()

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "day"], name="messaging_digest_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.day}"


class Mail(models.Model):
    """One mail as it will be sent, every time with the same Message-ID and date."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_address = models.EmailField()
    language = models.CharField(max_length=2, choices=Language)
    subject = models.CharField(max_length=150)
    body = models.TextField()
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=20, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["created_at", "id"]

    def __str__(self) -> str:
        return self.message_id


class Job(models.Model):
    """One piece of work in the outbox. Its only argument is an id.

    `leased_until` is the moment before which nobody else takes it: a running worker's lease, or
    the pause after an error.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    object_id = models.UUIDField()
    key = models.CharField(max_length=200, unique=True)
    due_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=100, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(done_at=None, failed_at=None),
                name="messaging_job_due",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(failed_at=None), name="messaging_job_one_end"
            )
        ]

    def __str__(self) -> str:
        return self.key

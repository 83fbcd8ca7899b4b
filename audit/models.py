"""Who did or read what, when, in which role, under which procuration (domain P4).

Rows are only ever added: triggers refuse every update and deletion (`append_only`). A sealer
chains them afterwards (`chain`), so that no request waits for a lock.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from audit.choices import Kind
from audit.querysets import TraceQuerySet
from audit.texts import EVENTS


class Trace(models.Model):
    """One act, reading or refusal. Nothing in it names a person but the one who acted."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    job = models.CharField(max_length=60, blank=True)
    event = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.UUIDField(null=True, blank=True)
    details = models.JSONField(default=dict, blank=True)

    objects = TraceQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["actor", "-at"]),
            models.Index(fields=["object_id"]),
            # A period, whoever acted: what the data-protection reviewer asks.
            models.Index(fields=["-at", "-id"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor__isnull=False) | ~Q(job=""), name="audit_trace_somebody_acted"
            )
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"

    @property
    def title(self) -> str:
        """What happened, in plain words of the active language."""
        return str(EVENTS.get(self.event, self.event))


class TraceCase(models.Model):
    """One case that a trace touches, and one ground on which it was open to the actor."""

    trace = models.ForeignKey(Trace, models.PROTECT, related_name="cases")
    case_id = models.UUIDField()
    role = models.CharField(max_length=40, blank=True)
    mandate_id = models.UUIDField(null=True, blank=True)
    procuration_id = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case_id", "trace"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.role}"


class TraceSeal(models.Model):
    """One link of the chain: the digest of the link before and of one trace with its cases.

    `position` orders the chain, not the id of the trace: who commits late is sealed late.
    """

    position = models.BigIntegerField(primary_key=True)
    trace = models.OneToOneField(Trace, models.PROTECT, related_name="seal")
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return f"{self.position} {self.digest}"

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.constraints import stated
from governance.choices import MinutesState
from governance.models.agenda import AgendaItem
from governance.models.meeting import Meeting
from governance.querysets import ExcerptQuerySet


class Minutes(models.Model):
    """The procès-verbal: drafted, circulated, adopted, then sealed by a job (S5).

    The sealed paper holds no case content, only the numbers and hashes of the excerpts, so that one
    person's file can be destroyed without breaking a seal (architecture, papers).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.OneToOneField(Meeting, models.CASCADE, related_name="minutes")
    number = models.CharField(_("numéro"), max_length=30, unique=True)
    state = models.CharField(
        _("état"), max_length=10, choices=MinutesState, default=MinutesState.DRAFT
    )
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    circulated_at = models.DateTimeField(null=True, blank=True)
    circulated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("procès-verbal")
        ordering = ["-drafted_at", "pk"]
        constraints = [
            stated("minutes", "circulated", MinutesState.CIRCULATED),
            stated("minutes", "adopted", MinutesState.ADOPTED, only=True),
        ]

    def __str__(self) -> str:
        return self.number


class Excerpt(models.Model):
    """What the minutes say about one case, sealed for its readers alone (S5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="excerpts")
    item = models.OneToOneField(AgendaItem, models.PROTECT, related_name="excerpt")
    number = models.CharField(_("numéro"), max_length=34, unique=True)
    # The set of categories it contains: whole for who may read them all.
    categories = models.PositiveSmallIntegerField()
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+")

    objects = ExcerptQuerySet.as_manager()

    class Meta:
        verbose_name = _("extrait de procès-verbal")
        ordering = ["number"]

    def __str__(self) -> str:
        return self.number

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.choices import DisputeState, LateRung, StageResult
from cases.dispute_queries import PositionQuerySet, StageQuerySet
from cases.models.case import Case
from cases.models.matter import Matter
from core.choices import Category
from core.constraints import paired

STEPS = [state for state in DisputeState if state != DisputeState.SETTLED]


class DisputeStage(models.Model):
    """A stage to which a dispute has come: until when, and how it ended, with the reasons (C8).

    What a settled dispute ends with stands in its matter.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="stages")
    step = models.CharField(
        _("étape"), max_length=12, choices=[(step.value, step.label) for step in STEPS]
    )
    due_on = models.DateField(_("échéance"))
    begun_at = models.DateTimeField(_("ouverte"))
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("terminée"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.CharField(_("résultat"), max_length=10, choices=StageResult, blank=True)
    reason = models.TextField(_("motifs"), blank=True)

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = _("étape d’un litige")
        verbose_name_plural = _("étapes d’un litige")
        ordering = ["begun_at", "pk"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(ended_at=None), name="open_dispute_stages")
        ]
        constraints = [
            paired("dispute_stage", "ended"),
            models.UniqueConstraint(fields=["matter", "step"], name="each_stage_once"),
            models.UniqueConstraint(
                fields=["matter"], condition=Q(ended_at=None), name="one_open_stage"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, result="", reason="")
                | (Q(ended_at__isnull=False) & ~Q(result="")),
                name="ended_stage_has_a_result",
            ),
            models.CheckConstraint(
                condition=Q(result__in=["", StageResult.AGREED]) | ~Q(reason=""),
                name="stage_without_agreement_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter} {self.step}"

    @property
    def category(self) -> int:
        """Its words are read like those of the matter."""
        return self.matter.category


class StageReminder(models.Model):
    """A rung that a late stage has reached; those it concerns were told."""

    stage = models.ForeignKey(DisputeStage, models.CASCADE, related_name="reminders")
    rung = models.CharField(max_length=10, choices=LateRung)
    reminded_at = models.DateTimeField()

    class Meta:
        ordering = ["reminded_at", "rung", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "rung"], name="one_stage_reminder_a_rung")
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.rung}"


class Position(models.Model):
    """What a dispositif says in a dispute; each correction is a row, the last one counts (C8)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="positions")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="positions")
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("dispositif")
    )
    category = models.PositiveSmallIntegerField(_("catégorie"), choices=Category)
    text = models.TextField(_("position"))
    stated_at = models.DateTimeField(_("donnée"))
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        ordering = ["-stated_at", "pk"]

    def __str__(self) -> str:
        return f"{self.matter} {self.office}"

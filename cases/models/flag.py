import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Path
from cases.models.case import Case
from core.choices import Category


class GridVersion(models.Model):
    """The questions of the detection grid, in force from a day on (C1).

    `questions` is a list of {code, category, fr, de, answers}, an answer being {value, fr, de,
    weights: {path: n}, asks: [kind of dispositif]}; `thresholds` maps a path to the weight from
    which it is suggested. `cases.grid` and `cases.collaboration` read them.
    """

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    valid_from = models.DateField(_("dès le"))
    questions = models.JSONField(_("questions"))
    thresholds = models.JSONField(_("seuils"))

    class Meta:
        verbose_name = _("grille de détection")
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"{self.version}"


class Flag(models.Model):
    """A filled-in early-detection grid: part of the own part of the dispositif that wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="flags")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    grid = models.ForeignKey(GridVersion, models.PROTECT, related_name="+")
    answers = models.JSONField(_("réponses"))
    suggested_path = models.CharField(_("suggestion"), max_length=16, choices=Path)
    suggested_because = models.JSONField(_("réponses déterminantes"))
    chosen_path = models.CharField(_("choix"), max_length=16, choices=Path)
    remark = models.TextField(_("remarque"), blank=True)
    # A free remark may touch any category; it is read by whom may read the situation at work.
    remark_category = models.PositiveSmallIntegerField(choices=Category, default=Category.WORK)
    flagged_at = models.DateTimeField()
    flagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("signalement")
        ordering = ["-flagged_at", "pk"]

    def __str__(self) -> str:
        return f"{self.case} {self.flagged_at:%Y-%m-%d}"

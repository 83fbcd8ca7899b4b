import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.choices import Outcome, Path
from cases.models.case import Case
from core.constraints import paired


class Reopening(models.Model):
    """A closed case goes on: why, and what its triage and its closure had said until then (C13)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="reopenings")
    reason = models.CharField(_("motif de la réouverture"), max_length=200)
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    path = models.CharField(_("prise en charge"), max_length=16, choices=Path, blank=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("issue"), max_length=16, choices=Outcome)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("réouverture")
        ordering = ["reopened_at", "pk"]
        constraints = [paired("reopening", "triaged")]

    def __str__(self) -> str:
        return f"{self.case} {self.reopened_at:%Y-%m-%d}"

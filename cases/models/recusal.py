import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from core.constraints import paired


class Recusal(models.Model):
    """A member of the Commission « droit » takes no part in a case, by name, until it is lifted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="recusals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("motif"), max_length=200)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("récusation")
        ordering = ["begun_at", "pk"]
        constraints = [
            paired("recusal", "lifted"),
            models.UniqueConstraint(
                fields=["case", "user"], condition=Q(lifted_at=None), name="one_open_recusal"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.user}"

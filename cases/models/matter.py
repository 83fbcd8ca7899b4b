import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Office
from cases.choices import DisputeState, MatterKind
from cases.matter_queries import MatterQuerySet
from cases.models.case import Case
from cases.models.collaboration import CollaborationRequest
from core.choices import Category
from core.constraints import paired

if TYPE_CHECKING:
    from cases.models.dispute import DisputeStage

# A question is about the work or about money; nothing else leaves with it.
ASKED = (Category.WORK, Category.FINANCE)


class Matter(models.Model):
    """Something submitted in a case to be ruled on, from its opening until it is settled (C8, F9).

    Its kind and dates stand under the number of the case; its words are in one category.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="matters")
    kind = models.CharField(_("genre"), max_length=16, choices=MatterKind)
    category = models.PositiveSmallIntegerField(
        _("catégorie"), choices=[(one.value, one.label) for one in ASKED]
    )
    question = models.CharField(_("question"), max_length=500)
    office = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dispositif concerné"),
    )
    # Of a dispute: the dispositif that raises it, against the one concerned.
    asking = models.ForeignKey(
        "accounts.Office",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("soulevé par"),
    )
    # A dispute that began with a disagreement about it.
    request = models.OneToOneField(
        CollaborationRequest, models.CASCADE, null=True, blank=True, related_name="dispute"
    )
    opened_at = models.DateTimeField(_("soumise"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(_("réglée"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("issue"), max_length=500, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        verbose_name = _("affaire")
        ordering = ["-opened_at", "pk"]
        constraints = [
            paired("matter", "settled"),
            models.CheckConstraint(
                condition=Q(category__in=[one.value for one in ASKED]), name="matter_is_asked"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, outcome="")
                | (Q(settled_at__isnull=False) & ~Q(outcome="")),
                name="settled_matter_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.kind}"

    @property
    def stage(self) -> "DisputeStage | None":
        """Where a dispute stands, or where it was settled; None for another matter."""
        steps = DisputeState.values
        return max(self.stages.all(), key=lambda row: steps.index(row.step), default=None)

    @property
    def parties(self) -> list[Office]:
        """The two dispositifs of a dispute, who raises it first."""
        return [office for office in (self.asking, self.office) if office]

    @property
    def said_in(self) -> int:
        """The category in which both sides speak: that of the request with which it began."""
        return self.request.category if self.request else self.category

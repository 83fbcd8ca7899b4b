import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.choices import Category
from core.constraints import paired, stated
from governance.choices import ItemState
from governance.models.meeting import Meeting
from governance.querysets import AgendaItemQuerySet, ItemPartQuerySet


class AgendaItem(models.Model):
    """One point of the agenda; it may concern one case, and then only its readers see it (S2)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField(_("ordre"))
    title = models.CharField(_("objet"), max_length=150, blank=True)
    case = models.ForeignKey(
        "cases.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("dossier"),
    )
    state = models.CharField(_("état"), max_length=10, choices=ItemState, default=ItemState.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    postponed_at = models.DateTimeField(null=True, blank=True)
    postponed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("point de l’ordre du jour")
        ordering = ["position", "pk"]
        constraints = [
            stated("item", "decided", ItemState.DECIDED, only=True),
            stated("item", "postponed", ItemState.POSTPONED, only=True),
            stated("item", "withdrawn", ItemState.WITHDRAWN, only=True),
            models.UniqueConstraint(fields=["meeting", "position"], name="one_item_a_position"),
            models.UniqueConstraint(fields=["meeting", "case"], name="case_once_a_meeting"),
        ]

    def __str__(self) -> str:
        return self.title or str(self.case)


class ItemInvitation(models.Model):
    """An office takes part in this item."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="invitations")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["office__name_fr", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["item", "office"], name="office_once_an_item")
        ]

    def __str__(self) -> str:
        return f"{self.item} {self.office}"


class Paragraph(models.Model):
    """A paragraph of the discussion, in one category where the item concerns a case (S5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="paragraphs")
    category = models.PositiveSmallIntegerField(
        _("catégorie"), choices=Category, null=True, blank=True
    )
    text = models.TextField(_("discussion"))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ItemPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("paragraphe")
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.item}"

    @property
    def fingerprint(self) -> str:
        """Changes with the text and its category: what a form saw before it was sent back."""
        return hashlib.sha256(f"{self.category} {self.text}".encode()).hexdigest()[:16]


class Decision(models.Model):
    """What, who, until when (S4)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="decisions")
    category = models.PositiveSmallIntegerField(
        _("catégorie"), choices=Category, null=True, blank=True
    )
    what = models.CharField(_("quoi"), max_length=300)
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("qui")
    )
    until = models.DateField(_("jusqu’au"))
    plan = models.ForeignKey(
        "cases.InsertionPlan", models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ItemPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision")
        ordering = ["decided_at", "pk"]
        constraints = [paired("decision", "done")]

    def __str__(self) -> str:
        return f"{self.item} {self.until}"


class Correction(models.Model):
    """What a participant asks to correct while the minutes circulate (S5)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="corrections")
    category = models.PositiveSmallIntegerField(
        _("catégorie"), choices=Category, null=True, blank=True
    )
    text = models.TextField(_("correction demandée"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ItemPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        ordering = ["asked_at", "pk"]
        constraints = [paired("correction", "settled")]

    def __str__(self) -> str:
        return f"{self.item}"

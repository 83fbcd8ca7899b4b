import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models.partners import Dated, Named
from accounts.querysets import DatedQuerySet
from cases.choices import Domain, NoteKind, Weight
from cases.item_queries import CategorisedQuerySet
from cases.models.case import Case
from core.choices import Category
from core.constraints import ordered


class CaseNote(models.Model):
    """A dated entry in one category: journal de bord, situation or appraisal (C11).

    An appraisal may weigh a domain as barrier or resource; a newer one of that domain replaces it
    (C9).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    kind = models.CharField(_("genre"), max_length=10, choices=NoteKind, default=NoteKind.JOURNAL)
    category = models.PositiveSmallIntegerField(
        _("catégorie"),
        choices=Category,
        help_text=_("Seules les personnes autorisées pour cette catégorie liront l’entrée."),
    )
    text = models.TextField(_("texte"))
    domain = models.CharField(_("domaine"), max_length=10, choices=Domain, blank=True, default="")
    weight = models.SmallIntegerField(_("poids"), choices=Weight, null=True, blank=True)
    written_at = models.DateTimeField()
    # The index below begins with it.
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )

    objects = CategorisedQuerySet.as_manager()

    class Meta:
        verbose_name = _("entrée du journal de bord")
        ordering = ["-written_at", "pk"]
        # Where she wrote something is asked on each of her pages, the row's policy with it.
        indexes = [
            models.Index(
                fields=["written_by", "case", "office"],
                include=["category"],
                name="written_in_a_case",
            )
        ]
        constraints = [
            models.CheckConstraint(
                # A comparison with NULL passes a check: the weight is asked for by itself.
                condition=Q(domain="", weight=None)
                | Q(
                    ~Q(domain=""),
                    kind=NoteKind.APPRAISAL,
                    weight__isnull=False,
                    weight__gte=-3,
                    weight__lte=3,
                ),
                name="appraised_domain_has_a_weight",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.written_at:%Y-%m-%d}"


class NoteTemplate(Named, Dated):
    """The beginning of an entry that is written often: what to say, and in which category (C11).

    Whoever writes sees the text in the form and may change all of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    position = models.PositiveSmallIntegerField(_("ordre"))
    kind = models.CharField(_("genre"), max_length=10, choices=NoteKind, default=NoteKind.JOURNAL)
    category = models.PositiveSmallIntegerField(_("catégorie proposée"), choices=Category)
    text_fr = models.TextField(_("texte français"))
    text_de = models.TextField(_("texte allemand"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("modèle d’entrée")
        verbose_name_plural = _("modèles d’entrée")
        ordering = ["position", "code"]
        constraints = [ordered("note_template_dates", "valid_from", "valid_until")]

    @property
    def text(self) -> str:
        return self.text_de if (get_language() or "fr").startswith("de") else self.text_fr

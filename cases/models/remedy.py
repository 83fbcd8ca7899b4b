import uuid

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models.partners import Dated
from accounts.querysets import DatedQuerySet
from core.constraints import ordered


class Remedy(Dated):
    """An ordinary legal remedy against the decisions of an institution, as a pointer (5.8, C8).

    A wording is corrected by a row from a later day on; French prevails.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    institution = models.ForeignKey(
        "accounts.Institution", models.PROTECT, related_name="+", verbose_name=_("institution")
    )
    step = models.PositiveSmallIntegerField(
        _("ordre"), help_text=_("1 pour la première voie, 2 pour la suivante.")
    )
    name_fr = models.CharField(_("voie de droit (français)"), max_length=120)
    name_de = models.CharField(_("voie de droit (allemand)"), max_length=120)
    authority_fr = models.CharField(_("autorité (français)"), max_length=200)
    authority_de = models.CharField(_("autorité (allemand)"), max_length=200)
    term_fr = models.CharField(_("délai (français)"), max_length=120)
    term_de = models.CharField(_("délai (allemand)"), max_length=120)
    basis_fr = models.CharField(_("base légale (français)"), max_length=120)
    basis_de = models.CharField(_("base légale (allemand)"), max_length=120)
    is_confirmed = models.BooleanField(
        _("confirmée par le bureau"),
        default=False,
        help_text=_("Sinon, l’écran dit qu’elle est à confirmer."),
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("voie de droit")
        verbose_name_plural = _("voies de droit")
        ordering = ["institution__code", "step", "-valid_from", "pk"]
        constraints = [
            ordered("remedy_dates", "valid_from", "valid_until"),
            models.UniqueConstraint(
                fields=["institution", "step", "valid_from"], name="one_remedy_a_step_and_day"
            ),
        ]

    def __str__(self) -> str:
        return self._in_language("name")

    @property
    def authority(self) -> str:
        return self._in_language("authority")

    @property
    def term(self) -> str:
        return self._in_language("term")

    @property
    def basis(self) -> str:
        return self._in_language("basis")

    def _in_language(self, field: str) -> str:
        language = "de" if (get_language() or "fr").startswith("de") else "fr"
        said: str = getattr(self, f"{field}_{language}")
        return said

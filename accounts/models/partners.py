import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts.choices import BodyKind, OfficeKind, Theme
from accounts.querysets import DatedQuerySet
from core.constraints import ordered


class Named(models.Model):
    """A name in both official languages; French prevails."""

    name_fr = models.CharField(_("nom français"), max_length=120)
    name_de = models.CharField(_("nom allemand"), max_length=120)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name_de if (get_language() or "fr").startswith("de") else self.name_fr


class Dated(models.Model):
    """Valid from a day on, and until the eve of another; ended, never deleted (G1)."""

    valid_from = models.DateField(_("dès le"))
    valid_until = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        abstract = True


class Institution(Named, Dated):
    """Who signs the convention, sits in the COPIL and is invoiced (G1)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("sigle"), max_length=20, unique=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("institution")
        ordering = ["code"]
        constraints = [ordered("institution_dates", "valid_from", "valid_until")]


class Partnership(Dated):
    """The institution belongs to the CII circle between two days (convention 2)."""

    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="partnerships", verbose_name=_("institution")
    )
    basis = models.CharField(_("fondement"), max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("partenariat")
        ordering = ["valid_from", "institution__code", "pk"]
        constraints = [
            ordered("partnership_dates", "valid_from", "valid_until"),
            models.UniqueConstraint(
                fields=["institution", "valid_from"], name="partnership_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution} {self.valid_from}"


class Region(Named):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=20, unique=True)

    class Meta:
        verbose_name = _("région")
        ordering = ["code"]


class Commune(models.Model):
    """A commune and the CII region it belongs to; the borders are data (domain 1)."""

    name = models.CharField(_("commune"), max_length=60, unique=True)
    district = models.CharField(_("district"), max_length=40)
    region = models.ForeignKey(Region, models.PROTECT, related_name="communes")

    class Meta:
        verbose_name = _("commune")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Office(Named, Dated):
    """A dispositif: who acts and reads. Consent, engagement and répondants attach here (domain 1).

    The bureau CII and the Commission « droit » are rows too, because a procuration names them as
    recipients beside the dispositifs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("genre"), max_length=12, choices=OfficeKind)
    institution = models.ForeignKey(
        Institution, models.PROTECT, null=True, blank=True, related_name="offices"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="offices"
    )
    # Also a hashed number counts as systematic use: a body needs a basis in law (P8).
    avs_basis = models.CharField(
        _("base légale du numéro AVS"),
        max_length=200,
        blank=True,
        help_text=_("Vide : le dispositif ne tient pas le numéro AVS."),
    )
    is_confirmed = models.BooleanField(
        _("attesté par une source"),
        default=True,
        help_text=_("Sinon, à vérifier par l’administration."),
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("dispositif")
        ordering = ["name_fr", "pk"]
        constraints = [
            ordered("office_dates", "valid_from", "valid_until"),
            models.CheckConstraint(
                condition=Q(kind=OfficeKind.COMMISSION, institution=None)
                | (~Q(kind=OfficeKind.COMMISSION) & Q(institution__isnull=False)),
                name="office_belongs_to_an_institution",
            ),
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind__in=[OfficeKind.BUREAU, OfficeKind.COMMISSION]),
                name="one_bureau_and_one_commission",
            ),
        ]


class Body(Named, Dated):
    """An organ of the CII: COPIL, CDC, Commission « droit », managers' group (convention 3)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("genre"), max_length=12, choices=BodyKind)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="bodies")

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("organe")
        ordering = ["kind", "name_fr", "pk"]
        constraints = [
            ordered("body_dates", "valid_from", "valid_until"),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(region=None), name="cantonal_body_once"
            ),
            models.UniqueConstraint(fields=["kind", "region"], name="body_once_a_region"),
        ]


class CoordinationPost(Named, Dated):
    """Where a case is assigned; a holder or deputy coordinates it (access-policy).

    Belongs to a region or to the youth theme. One live post of each is the lead: announcements go
    there.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="coordination_posts"
    )
    theme = models.CharField(_("thème"), max_length=12, choices=Theme, blank=True, default="")
    designated_by = models.ForeignKey(
        Office, models.PROTECT, related_name="coordination_posts", verbose_name=_("désigné par")
    )
    is_lead = models.BooleanField(pgettext_lazy("coordination post", "poste principal"))

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("poste de coordination")
        ordering = ["name_fr", "pk"]
        constraints = [
            ordered("post_dates", "valid_from", "valid_until"),
            models.CheckConstraint(
                condition=(Q(region=None) & ~Q(theme="")) | (Q(region__isnull=False) & Q(theme="")),
                name="post_of_a_region_or_a_theme",
            ),
            models.UniqueConstraint(
                fields=["region"],
                condition=Q(is_lead=True, valid_until=None),
                name="one_lead_post_a_region",
            ),
            models.UniqueConstraint(
                fields=["theme"],
                condition=Q(is_lead=True, valid_until=None) & ~Q(theme=""),
                name="one_lead_post_a_theme",
            ),
        ]

import uuid

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import Capacity, Population, Role
from accounts.models.partners import Body, CoordinationPost, Dated, Office, Region
from accounts.models.users import User
from accounts.querysets import DatedQuerySet, MandateQuerySet
from core.constraints import ordered

AT_OFFICE = [
    Role.FIELD_WORKER,
    Role.REPONDANT,
    Role.CANTONAL_OFFICER,
    Role.SECRETARIAT,
    Role.EXPERT,
    Role.REGIONAL_MANAGER,
]


class Mandate(Dated):
    """An office held: role, where, in which capacity, from and until (G2).

    Ending one is setting its last day; access ends at the next request, because every read compares
    the mandate with the clock.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="mandates")
    role = models.CharField(_("fonction"), max_length=20, choices=Role)
    capacity = models.CharField(
        _("qualité"), max_length=12, choices=Capacity, default=Capacity.MEMBER
    )
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="mandates")
    post = models.ForeignKey(
        CoordinationPost, models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="mandates"
    )
    population = models.CharField(
        _("public"),
        max_length=8,
        choices=Population,
        blank=True,
        default="",
        help_text=_("Pour les répondant·e·s : adultes ou jeunes."),
    )

    objects = MandateQuerySet.as_manager()

    class Meta:
        verbose_name = _("mandat")
        ordering = ["valid_from", "pk"]
        indexes = [models.Index(fields=["user", "valid_from", "valid_until"])]
        constraints = [
            ordered("mandate_dates", "valid_from", "valid_until"),
            # An empty scope would grant nothing anyway; the database refuses to store one.
            models.CheckConstraint(
                condition=(Q(role__in=AT_OFFICE) & Q(office__isnull=False))
                | (Q(role=Role.COORDINATOR) & Q(post__isnull=False))
                | (Q(role=Role.BODY_MEMBER) & Q(body__isnull=False))
                | Q(role__in=[Role.DPO_REVIEWER, Role.TECHNICAL_ADMIN]),
                name="mandate_has_its_place",
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.REPONDANT) | ~Q(population=""),
                name="repondant_has_a_population",
            ),
        ]

    def __str__(self) -> str:
        place = self.office or self.post or self.body
        return f"{self.get_role_display()} · {place}" if place else self.get_role_display()


class Release(Dated):
    """Which share of her working time a répondant is released for the CII, in percent (G6).

    A new figure is a new row from a later day on, once the former has its last day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    mandate = models.ForeignKey(
        Mandate, models.PROTECT, related_name="releases", verbose_name=_("mandat")
    )
    percent = models.PositiveSmallIntegerField(
        _("décharge en pour-cent"), validators=[MaxValueValidator(100)]
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("décharge")
        ordering = ["-valid_from", "pk"]
        constraints = [
            ordered("release_dates", "valid_from", "valid_until"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="release_is_a_share"),
        ]

    def __str__(self) -> str:
        return f"{self.mandate} {self.percent} %"


class Absence(Dated):
    """Days on which a deputy acts for a person (C15).

    At the posts of which the chosen `deputy` is one, she acts alone; at the others, and once her
    mandate there is over, all deputies act together.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    deputy = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("suppléance choisie"),
    )

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        ordering = ["valid_from", "pk"]
        constraints = [ordered("absence_dates", "valid_from", "valid_until")]

    def __str__(self) -> str:
        return f"{self.user} {self.valid_from}"

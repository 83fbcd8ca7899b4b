import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.choices import Population, Theme
from cases.choices import AssignmentKind, CaseState, Outcome, Path, Sex, Urgency
from cases.querysets import CaseQuerySet
from core.choices import Language
from core.constraints import paired, stated
from core.history import Clocked
from core.names import SortKeyField


class NumberSeries(models.Model):
    """The last number given in a year; locked while the next one is taken."""

    name = models.SlugField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "year"], name="one_series_a_year")]

    def __str__(self) -> str:
        return f"{self.name} {self.year}: {self.last}"


class Client(Clocked, models.Model):
    """The person. Every field is of the category identity; the rest of what is known about her
    stands in dated entries of one category each (`CaseNote`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("dispositif")
    )
    last_name = models.CharField(_("nom"), max_length=80)
    first_name = models.CharField(_("prénom"), max_length=80)
    sort_key = SortKeyField()
    birth_date = models.DateField(
        _("date de naissance"), help_text=_("Distingue les homonymes et les jeunes des adultes.")
    )
    sex = models.CharField(
        _("sexe"), max_length=1, choices=Sex, blank=True, help_text=_("Pour la statistique.")
    )
    language = models.CharField(
        _("langue"),
        max_length=2,
        choices=Language,
        help_text=_("Langue de la procuration et des lettres."),
    )
    commune = models.ForeignKey(
        "accounts.Commune",
        models.PROTECT,
        related_name="+",
        verbose_name=_("commune de domicile"),
        help_text=_("Détermine la région et donc le poste de coordination."),
    )
    street = models.CharField(
        _("rue et numéro"), max_length=120, blank=True, help_text=_("Pour les lettres.")
    )
    place = models.CharField(_("NPA et localité"), max_length=80, blank=True)
    phone = models.CharField(
        _("téléphone"), max_length=30, blank=True, help_text=_("Pour convenir des rendez-vous.")
    )
    email = models.EmailField(_("adresse électronique"), blank=True)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("personne concernée")
        ordering = ["sort_key", "pk"]
        constraints = [paired("client", "checked")]

    def __str__(self) -> str:
        return f"{self.last_name} {self.first_name}"


class Case(Clocked, models.Model):
    """One person's CII file.

    The number is the only key that travels in mails and file names; URLs carry the UUID.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(_("numéro"), max_length=20, unique=True)
    # The index below begins with it.
    client = models.ForeignKey(Client, models.PROTECT, related_name="cases", db_index=False)
    home_office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("dispositif annonceur")
    )
    region = models.ForeignKey(
        "accounts.Region", models.PROTECT, related_name="+", verbose_name=_("région")
    )
    population = models.CharField(_("public"), max_length=8, choices=Population)
    state = models.CharField(_("état"), max_length=12, choices=CaseState, default=CaseState.FLAGGED)
    flagged_at = models.DateTimeField(_("signalé le"))
    flagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    drop_reason = models.TextField(_("motif du classement"), blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    announced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    announced_for = models.CharField(
        _("prise en charge demandée"), max_length=16, choices=Path, blank=True
    )
    urgency = models.CharField(_("urgence"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    announcement = models.TextField(_("motif de l’annonce"), blank=True)
    theme = models.CharField(_("thème"), max_length=12, choices=Theme, blank=True, default="")
    post = models.ForeignKey(
        "accounts.CoordinationPost",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("poste de coordination"),
    )
    triaged_at = models.DateTimeField(null=True, blank=True)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    path = models.CharField(_("prise en charge"), max_length=16, choices=Path, blank=True)
    triage_reason = models.TextField(_("motif du triage"), blank=True)
    path_due_on = models.DateField(_("échéance"), null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    outcome = models.CharField(_("issue"), max_length=16, choices=Outcome, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_files"
    )
    merged_at = models.DateTimeField(null=True, blank=True)
    merged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()
    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("dossier")
        ordering = ["number"]
        default_permissions = ()
        permissions = [(kind.value, kind.label) for kind in AssignmentKind]
        indexes = [
            # Row-level security asks of a client which cases are hers.
            models.Index(fields=["client", "id"], name="case_of_a_client"),
            models.Index(
                fields=["outcome", "closed_at"],
                condition=Q(state=CaseState.CLOSED),
                name="closed_cases",
            ),
            models.Index(
                fields=["dropped_at"], condition=Q(state=CaseState.DROPPED), name="dropped_cases"
            ),
        ]
        constraints = [
            stated("case", "confirmed", CaseState.CONFIRMED, CaseState.ANNOUNCED),
            stated("case", "dropped", CaseState.DROPPED, only=True),
            stated("case", "announced", CaseState.ANNOUNCED, CaseState.TRIAGED),
            stated("case", "triaged", CaseState.TRIAGED),
            stated("case", "closed", CaseState.CLOSED, only=True),
            stated("case", "merged", CaseState.MERGED, only=True),
            models.CheckConstraint(
                condition=Q(state=CaseState.MERGED, merged_into__isnull=False)
                | (~Q(state=CaseState.MERGED) & Q(merged_into=None)),
                name="merged_case_has_a_kept_one",
            ),
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(post__isnull=False),
                name="announced_case_has_a_post",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.CLOSED) | ~Q(outcome=""),
                name="closed_case_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=~Q(state=CaseState.DROPPED) | ~Q(drop_reason=""),
                name="dropped_case_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number

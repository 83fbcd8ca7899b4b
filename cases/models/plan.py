import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.partners import Dated, Named
from cases.choices import MeasureState, PlanState
from cases.item_queries import HandoutQuerySet, MeasureQuerySet, PlanQuerySet
from cases.models.case import Case
from core.choices import Category, Language
from core.constraints import ordered, stated
from core.history import Clocked
from core.stale import fingerprint


class CatalogueMeasure(Named, Dated):
    """A measure of the CII catalogue of benefits (F1, thin: no prices yet)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.SlugField(_("code"), max_length=30, unique=True)
    legal_basis = models.CharField(_("base légale"), max_length=60)
    normal_payer = models.ForeignKey(
        "accounts.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("payeur ordinaire"),
    )

    class Meta:
        verbose_name = _("mesure du catalogue")
        ordering = ["name_fr", "pk"]
        constraints = [ordered("catalogue_dates", "valid_from", "valid_until")]


class InsertionPlan(Clocked, models.Model):
    """Binding on the partners once adopted; a change is a new version (C10, convention 5.7)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="plans")
    version = models.PositiveSmallIntegerField(_("version"))
    state = models.CharField(_("état"), max_length=10, choices=PlanState, default=PlanState.DRAFT)
    objective = models.TextField(_("objectif"))
    client_words = models.TextField(_("la personne, avec ses mots"), blank=True)
    has_client_agreement = models.BooleanField(_("la personne est d’accord"), default=False)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Objective and own words speak of work; each measure has a category of its own.
    category = models.PositiveSmallIntegerField(
        _("catégorie"), choices=Category, default=Category.WORK
    )

    history = HistoricalRecords()
    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan d’insertion")
        ordering = ["-version", "pk"]
        constraints = [
            stated("plan", "adopted", PlanState.ADOPTED, PlanState.REPLACED, only=True),
            stated("plan", "replaced", PlanState.REPLACED, only=True),
            models.UniqueConstraint(fields=["case", "version"], name="one_plan_a_version"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=PlanState.ADOPTED), name="one_plan_in_force"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=PlanState.DRAFT), name="one_plan_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} v{self.version}"

    @property
    def fingerprint(self) -> str:
        """What a form of the draft saw before it was sent back."""
        names = ("version", "objective", "client_words", "has_client_agreement")
        return fingerprint({name: getattr(self, name) for name in names})


def _person() -> models.ForeignKey:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )


class PlanMeasure(Clocked, models.Model):
    """What is done, by whom, who pays, from and until (C10); and what has come of it since.

    Its state is a fact of the plan in force, which stays as it was adopted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(InsertionPlan, models.CASCADE, related_name="measures")
    measure = models.ForeignKey(
        CatalogueMeasure, models.PROTECT, related_name="+", verbose_name=_("mesure")
    )
    category = models.PositiveSmallIntegerField(
        _("catégorie"), choices=Category, default=Category.WORK
    )
    detail = models.CharField(_("précision"), max_length=300, blank=True)
    responsible = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("responsable")
    )
    payer = models.ForeignKey(
        "accounts.Institution", models.PROTECT, related_name="+", verbose_name=_("payeur")
    )
    is_prefinanced = models.BooleanField(_("préfinancement demandé"), default=False)
    starts_on = models.DateField(_("du"))
    ends_on = models.DateField(_("au"), null=True, blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=MeasureState, default=MeasureState.PLANNED
    )
    started_at = models.DateTimeField(null=True, blank=True)
    started_by = _person()
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = _person()
    broken_off_at = models.DateTimeField(null=True, blank=True)
    broken_off_by = _person()
    break_reason = models.CharField(_("motif de l’interruption"), max_length=300, blank=True)

    history = HistoricalRecords()
    objects = MeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("mesure du plan")
        ordering = ["starts_on", "pk"]
        constraints = [
            ordered("measure_dates", "starts_on", "ends_on"),
            stated("measure", "started", MeasureState.STARTED, MeasureState.COMPLETED),
            stated("measure", "completed", MeasureState.COMPLETED, only=True),
            stated("measure", "broken_off", MeasureState.BROKEN_OFF, only=True),
            models.CheckConstraint(
                condition=Q(state=MeasureState.BROKEN_OFF) & ~Q(break_reason="")
                | ~Q(state=MeasureState.BROKEN_OFF) & Q(break_reason=""),
                name="measure_broken_off_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.measure}"

    @property
    def is_over(self) -> bool:
        return self.state in (MeasureState.COMPLETED, MeasureState.BROKEN_OFF)


class PlanHandout(models.Model):
    """The plan in plain language, made for the person to take home (C10).

    It holds what its maker might read of the plan, and opens to who may read all of that;
    `is_whole` says that she might read every category.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(InsertionPlan, models.CASCADE, related_name="handouts")
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    categories = models.PositiveSmallIntegerField()
    is_whole = models.BooleanField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Empty until the paper is sealed.
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = HandoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan en langage simple")
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_language_display()}"

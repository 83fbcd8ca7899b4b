import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.choices import ReceiptKind, SignedHow
from cases.fact_queries import GrantQuerySet, ProcurationQuerySet
from cases.models.case import Case
from core.choices import Category, Language
from core.constraints import ordered, paired


class ProcurationTemplate(models.Model):
    """The wording of the consent in one language, frozen per version (P1)."""

    version = models.PositiveSmallIntegerField(_("version"))
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    valid_from = models.DateField(_("dès le"))
    text = models.TextField(_("texte"))

    class Meta:
        verbose_name = _("modèle de procuration")
        ordering = ["-version", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "language"], name="one_template_a_version_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.language}"


class Procuration(models.Model):
    """The person's signed consent: to whom, which categories, from and until (P1).

    Never edited: narrowing withdraws grants, renewing replaces it by a new one.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="procurations")
    purpose = models.TextField(_("but"))
    template = models.ForeignKey(ProcurationTemplate, models.PROTECT, related_name="+")
    text = models.TextField(_("texte signé"))
    text_sha256 = models.CharField(max_length=64)
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    valid_from = models.DateField(_("valable dès le"))
    valid_until = models.DateField(_("valable jusqu’au"))
    signed_on = models.DateField(_("signée le"))
    signed_place = models.CharField(_("lieu"), max_length=60)
    signed_how = models.CharField(_("signée"), max_length=8, choices=SignedHow)
    scan = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="+", verbose_name=_("pièce signée")
    )
    is_informed = models.BooleanField(_("personne informée"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_note = models.CharField(_("retrait communiqué par"), max_length=200, blank=True)

    objects = ProcurationQuerySet.as_manager()

    class Meta:
        verbose_name = _("procuration")
        ordering = ["-recorded_at", "pk"]
        constraints = [
            ordered("procuration_dates", "valid_from", "valid_until"),
            paired("procuration", "replaced"),
            paired("procuration", "withdrawn"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(withdrawn_at=None, replaced_at=None),
                name="one_standing_procuration_a_case",
            ),
            models.CheckConstraint(condition=Q(is_informed=True), name="person_was_informed"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.valid_from} – {self.valid_until}"


class Receipt(models.Model):
    """One change of the consent, as the person takes it home: what she allowed or took back (P3).

    The sealed paper follows from a job; what it says are the grants, which are never edited.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    procuration = models.ForeignKey(Procuration, models.CASCADE, related_name="receipts")
    kind = models.CharField(_("genre"), max_length=10, choices=ReceiptKind)
    # The consent that this one replaced.
    former = models.ForeignKey(
        Procuration, models.PROTECT, null=True, blank=True, related_name="successions"
    )
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("quittance")
        ordering = ["-issued_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=ReceiptKind.RENEWED, former__isnull=False)
                | ~Q(kind=ReceiptKind.RENEWED) & Q(former__isnull=True),
                name="renewal_names_the_former_consent",
            )
        ]

    def __str__(self) -> str:
        return f"{self.procuration_id} {self.kind}"


class ProcurationReminder(models.Model):
    """The end of a consent was announced so many days before: exactly once each."""

    procuration = models.ForeignKey(Procuration, models.CASCADE, related_name="reminders")
    day = models.PositiveSmallIntegerField()
    reminded_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rappel d’échéance")
        constraints = [
            models.UniqueConstraint(fields=["procuration", "day"], name="one_expiry_reminder_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.procuration_id} {self.day}"


class Grant(models.Model):
    """One recipient may read one category, for as long as the procuration stands (P1, P3)."""

    procuration = models.ForeignKey(Procuration, models.CASCADE, related_name="grants")
    recipient = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("destinataire")
    )
    category = models.PositiveSmallIntegerField(_("catégorie"), choices=Category)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    withdrawal_note = models.CharField(_("retrait communiqué par"), max_length=200, blank=True)
    # The receipt of the narrowing that took it back; none where the whole consent ended.
    taken_back = models.ForeignKey(
        "cases.Receipt", models.PROTECT, null=True, blank=True, related_name="grants"
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("autorisation")
        ordering = ["recipient", "category", "pk"]
        constraints = [
            paired("grant", "withdrawn"),
            models.UniqueConstraint(
                fields=["procuration", "recipient", "category"],
                condition=Q(withdrawn_at=None),
                name="one_standing_grant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.get_category_display()}"

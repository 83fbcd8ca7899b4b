import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.aid_queries import AidQuerySet
from cases.choices import AidRung, AidState
from cases.models.case import Case
from core.choices import Category
from core.constraints import stated

SIGNED = [AidState.SIGNED, AidState.COUNTERSIGNED, AidState.SENT, AidState.DECIDED]


class AidRequest(models.Model):
    """The person asks her commune for social aid; the CMS prepares the file (CMS mandate, C14).

    Dates and signatures of the duty alone: what is paid stays outside this tool (convention 5.12).
    The commune decides within some days of the request, so the file reaches it earlier: `send_by`.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="aid_requests")
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("CMS")
    )
    # That aid is asked for tells of money.
    category = models.PositiveSmallIntegerField(choices=Category, default=Category.FINANCE)
    asked_on = models.DateField(_("demandée par la personne le"))
    send_by = models.DateField(_("à transmettre jusqu’au"))
    due_on = models.DateField(_("décision attendue jusqu’au"))
    state = models.CharField(_("état"), max_length=14, choices=AidState, default=AidState.FILED)
    filed_at = models.DateTimeField()
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    countersigned_at = models.DateTimeField(null=True, blank=True)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.CharField(_("motif du retrait"), max_length=200, blank=True)

    objects = AidQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande d’aide sociale")
        verbose_name_plural = _("demandes d’aide sociale")
        ordering = ["-asked_on", "pk"]
        indexes = [
            models.Index(
                fields=["send_by"],
                condition=Q(state__in=[AidState.FILED, AidState.SIGNED, AidState.COUNTERSIGNED]),
                name="aid_to_send",
            )
        ]
        constraints = [
            stated("aid", "signed", *SIGNED),
            stated("aid", "countersigned", *SIGNED[1:]),
            stated("aid", "sent", *SIGNED[2:]),
            stated("aid", "decided", AidState.DECIDED, only=True),
            stated("aid", "withdrawn", AidState.WITHDRAWN, only=True),
            models.CheckConstraint(
                condition=Q(countersigned_by=None) | ~Q(countersigned_by=F("signed_by")),
                name="aid_needs_two_people",
            ),
            models.CheckConstraint(
                condition=Q(asked_on__lte=F("send_by"), send_by__lte=F("due_on")),
                name="aid_sent_before_it_is_due",
            ),
            models.UniqueConstraint(
                fields=["case", "office"],
                condition=~Q(state__in=[AidState.DECIDED, AidState.WITHDRAWN]),
                name="one_running_aid_request",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.asked_on}"


class AidReminder(models.Model):
    """A rung that a file which is not sent yet has reached; those it concerns were told."""

    request = models.ForeignKey(AidRequest, models.CASCADE, related_name="reminders")
    rung = models.CharField(max_length=10, choices=AidRung)
    reminded_at = models.DateTimeField()

    class Meta:
        ordering = ["reminded_at", "rung", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "rung"], name="one_aid_reminder_a_rung")
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.rung}"

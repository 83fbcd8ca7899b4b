import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cases.choices import RequestState, Rung, Urgency
from cases.models.case import Case
from cases.models.ties import Assignment
from cases.request_queries import RequestQuerySet
from core.choices import Category
from core.constraints import stated

ANSWERED = [RequestState.AGREED, RequestState.DISAGREED]
ONCE_TAKEN_UP = [RequestState.TAKEN_UP, *ANSWERED, RequestState.COMPLETED]


class CollaborationRequest(models.Model):
    """One dispositif asks another for something, in one category (convention 5.6, C7).

    The one asked must take it up; it may then state a reasoned disagreement, never a refusal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="requests")
    asking = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("demandé par")
    )
    office = models.ForeignKey(
        "accounts.Office", models.PROTECT, related_name="+", verbose_name=_("demandé à")
    )
    category = models.PositiveSmallIntegerField(_("catégorie"), choices=Category)
    question = models.TextField(_("question"))
    service = models.CharField(_("prestation attendue"), max_length=200)
    urgency = models.CharField(_("urgence"), max_length=8, choices=Urgency, default=Urgency.NORMAL)
    documents = models.ManyToManyField("documents.Document", blank=True, related_name="+")
    due_on = models.DateField(_("à prendre en charge jusqu’au"))
    state = models.CharField(
        _("état"), max_length=10, choices=RequestState, default=RequestState.SENT
    )
    sent_at = models.DateTimeField(_("envoyée"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    taken_up_at = models.DateTimeField(null=True, blank=True)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField(_("dès le"), null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("traitée par"),
    )
    # That of a handler who isn't répondant; it ends with the request.
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.TextField(_("réponse"), blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    disagreed_at = models.DateTimeField(null=True, blank=True)
    disagreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    completed_at = models.DateTimeField(null=True, blank=True)
    completed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    conclusion = models.CharField(_("conclusion"), max_length=500, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("demande de collaboration")
        verbose_name_plural = _("demandes de collaboration")
        ordering = ["-sent_at", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(state=RequestState.SENT), name="waiting_requests"
            )
        ]
        constraints = [
            stated("request", "taken_up", *ONCE_TAKEN_UP),
            stated("request", "agreed", RequestState.AGREED),
            stated("request", "disagreed", RequestState.DISAGREED),
            stated("request", "withdrawn", RequestState.WITHDRAWN, only=True),
            stated("request", "completed", RequestState.COMPLETED, only=True),
            models.CheckConstraint(
                condition=Q(taken_up_at=None, handler=None, starts_on=None)
                | Q(taken_up_at__isnull=False, handler__isnull=False, starts_on__isnull=False),
                name="request_taken_up_by_somebody_from_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(asking=F("office")), name="request_goes_to_another_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.office}"


class RequestReminder(models.Model):
    """A rung of the ladder that a waiting request has reached; those it concerns were told."""

    request = models.ForeignKey(CollaborationRequest, models.CASCADE, related_name="reminders")
    rung = models.CharField(max_length=10, choices=Rung)
    reminded_at = models.DateTimeField()

    class Meta:
        ordering = ["reminded_at", "rung", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "rung"], name="one_reminder_a_rung")
        ]

    def __str__(self) -> str:
        return f"{self.request} {self.rung}"

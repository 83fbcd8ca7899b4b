import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.choices import Lasting, Outcome
from cases.models.case import Case
from cases.result_queries import DurableResultQuerySet
from core.constraints import paired
from core.history import Clocked


class DurableResult(Clocked, models.Model):
    """Some months after a closure the home dispositif is asked whether its result holds (C13).

    It belongs to the own part of that dispositif, and to who reads of the situation at work.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="results")
    # The closure that is asked about: after a reopening the case may be closed again.
    closed_at = models.DateTimeField()
    outcome = models.CharField(_("issue"), max_length=16, choices=Outcome)
    asked_at = models.DateTimeField(_("question posée le"))
    due_on = models.DateField(_("réponse attendue jusqu’au"))
    answer = models.CharField(_("réponse"), max_length=8, choices=Lasting, blank=True)
    since = models.DateField(_("depuis le"), null=True, blank=True)
    remark = models.TextField(_("remarque"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()
    objects = DurableResultQuerySet.as_manager()

    class Meta:
        verbose_name = _("résultat après la clôture")
        ordering = ["closed_at", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(answered_at=None), name="unanswered_results"
            )
        ]
        constraints = [
            paired("durable_result", "answered"),
            models.CheckConstraint(
                condition=Q(answered_at=None, answer="")
                | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="answered_result_says_something",
            ),
            models.UniqueConstraint(fields=["case", "closed_at"], name="one_question_a_closure"),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.closed_at:%Y-%m-%d}"

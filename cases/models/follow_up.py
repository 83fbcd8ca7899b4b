import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cases.choices import FollowUpResult
from cases.item_queries import FollowUpQuerySet
from cases.models.case import Case
from core.choices import Category
from core.constraints import paired
from core.history import Clocked


class FollowUp(Clocked, models.Model):
    """The quarterly review of a complex case, from triage on (C12)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="follow_ups")
    due_on = models.DateField(_("à faire jusqu’au"))
    scheduled_at = models.DateTimeField()
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    result = models.CharField(_("constat"), max_length=10, choices=FollowUpResult, blank=True)
    summary = models.TextField(_("ce qui a changé"), blank=True)
    category = models.PositiveSmallIntegerField(
        _("catégorie"), choices=Category, default=Category.WORK
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()
    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("suivi trimestriel")
        ordering = ["-due_on", "pk"]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(reviewed_at=None, cancelled_at=None),
                name="open_follow_ups",
            )
        ]
        constraints = [
            paired("follow_up", "reviewed"),
            paired("follow_up", "cancelled"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(reviewed_at=None, cancelled_at=None),
                name="one_open_follow_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.due_on}"


class FollowUpReminder(models.Model):
    """A reminder that went out: `day` days after the due date (negative: before)."""

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="reminders")
    day = models.SmallIntegerField()
    reminded_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "day"], name="one_reminder_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.follow_up} {self.day:+d}"

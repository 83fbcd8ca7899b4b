import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models.partners import Named
from core.choices import Language
from core.constraints import stated
from core.history import Clocked
from governance.choices import Answer, MeetingState, Presence
from governance.querysets import MeetingQuerySet


class MeetingKind(Named):
    """What a sitting is: data, so that a label or a new kind needs no code (S1, thin)."""

    code = models.SlugField(_("code"), primary_key=True, max_length=20)
    has_cases = models.BooleanField(_("traite de dossiers"), default=False)

    class Meta:
        verbose_name = _("genre de séance")
        verbose_name_plural = _("genres de séance")
        ordering = ["name_fr", "pk"]


class Meeting(Clocked, models.Model):
    """Any sitting; closed by the adoption of its minutes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.ForeignKey(
        MeetingKind, models.PROTECT, related_name="meetings", verbose_name=_("genre")
    )
    post = models.ForeignKey(
        "accounts.CoordinationPost",
        models.PROTECT,
        related_name="+",
        verbose_name=_("poste de coordination"),
    )
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("présidence")
    )
    language = models.CharField(_("langue"), max_length=2, choices=Language)
    starts_at = models.DateTimeField(_("début"))
    ends_at = models.DateTimeField(_("fin"))
    place = models.CharField(_("lieu"), max_length=120)
    video_link = models.URLField(_("lien vidéo"), blank=True)
    state = models.CharField(
        _("état"), max_length=10, choices=MeetingState, default=MeetingState.PLANNED
    )
    planned_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    convened_at = models.DateTimeField(null=True, blank=True)
    convened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    history = HistoricalRecords()
    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("séance")
        ordering = ["starts_at", "pk"]
        constraints = [
            stated("meeting", "convened", MeetingState.CONVENED, MeetingState.CLOSED),
            stated("meeting", "closed", MeetingState.CLOSED, only=True),
            stated("meeting", "cancelled", MeetingState.CANCELLED, only=True),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {date_format(localtime(self.starts_at), 'SHORT_DATE_FORMAT')}"


class Invitation(models.Model):
    """A person invited for an office, and her answer (S3)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    mail = models.ForeignKey("messaging.Mail", models.PROTECT, null=True, related_name="+")
    answer = models.CharField(_("réponse"), max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["office__name_fr", "user__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "user", "office"], name="invited_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.user}"


class Attendance(models.Model):
    """Who was there (S4, thin)."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", models.PROTECT, null=True, related_name="+")
    presence = models.CharField(_("présence"), max_length=8, choices=Presence)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["user__sort_key", "pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="attends_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.presence}"

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cases.choices import AssignmentKind, EngagementKind
from cases.models.case import Case
from cases.querysets import AssignmentQuerySet, EngagementQuerySet
from core.constraints import paired


class Engagement(models.Model):
    """A recipient takes part in a case: which act began it, which ended it (access-policy)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="engagements")
    recipient = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=EngagementKind)
    # What began it: a meeting, a decision, a plan. Opaque, because it may stand in a layer above.
    source_id = models.UUIDField(null=True, blank=True, db_index=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        ordering = ["begun_at"]
        constraints = [
            paired("engagement", "ended"),
            models.UniqueConstraint(
                fields=["case", "recipient", "kind", "source_id"],
                condition=Q(ended_at=None),
                name="one_open_engagement_a_source",
            ),
            models.UniqueConstraint(
                fields=["case", "recipient", "kind"],
                condition=Q(ended_at=None, source_id=None),
                name="one_open_engagement_without_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.recipient} {self.kind}"


class Assignment(models.Model):
    """A named person on one case. While it is open her guardian row exists (access-policy)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=AssignmentKind)
    reason = models.CharField(_("motif"), max_length=200)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attribution")
        ordering = ["begun_at"]
        constraints = [
            paired("assignment", "ended"),
            models.UniqueConstraint(
                fields=["case", "user", "kind"],
                condition=Q(ended_at=None),
                name="one_open_assignment",
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(
                    ended_at=None, kind__in=[AssignmentKind.WORKER, AssignmentKind.CASE_MANAGER]
                ),
                name="one_worker_and_one_case_manager",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.user} {self.kind}"


class CaseUserObjectPermission(UserObjectPermissionBase):
    """Guardian's row of a named person on one case, by direct foreign key.

    It carries the assignment it stands for, so that nobody can grant one by hand and the gate of
    the right office is asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_object = models.ForeignKey(Case, models.CASCADE, related_name="+")
    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="permission_row")

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from cases.choices import AssignmentKind, EngagementKind
from cases.fact_queries import AssignmentQuerySet, CoordinationQuerySet, EngagementQuerySet
from cases.models.case import Case
from core.constraints import paired


class Engagement(models.Model):
    """A recipient takes part in a case: which act began it, which ended it (access-policy)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="engagements")
    recipient = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=EngagementKind)
    # What began it: a meeting, a decision, a plan. Opaque, because it may stand in a layer above.
    source_id = models.UUIDField(null=True, blank=True, db_index=True)
    reason = models.CharField(_("motif"), max_length=200, blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(_("motif de la fin"), max_length=200, blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        ordering = ["begun_at", "pk"]
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
    # The index below begins with it.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False
    )
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=AssignmentKind)
    reason = models.CharField(_("motif"), max_length=200)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    end_reason = models.CharField(_("motif de la fin"), max_length=200, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attribution")
        ordering = ["begun_at", "pk"]
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
        # Where she is or was named is asked on each of her pages.
        indexes = [
            models.Index(
                fields=["user", "case", "office", "kind"],
                include=["ended_at"],
                name="assigned_to_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.user} {self.kind}"


class Coordination(models.Model):
    """A coordination post has a case from one moment to another (access-policy, facts).

    `Case.post` is the post of the open row; a past day asks the rows.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="coordinations")
    post = models.ForeignKey("accounts.CoordinationPost", models.PROTECT, related_name="+")
    reason = models.CharField(_("motif"), max_length=200, blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CoordinationQuerySet.as_manager()

    class Meta:
        verbose_name = _("attribution à un poste de coordination")
        ordering = ["begun_at", "pk"]
        constraints = [
            paired("coordination", "ended"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="one_post_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.post}"


class CaseUserObjectPermission(UserObjectPermissionBase):
    """Guardian's row of a named person on one case, by direct foreign key.

    It carries the assignment it stands for, so that nobody can grant one by hand and the gate of
    the right office is asked. An assignment on a kept case has one on each case merged into it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_object = models.ForeignKey(Case, models.CASCADE, related_name="named_rows")
    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="permission_rows")
    # That of the assignment, kept here so that a person's list is read from one index.
    office = models.ForeignKey("accounts.Office", models.PROTECT, related_name="+", db_index=False)

    class Meta(UserObjectPermissionBase.Meta):
        indexes = [
            models.Index(
                fields=["user", "content_object", "office"],
                include=["permission"],
                name="named_on_a_case",
            )
        ]

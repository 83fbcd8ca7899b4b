import uuid

from django.db import models
from django.db.models import Q

from accounts.models.users import User
from accounts.querysets import CalendarKeyQuerySet


class CalendarKey(models.Model):
    """The secret address of a person's calendar; of its token only the digest is kept (C15)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="one_calendar_key_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at}"

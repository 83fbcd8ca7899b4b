"""Named queries over inbox and outbox."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from accounts.models import User


class InboxQuerySet(models.QuerySet):
    def of(self, user: "User") -> Self:
        """The entries of this person, newest first; those of one moment stand in a fixed order."""
        return self.filter(user=user).order_by("-created_at", "notice", "id")

    def open(self) -> Self:
        """What still waits."""
        return self.filter(done_at=None)


class JobQuerySet(models.QuerySet):
    def due(self, at: datetime) -> Self:
        """Unfinished jobs whose day has come and that nobody holds, oldest first."""
        free = Q(leased_until=None) | Q(leased_until__lte=at)
        return self.filter(free, due_at__lte=at, done_at=None, failed_at=None).order_by(
            "due_at", "id"
        )

    def failed(self) -> Self:
        """Jobs given up, for the technical administrator."""
        return self.exclude(failed_at=None).order_by("-failed_at", "pk")

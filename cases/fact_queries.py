"""Named queries over the dated facts behind a gate: which of them last."""

from typing import Self

from django.db import models


class ProcurationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Neither withdrawn nor replaced; whether it covers today is a matter of its dates."""
        return self.filter(withdrawn_at=None, replaced_at=None)

    def live(self, day) -> Self:
        return self.standing().filter(valid_from__lte=day, valid_until__gte=day)


class GrantQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(
            withdrawn_at=None,
            procuration__withdrawn_at=None,
            procuration__replaced_at=None,
        )


class EngagementQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)


class AssignmentQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)


class CoordinationQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)

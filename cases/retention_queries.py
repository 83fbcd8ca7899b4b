"""Named queries over what is left of destroyed cases."""

from typing import Self

from django.db import models
from django.db.models import Q

from accounts.choices import Role
from accounts.scope import Scope
from cases.querysets import Reader


class CertificateQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader) -> Self:
        """All for the bureau, which keeps the list; its own for who proposed or approved."""
        scope = Scope.of(reader)
        if scope.holds(Role.CANTONAL_OFFICER) or scope.holds(Role.SECRETARIAT):
            return self.all()
        who = scope.user.pk
        return self.filter(
            Q(destruction__proposed_by=who)
            | Q(destruction__approved_by=who)
            | Q(destruction__seconded_by=who)
        )

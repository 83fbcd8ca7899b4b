"""Requests of a person for her own file, and what is hidden in it, as seen by a reader (P6)."""

from typing import Self

from django.apps import apps
from django.db import models

from cases.choices import AccessRequestState
from cases.item_queries import CategorisedQuerySet
from cases.querysets import Reader


class AccessRequestQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Asked for and not yet answered."""
        return self.filter(state=AccessRequestState.RECEIVED)

    def visible_to(self, reader: Reader) -> Self:
        """Requests on the cases that she sees; the permission asks for the letters W H C O S."""
        cases = apps.get_model("cases", "Case").objects.visible_to(reader)
        return self.filter(case__in=cases)


class PassageQuerySet(CategorisedQuerySet):
    """Seen by who reads the text in which the words stand."""

    author_path = "hidden_by"

    def standing(self) -> Self:
        """Not lifted again."""
        return self.filter(lifted_at=None)

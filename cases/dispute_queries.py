"""Stages of disputes and what both sides say, as seen by a reader (C8)."""

from typing import Self

from django.db import models

from cases.choices import CaseState
from cases.item_queries import CategorisedQuerySet


class StageQuerySet(models.QuerySet):
    """Who sees the case knows before whom a dispute stands."""

    def open(self) -> Self:
        """Not ended yet; nothing is due in a case while it is merged."""
        return self.filter(ended_at=None).exclude(matter__case__state=CaseState.MERGED)


class PositionQuerySet(CategorisedQuerySet):
    """`visible_to` asks for the words."""

    author_path = "stated_by"

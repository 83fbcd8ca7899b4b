"""What is submitted in a case, as seen by a reader: its words open by their category."""

from typing import Self

from cases.item_queries import CategorisedQuerySet
from cases.workflow import DISPUTES


class MatterQuerySet(CategorisedQuerySet):
    """`visible_to` asks for the words; who sees the case knows that something is submitted."""

    office_path = ""

    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(settled_at=None)

    def touching(self) -> Self:
        """Open disputes with a dispositif."""
        return self.open().filter(kind__in=DISPUTES, office__isnull=False)

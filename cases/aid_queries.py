"""Requests for social aid, as seen by a reader: own part of the CMS, shared as finance (C14)."""

from typing import Self

from cases.choices import AidState
from cases.item_queries import CategorisedQuerySet

# The file is still with the CMS.
TO_SEND = [AidState.FILED, AidState.SIGNED, AidState.COUNTERSIGNED]


class AidQuerySet(CategorisedQuerySet):
    author_path = "filed_by"

    def to_send(self) -> Self:
        """Not with the commune yet."""
        return self.filter(state__in=TO_SEND)

    def running(self) -> Self:
        """Neither decided nor withdrawn."""
        return self.filter(state__in=[*TO_SEND, AidState.SENT])

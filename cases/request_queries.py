"""Collaboration requests, as seen by a reader: their words open by their category (C7)."""

from typing import Self

from django.db.models import Q

from cases.choices import RequestState, Rung
from cases.item_queries import CategorisedQuerySet
from cases.workflow import OPEN_REQUESTS


class RequestQuerySet(CategorisedQuerySet):
    """`visible_to` asks for the words; who sees the case knows that something is asked of whom."""

    office_path = "asking"
    author_path = "sent_by"

    def open(self) -> Self:
        """Something is still to be done."""
        return self.filter(state__in=OPEN_REQUESTS)

    def waiting(self) -> Self:
        """Nobody has taken it up."""
        return self.filter(state=RequestState.SENT)

    def escalated(self) -> Self:
        """It waits, and has reached the regional manager of the dispositif."""
        return self.waiting().filter(Q(reminders__rung=Rung.MANAGER))

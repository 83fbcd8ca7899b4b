"""Questions about the result of a closed case, as long as they may be asked (C13)."""

from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from cases.choices import CaseState


def may_be_asked(case: str = "pk") -> Q:
    """The person's consent was not taken back, and nobody has begun to destroy the case.

    One that ran out is enough: the home dispositif speaks of its own part.
    """
    procurations = apps.get_model("cases", "Procuration").objects.standing()
    begun = apps.get_model("cases", "Destruction").objects.filter(case_id=OuterRef(case))
    return Q(Exists(procurations.filter(case=OuterRef(case)))) & ~Q(Exists(begun))


class DurableResultQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Not answered, and about the closure that stands."""
        of_closure = {"case__state": CaseState.CLOSED, "case__closed_at": F("closed_at")}
        return self.filter(may_be_asked("case"), answered_at=None, **of_closure)

    def about(self, case: models.Model) -> Self:
        """Those of the closure that stands, answered or not."""
        return self.filter(case=case, case__closed_at=F("closed_at"))

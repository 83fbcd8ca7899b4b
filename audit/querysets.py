"""Named queries over traces."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.apps import apps
from django.db import models


class TraceQuerySet(models.QuerySet):
    def of_case(self, case_id: UUID) -> Self:
        """The register of one case, newest first (P6)."""
        touched = apps.get_model("audit", "TraceCase").objects.filter(case_id=case_id)
        return self.filter(pk__in=touched.values("trace")).order_by("-at", "-id")

    def page(self, size: int, before: datetime | None = None) -> Self:
        """At least the `size` newest before a moment, and all of the last one's moment.

        So that the moment of the last row leads to the next page: an id would tell how much is
        going on elsewhere.
        """
        rows = self if before is None else self.filter(at__lt=before)
        last = rows.values_list("at", flat=True)[size - 1 : size].first()
        return rows if last is None else rows.filter(at__gte=last)

    def unsealed(self, beyond: int = 0) -> Self:
        """What the chain does not hold yet, among ids greater than `beyond`."""
        return self.filter(seal=None, pk__gt=beyond).order_by("pk")

"""Two versions of the plan of a case: what a new one adds, drops and changes (C10).

Each reader compares what she reads of both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from cases.models import InsertionPlan, PlanMeasure
from cases.reading import CaseAccess

# What is compared between two versions of a measure; its state is no term of the plan.
TERMS = ("starts_on", "ends_on", "payer_id", "detail", "is_prefinanced")


class Change(StrEnum):
    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"
    KEPT = "kept"


@dataclass(frozen=True)
class Compared:
    """One measure in the two versions; None where a version doesn't have it."""

    row: PlanMeasure
    before: PlanMeasure | None
    after: PlanMeasure | None

    @property
    def change(self) -> Change:
        if self.before is None:
            return Change.ADDED
        if self.after is None:
            return Change.DROPPED
        terms = ([getattr(row, name) for name in TERMS] for row in (self.before, self.after))
        return Change.KEPT if next(terms) == next(terms) else Change.CHANGED


def measures_of(plan: InsertionPlan, access: CaseAccess) -> list[PlanMeasure]:
    """The measures of a version that she reads, with all that is said of them."""
    rows = PlanMeasure.objects.open_in(access).filter(plan=plan)
    people = "started_by", "completed_by", "broken_off_by"
    return list(rows.select_related("plan", "measure", "responsible", "payer", *people))


def compared(before: list[PlanMeasure], after: list[PlanMeasure]) -> Iterator[Compared]:
    """Each measure of either version; the same one is that of the same dispositif.

    Where a version has it several times, one period follows the other in their order.
    """
    old, new = _keyed(before), _keyed(after)
    for key, row in (old | new).items():
        yield Compared(row, old.get(key), new.get(key))


def _keyed(rows: list[PlanMeasure]) -> dict[tuple[object, ...], PlanMeasure]:
    keyed: dict[tuple[object, ...], PlanMeasure] = {}
    for row in rows:
        times = sum(1 for key in keyed if key[:2] == (row.measure_id, row.responsible_id))
        keyed[row.measure_id, row.responsible_id, times] = row
    return keyed


def adopted_versions(access: CaseAccess) -> list[InsertionPlan]:
    """The versions that were ever in force and that she reads, the last one first."""
    rows = InsertionPlan.objects.open_in(access).exclude(adopted_at=None)
    return list(rows.select_related("adopted_by").order_by("-version"))

"""What a merge opens, before it is approved: nobody reads what the person did not consent to."""

from dataclasses import dataclass
from datetime import date

from accounts.choices import OfficeKind
from accounts.models import Office
from cases.coverage import covered_offices
from cases.models import Case, Engagement
from core.choices import Category


@dataclass(frozen=True)
class Reading:
    """What one recipient reads once the cases are merged."""

    office: Office
    of_kept: list[Category]
    of_merged: list[Category]
    is_new: bool


def newcomers(kept: Case, merged: Case, day: date) -> list[Office]:
    """Who takes part in the merged case, not yet in the kept one, and is covered by its consent."""
    there = _engaged(kept)
    return [
        office
        for office in covered_offices(kept, day)
        if office in _engaged(merged) - there and office.kind != OfficeKind.BUREAU
    ]


def readings(kept: Case, merged: Case, day: date) -> list[Reading]:
    """Of the kept case by its consent, of the merged one by the narrower of both."""
    wide, narrow = covered_offices(kept, day), covered_offices(merged, day)
    new = newcomers(kept, merged, day)
    taking_part = [office for office in wide if office in _engaged(kept) or office in new]
    return [
        Reading(
            office,
            Category.of(wide[office]),
            Category.of(wide[office] & narrow.get(office, 0)),
            office in new,
        )
        for office in sorted(taking_part, key=str)
    ]


def _engaged(case: Case) -> set[Office]:
    rows = Engagement.objects.open().filter(case=case).select_related("recipient")
    return {row.recipient for row in rows}

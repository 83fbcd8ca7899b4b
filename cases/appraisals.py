"""Barriers and resources by domain: what stands today, and how it came about (C9)."""

from dataclasses import dataclass
from datetime import date

from cases.choices import Domain, Weight
from cases.item_queries import CategorisedQuerySet
from cases.models import CaseNote
from core import clock
from core.choices import Category

# As the question of the detection grid on the same matter.
CATEGORIES = {
    Domain.HEALTH: Category.HEALTH,
    Domain.ADDICTION: Category.HEALTH,
    Domain.TRAINING: Category.WORK,
    Domain.LANGUAGE: Category.WORK,
    Domain.FAMILY: Category.SOCIAL,
    Domain.DEBTS: Category.FINANCE,
    Domain.MOTIVATION: Category.WORK,
    Domain.CAPACITY: Category.WORK,
}
# Units of the drawing of one domain; a barrier stands below the middle, a resource above.
WIDTH, HEIGHT, MARGIN, STEP = 300, 64, 8, 8


@dataclass(frozen=True)
class Point:
    """An appraisal in the drawing of its domain."""

    note: CaseNote
    x: int
    y: int

    @property
    def side(self) -> str:
        weight = self.note.weight or 0
        return "barrier" if weight < 0 else "resource" if weight > 0 else "neither"


@dataclass(frozen=True)
class Lane:
    """The appraisals of one domain, the oldest first; the last one stands until today."""

    points: list[Point]

    @property
    def current(self) -> CaseNote:
        return self.points[-1].note

    @property
    def line(self) -> str:
        """The corners of a line by steps: a weight lasts until the next one."""
        corners: list[tuple[int, int]] = []
        for point in self.points:
            if corners:
                corners.append((point.x, corners[-1][1]))
            corners.append((point.x, point.y))
        corners.append((WIDTH - MARGIN, corners[-1][1]))
        return " ".join(f"{x},{y}" for x, y in corners)


@dataclass(frozen=True)
class Development:
    """The domains that she reads, over the days from the first of these appraisals to today."""

    lanes: list[Lane]
    notes: list[CaseNote]
    since: date
    width: int = WIDTH
    height: int = HEIGHT
    middle: int = HEIGHT // 2


def development(notes: CategorisedQuerySet, day: date) -> Development | None:
    """The appraisals among these entries, drawn until a day; None where there is none.

    The entries are those open to the reader: neither drawing nor scale tells of another one.
    """
    rows = list(notes.exclude(domain="").select_related("written_by", "office"))
    if not rows:
        return None
    rows.sort(key=lambda row: row.written_at)
    since = clock.day_of(rows[0].written_at)
    days = max((day - since).days, 1)
    lanes = []
    for domain in Domain:
        if of_domain := [row for row in rows if row.domain == domain]:
            lanes.append(Lane([_point(row, since, days) for row in of_domain]))
    return Development(lanes, rows[::-1], since)


def _point(row: CaseNote, since: date, days: int) -> Point:
    share = min((clock.day_of(row.written_at) - since).days / days, 1)
    x = MARGIN + round(share * (WIDTH - 2 * MARGIN))
    return Point(row, x, HEIGHT // 2 - STEP * Weight(row.weight or 0))

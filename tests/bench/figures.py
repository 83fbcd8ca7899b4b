"""A measured figure beside its goal, printed as one line of JSON."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TextIO


@dataclass(frozen=True)
class Figure:
    """`ok` is None where the goal is not judged, because it speaks of another size."""

    name: str
    value: float
    unit: str
    goal: str
    ok: bool | None


def at_most(goal: float, name: str, value: float, unit: str) -> Figure:
    return Figure(name, round(value, 3), unit, f"≤ {goal:g}", value <= goal)


def at_least(goal: float, name: str, value: float, unit: str, *, judged: bool = True) -> Figure:
    return Figure(name, round(value, 3), unit, f"≥ {goal:g}", value >= goal if judged else None)


def publish(figures: Iterable[Figure], out: TextIO) -> int:
    """Print each figure as soon as it is there; the exit status is 1 when a goal is missed."""
    missed = 0
    for figure in figures:
        print(json.dumps(asdict(figure), ensure_ascii=False), file=out, flush=True)
        missed += figure.ok is False
    return int(missed > 0)

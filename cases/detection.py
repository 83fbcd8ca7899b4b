"""The grids of a case as one reader may read them, each beside the one before it (C1)."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from cases.choices import CaseState
from cases.grid import in_words
from cases.models import Flag
from cases.reading import CaseAccess


@dataclass(frozen=True)
class Answer:
    """A question with its answer; `before` is the former answer where it was another one."""

    question: str
    answer: str
    before: str = ""


@dataclass(frozen=True)
class ShownGrid:
    """A filled-in grid: whole for the dispositif that wrote it, else the categories she reads."""

    flag: Flag
    remark: str
    answers: list[Answer]
    is_again: bool

    @property
    def changed(self) -> list[Answer]:
        return [row for row in self.answers if row.before]


def grids_of(access: CaseAccess) -> list[ShownGrid]:
    """The grids of which she reads a part, the latest first."""
    rows = list(Flag.objects.filter(case=access.case).select_related("flagged_by", "grid"))
    befores: list[Flag | None] = [*rows[1:], None]
    shown = (_shown(row, before, access) for row, before in zip(rows, befores, strict=True))
    return [grid for grid in shown if grid.answers]


def _shown(flag: Flag, before: Flag | None, access: CaseAccess) -> ShownGrid:
    is_own = flag.office_id in access.own_offices
    reads_remark = is_own or access.reads(flag.remark_category)
    former = _said(before, access) if before else {}
    answers = [
        Answer(question, said, former[code] if former.get(code, said) != said else "")
        for code, (question, said) in _worded(flag, access)
    ]
    return ShownGrid(flag, flag.remark if reads_remark else "", answers, before is not None)


def _said(flag: Flag, access: CaseAccess) -> dict[str, str]:
    return {code: said for code, (_question, said) in _worded(flag, access)}


def _worded(flag: Flag, access: CaseAccess) -> Iterator[tuple[str, tuple[str, str]]]:
    """The answers that she reads, by the code of their question, in the words of their version."""
    is_own = flag.office_id in access.own_offices
    codes = [
        question["code"]
        for question in flag.grid.questions
        if question["code"] in flag.answers and (is_own or access.reads(question["category"]))
    ]
    spoken = (get_language() or "fr")[:2]
    return zip(codes, in_words(flag.grid.questions, flag.answers, codes, spoken), strict=True)


def departs(access: CaseAccess, latest: ShownGrid) -> bool:
    """A grid asked anew after the triage suggests another path than the one decided (C1, C6)."""
    case = access.case
    return (
        latest.is_again
        and case.state == CaseState.TRIAGED
        and case.triaged_at is not None
        and case.triaged_at <= latest.flag.flagged_at
        and latest.flag.suggested_path != case.path
    )

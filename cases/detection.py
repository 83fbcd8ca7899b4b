"""The grids of a case as one reader may read them, each beside the one before it (C1)."""

from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

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
    now, former = _worded(flag, access), _worded(before, access) if before else {}
    asked_before = {question["code"] for question in before.grid.questions} if before else set()
    answers = []
    # What was answered before and is left open now comes last.
    for code in [*now, *(code for code in former if code not in now)]:
        question, said = now.get(code) or (former[code][0], _("laissé ouvert"))
        # Another version may say the same answer in other words, or not ask the question at all.
        is_same = before is None or flag.answers.get(code) == before.answers.get(code)
        is_new = is_same or code not in asked_before
        was = "" if is_new else former[code][1] if code in former else _("laissé ouvert")
        answers.append(Answer(question, said, was))
    return ShownGrid(flag, flag.remark if reads_remark else "", answers, before is not None)


def _worded(flag: Flag, access: CaseAccess) -> dict[str, tuple[str, str]]:
    """The answers that she reads, by the code of their question, in the words of their version."""
    is_own = flag.office_id in access.own_offices
    codes = [
        question["code"]
        for question in flag.grid.questions
        if question["code"] in flag.answers and (is_own or access.reads(question["category"]))
    ]
    spoken = (get_language() or "fr")[:2]
    words = in_words(flag.grid.questions, flag.answers, codes, spoken)
    return dict(zip(codes, words, strict=True))


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

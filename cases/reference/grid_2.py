"""The detection grid, version 2: the questions of version 1, and whom each answer speaks for (C7).

Which dispositif to ask is our assumption [I]; the one who asks decides.
"""

from typing import Any

from accounts.choices import OfficeKind
from cases.reference import grid

# question, answer: the kinds of dispositif that a collaboration request would go to first
ASKS: dict[tuple[str, str], list[OfficeKind]] = {
    ("work_capacity", "unclear"): [OfficeKind.OAI],
    ("incapacity", "yes"): [OfficeKind.OAI],
    ("incapacity", "announced"): [OfficeKind.OAI],
    ("health", "much"): [OfficeKind.OAI],
    ("addiction", "yes"): [OfficeKind.CMS],
    ("training", "none"): [OfficeKind.OSP],
    ("training", "at_risk"): [OfficeKind.OSP, OfficeKind.T1],
    ("family_housing", "burdened"): [OfficeKind.CMS],
    ("family_housing", "crisis"): [OfficeKind.CMS],
    ("debts_income", "debts"): [OfficeKind.CMS],
    ("debts_income", "ending"): [OfficeKind.CMS, OfficeKind.ORP],
    ("motivation", "varying"): [OfficeKind.LMMT],
}


def _asking(question: dict[str, Any]) -> dict[str, Any]:
    answers = []
    for answer in question["answers"]:
        kinds = ASKS.get((question["code"], answer["value"]), [])
        answers.append(answer | {"asks": [kind.value for kind in kinds]})
    return question | {"answers": answers}


THRESHOLDS = grid.THRESHOLDS
QUESTIONS = [_asking(question) for question in grid.QUESTIONS]

"""What the detection grid suggests and why; the worker decides (C1)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cases.choices import Path

AGE_GROUP = "age_group"
# upper bound (excluded) and answer of the computed question
AGE_GROUPS = [(25, "under_25"), (55, "from_25_to_54"), (200, "from_55")]
# The most comprehensive path that reaches its threshold is suggested.
PRIORITY = [Path.ASSESSMENT, Path.TRO, Path.TANDEM, Path.AI_NOTICE, Path.BILATERAL]


def asked(questions: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The questions for the form: all but the one computed from the date of birth."""
    return [question for question in questions if question["code"] != AGE_GROUP]


def suggest(
    questions: Sequence[Mapping[str, Any]],
    thresholds: Mapping[str, int],
    answers: Mapping[str, str],
    age: int,
) -> tuple[Path, list[str]]:
    """The suggested path and the codes of the questions whose answers led there (C1).

    A question without an answer weighs nothing. Raises `ValueError` for an answer that the grid
    does not offer.
    """
    return suggest_from(questions, thresholds, {**answers, AGE_GROUP: age_group(age)})


def suggest_from(
    questions: Sequence[Mapping[str, Any]],
    thresholds: Mapping[str, int],
    given: Mapping[str, str],
) -> tuple[Path, list[str]]:
    """The same where the age group stands among the answers."""
    weights = {
        question["code"]: _weights(question, given[question["code"]])
        for question in questions
        if question["code"] in given
    }
    for path in PRIORITY:
        reasons = {code: weight[path] for code, weight in weights.items() if weight.get(path)}
        if path in thresholds and sum(reasons.values()) >= thresholds[path]:
            return path, sorted(reasons, key=lambda code: -reasons[code])
    return Path.NONE, []


def in_words(
    questions: Sequence[Mapping[str, Any]],
    answers: Mapping[str, str],
    codes: Iterable[str],
    language: str,
) -> list[tuple[str, str]]:
    """The questions of these codes with what was answered, as the form says it."""
    by_code = {question["code"]: question for question in questions}
    rows = []
    for code in codes:
        question = by_code[code]
        said = next(a for a in question["answers"] if a["value"] == answers[code])
        rows.append((question[language], said[language]))
    return rows


def age_group(age: int) -> str:
    """The answer to the computed question, for an age in years."""
    return next(group for bound, group in AGE_GROUPS if age < bound)


def _weights(question: Mapping[str, Any], value: str) -> Mapping[str, int]:
    for answer in question["answers"]:
        if answer["value"] == value:
            return answer["weights"]
    raise ValueError(f"{question['code']} has no answer {value!r}")

"""Whether a new version of the detection grid can be asked and weighed (C1)."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.choices import OfficeKind
from cases.choices import Path
from cases.grid import AGE_GROUP, AGE_GROUPS, PRIORITY
from core.choices import Category
from core.refusal import Refusal

PATHS = {path.value for path in PRIORITY}
KINDS = set(OfficeKind.values)
LANGUAGES = ("fr", "de")


def check_grid(questions: Any, thresholds: Any, *, valid_from: date, today: date) -> None:
    """Raises Refusal, with the question and what to write, for a grid that can't be used.

    It comes into force tomorrow at the earliest, so that it can be tried before.
    """
    if valid_from <= today:
        raise Refusal(
            _("Une nouvelle version vaut au plus tôt dès demain : on peut l’essayer d’ici là."),
            "valid_from",
        )
    for fault in _faults_of(questions):
        raise Refusal(fault, "questions")
    for fault in _faults_of_thresholds(thresholds, questions):
        raise Refusal(fault, "thresholds")


def _faults_of(questions: Any) -> Iterator[str]:
    if not isinstance(questions, list) or not all(isinstance(row, dict) for row in questions):
        yield _("Écrivez une liste de questions.")
        return
    codes = [row.get("code") for row in questions]
    for place, row in enumerate(questions, start=1):
        for fault in _faults_of_question(row, codes):
            yield _("Question %(place)s : %(fault)s") % {"place": place, "fault": fault}
    if AGE_GROUP not in codes:
        yield _("La question « %(code)s » doit rester : l’âge y répond.") % {"code": AGE_GROUP}


def _faults_of_question(row: Mapping[str, Any], codes: list[Any]) -> Iterator[str]:
    code, answers = row.get("code"), row.get("answers")
    if not (isinstance(code, str) and code.isidentifier()):
        yield _("un « code » en lettres, chiffres et traits bas.")
    elif codes.count(code) > 1:
        yield _("le code « %(code)s » est déjà pris.") % {"code": code}
    if row.get("category") not in Category.values:
        yield _("une « category » parmi %(values)s.") % {"values": _listed(Category.values)}
    yield from _faults_of_words(row)
    rows = answers if isinstance(answers, list) else []
    if len(rows) < 2 or not all(isinstance(answer, dict) for answer in rows):
        yield _("au moins deux réponses dans « answers ».")
        return
    values = [answer.get("value") for answer in rows]
    if len(set(map(str, values))) < len(values):
        yield _("chaque réponse a sa propre « value ».")
    if code == AGE_GROUP and set(values) != {group for _bound, group in AGE_GROUPS}:
        yield _("les réponses %(values)s, que l’âge donne.") % {
            "values": _listed(group for _bound, group in AGE_GROUPS)
        }
    for answer in rows:
        yield from _faults_of_answer(answer)
    if any(rows[0].get("weights") or {}):
        yield _("la première réponse est celle qui ne signale rien : sans poids.")


def _faults_of_answer(answer: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(answer.get("value"), str) or not answer["value"]:
        yield _("chaque réponse a une « value ».")
    yield from _faults_of_words(answer)
    weights, asks = answer.get("weights"), answer.get("asks", [])
    if not _counts(weights):
        yield _("des « weights » entiers, par prise en charge parmi %(values)s.") % {
            "values": _listed(PATHS)
        }
    if not isinstance(asks, list) or not set(map(str, asks)) <= KINDS:
        yield _("des dispositifs « asks » parmi %(values)s.") % {"values": _listed(KINDS)}


def _faults_of_words(row: Mapping[str, Any]) -> Iterator[str]:
    for language in LANGUAGES:
        words = row.get(language)
        if not isinstance(words, str) or not words.strip():
            yield _("un texte « %(language)s ».") % {"language": language}


def _faults_of_thresholds(thresholds: Any, questions: list[dict[str, Any]]) -> Iterator[str]:
    if not _counts(thresholds) or not thresholds:
        yield _("Un seuil entier par prise en charge parmi %(values)s.") % {
            "values": _listed(PATHS)
        }
        return
    for path, threshold in thresholds.items():
        most = sum(
            max(answer["weights"].get(path, 0) for answer in row["answers"]) for row in questions
        )
        if not 0 < threshold <= most:
            yield _(
                "Le seuil de « %(path)s » va de 1 à %(most)s, le poids que les réponses peuvent "
                "atteindre ensemble."
            ) % {"path": Path(path).label, "most": most}


def _counts(rows: Any) -> bool:
    """A number from zero for some of the paths."""
    return isinstance(rows, dict) and all(
        path in PATHS and type(number) is int and number >= 0 for path, number in rows.items()
    )


def _listed(values: Any) -> str:
    return ", ".join(sorted(str(value) for value in values))

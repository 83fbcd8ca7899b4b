"""A new version of the detection grid is prepared, tried, and comes into force on its day (C1)."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from audit.models import Trace
from cases.actions.grids import prepare_grid
from cases.grid_check import check_grid
from cases.models import Flag, GridVersion
from core import clock
from core.refusal import Forbidden, Refusal
from tests.factories import Cast, flagged
from tests.pages import Visitor, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cast")]
KEEPER = "valerie_chargee"


@pytest.fixture
def last() -> GridVersion:
    return GridVersion.objects.latest("version")


def ahead(**changes: Any) -> dict[str, Any]:
    last = GridVersion.objects.latest("version")
    return {
        "valid_from": clock.today() + timedelta(days=1),
        "questions": deepcopy(last.questions),
        "thresholds": dict(last.thresholds),
    } | changes


def test_a_version_is_asked_from_its_day_on_and_old_flags_keep_theirs(
    cast: Cast, last: GridVersion
) -> None:
    before = Flag.objects.get(case=flagged(cast))
    row = prepare_grid(**ahead(), by=cast[KEEPER], at=clock.now())
    assert row.version == last.version + 1
    assert Flag.objects.get(case=flagged(cast, last_name="Fux")).grid == last
    with clock.at(clock.now() + timedelta(days=1)):
        assert Flag.objects.get(case=flagged(cast, last_name="Imhof")).grid == row
    before.refresh_from_db()
    assert before.grid == last
    trace = Trace.objects.get(event="grid.prepared")
    assert (trace.actor, trace.details["version"]) == (cast[KEEPER], row.version)


def test_only_who_keeps_reference_data_prepares_or_tries_a_version(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        prepare_grid(**ahead(), by=cast["claire_orp_sion"], at=clock.now())
    assert Visitor(cast["claire_orp_sion"]).get("cases:grid_try").status_code == 403
    assert Visitor(cast[KEEPER]).get("cases:grid_try").status_code == 200


Change = Callable[[list[dict[str, Any]]], None]
WRONG: dict[str, tuple[Change, str]] = {
    "no text": (lambda rows: rows[1].update(de=" "), "Question 2 : un texte « de »"),
    "one code twice": (lambda rows: rows[1].update(code=rows[2]["code"]), "déjà pris"),
    "no code": (lambda rows: rows[1].pop("code"), "un « code »"),
    "unknown category": (lambda rows: rows[1].update(category=3), "une « category »"),
    "one answer": (lambda rows: rows[1].update(answers=rows[1]["answers"][:1]), "deux réponses"),
    "one value twice": (
        lambda rows: rows[1]["answers"][1].update(value=rows[1]["answers"][0]["value"]),
        "sa propre « value »",
    ),
    "weight of no path": (
        lambda rows: rows[1]["answers"][1].update(weights={"elsewhere": 1}),
        "« weights »",
    ),
    "weight that is no number": (
        lambda rows: rows[1]["answers"][1].update(weights={"tro": "2"}),
        "« weights »",
    ),
    "unknown dispositif": (lambda rows: rows[1]["answers"][1].update(asks=["x"]), "« asks »"),
    "first answer weighs": (
        lambda rows: rows[1]["answers"][0].update(weights={"tro": 1}),
        "première réponse",
    ),
    "no age": (lambda rows: rows.pop(0), "doit rester"),
    "age of its own": (lambda rows: rows[0]["answers"].pop(), "que l’âge donne"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_asked_or_weighed_is_refused_with_the_question(
    cast: Cast, name: str
) -> None:
    change, told = WRONG[name]
    values = ahead()
    change(values["questions"])
    with pytest.raises(Refusal, match=told) as refused:
        prepare_grid(**values, by=cast[KEEPER], at=clock.now())
    assert refused.value.field == "questions"


@pytest.mark.parametrize("questions", [None, {}, ["question"], 3, [None]])
def test_what_is_no_list_of_questions_is_refused(questions: Any) -> None:
    values = ahead(questions=questions)
    with pytest.raises(Refusal, match="liste de questions"):
        check_grid(**values, today=clock.today())


@pytest.mark.parametrize(
    "thresholds", [{}, [], {"tro": 0}, {"tro": 999}, {"none": 2}, {"tro": True}]
)
def test_a_threshold_that_no_answers_reach_is_refused(thresholds: Any) -> None:
    with pytest.raises(Refusal) as refused:
        check_grid(**ahead(thresholds=thresholds), today=clock.today())
    assert refused.value.field == "thresholds"


def test_a_version_is_in_force_tomorrow_at_the_earliest() -> None:
    with pytest.raises(Refusal) as refused:
        check_grid(**ahead(valid_from=clock.today()), today=clock.today())
    assert refused.value.field == "valid_from"


def test_it_is_prepared_on_a_page_that_starts_from_the_last_and_loses_nothing(
    cast: Cast, last: GridVersion
) -> None:
    valerie = Visitor(cast[KEEPER])
    url = reverse("admin:cases_gridversion_add")
    page = valerie.client.get(url)
    assert last.questions[1]["fr"] in text(page)
    values = ahead()
    values["questions"][1]["fr"] = "Peut-elle travailler ?"
    sent = {name: json.dumps(value, default=str) for name, value in values.items()}
    sent["valid_from"] = str(values["valid_from"])
    wrong = valerie.client.post(url, sent | {"thresholds": "{"})
    assert wrong.status_code == 200 and "Peut-elle travailler ?" in text(wrong)
    assert valerie.client.post(url, sent).status_code == 302
    row = GridVersion.objects.latest("version")
    assert row.version == last.version + 1
    assert row.questions[1]["fr"] == "Peut-elle travailler ?"


def test_a_version_that_exists_is_read_and_never_changed(cast: Cast, last: GridVersion) -> None:
    url = reverse("admin:cases_gridversion_change", args=[last.pk])
    valerie = Visitor(cast[KEEPER])
    assert valerie.client.get(url).status_code == 200
    assert valerie.client.post(url, {"valid_from": "2030-01-01"}).status_code == 403


def test_a_version_is_tried_before_its_day_and_names_the_answers_behind_its_suggestion(
    cast: Cast,
) -> None:
    values = ahead()
    values["questions"][1]["answers"][1] |= {"fr": "à moitié", "weights": {"tro": 6}}
    row = prepare_grid(**values, by=cast[KEEPER], at=clock.now())
    question, answer = row.questions[1], row.questions[1]["answers"][1]
    answers = {"age_group": "from_25_to_54", question["code"]: answer["value"]}
    data = answers | {"version": row.version, "essayer": 1}
    page = text(Visitor(cast[KEEPER]).get("cases:grid_try", data=data))
    suggestion = page.split('role="status"')[1].split("</article>")[0]
    assert "TRO" in suggestion and question["fr"] in suggestion and "à moitié" in suggestion


def test_a_version_that_does_not_exist_cannot_be_tried(cast: Cast) -> None:
    valerie = Visitor(cast[KEEPER])
    assert valerie.get("cases:grid_try", query="?version=999").status_code == 404
    assert valerie.get("cases:grid_try", query="?version=%C2%B2").status_code == 200

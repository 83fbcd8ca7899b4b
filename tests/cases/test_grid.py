import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.choices import Path
from cases.grid import AGE_GROUP, PRIORITY, age_group, asked, suggest
from cases.reference.grid import QUESTIONS, THRESHOLDS
from core.choices import Category

QUIET = {question["code"]: question["answers"][0]["value"] for question in asked(QUESTIONS)}
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        question["code"]: st.sampled_from([answer["value"] for answer in question["answers"]])
        for question in asked(QUESTIONS)
    },
)
AGES = st.integers(15, 70)


def weight(path, answers, age):
    given = {**answers, AGE_GROUP: age_group(age)}
    return sum(
        answer["weights"].get(path, 0)
        for question in QUESTIONS
        for answer in question["answers"]
        if given.get(question["code"]) == answer["value"]
    )


@pytest.mark.parametrize(
    ("changes", "age", "path"),
    [
        ({}, 40, Path.NONE),
        ({"two_bodies": "soon"}, 40, Path.BILATERAL),
        ({"incapacity": "yes"}, 40, Path.AI_NOTICE),
        ({"debts_income": "ending", "motivation": "varying"}, 40, Path.TANDEM),
        ({"two_bodies": "several", "lost": "lost", "training": "at_risk"}, 22, Path.TRO),
        (
            {"health": "much", "addiction": "yes", "work_capacity": "unclear"},
            40,
            Path.ASSESSMENT,
        ),
    ],
)
def test_the_grid_suggests_a_path(changes, age, path):
    assert suggest(QUESTIONS, THRESHOLDS, QUIET | changes, age)[0] == path


def test_it_says_which_answers_led_there_the_weightiest_first():
    answers = QUIET | {"two_bodies": "several", "lost": "unclear", "language": "no"}
    path, reasons = suggest(QUESTIONS, THRESHOLDS, answers, 40)
    assert (path, reasons) == (Path.BILATERAL, ["two_bodies", "lost"])


def test_a_young_age_weighs_without_being_asked():
    answers = QUIET | {"two_bodies": "several", "lost": "lost", "language": "no"}
    assert suggest(QUESTIONS, THRESHOLDS, answers, 40)[0] == Path.BILATERAL
    path, reasons = suggest(QUESTIONS, THRESHOLDS, answers, 24)
    assert path == Path.TRO
    assert AGE_GROUP in reasons


@pytest.mark.parametrize(
    ("age", "group"),
    [(24, "under_25"), (25, "from_25_to_54"), (54, "from_25_to_54"), (55, "from_55")],
)
def test_age_groups(age, group):
    assert age_group(age) == group


def test_an_answer_that_the_grid_does_not_offer_is_refused():
    with pytest.raises(ValueError, match="health"):
        suggest(QUESTIONS, THRESHOLDS, QUIET | {"health": "purple"}, 40)


@given(ANSWERS, AGES)
def test_the_suggestion_reaches_its_threshold_and_no_wider_path_does(answers, age):
    path, reasons = suggest(QUESTIONS, THRESHOLDS, answers, age)
    wider = PRIORITY if path == Path.NONE else PRIORITY[: PRIORITY.index(path)]
    assert all(weight(other, answers, age) < THRESHOLDS[other] for other in wider)
    if path == Path.NONE:
        assert reasons == []
    else:
        assert weight(path, answers, age) >= THRESHOLDS[path]
        assert set(reasons) <= {*answers, AGE_GROUP}


def test_the_first_version_is_well_formed():
    codes = [question["code"] for question in QUESTIONS]
    assert len(codes) == len(set(codes)) == 12
    assert set(THRESHOLDS) == set(PRIORITY)
    for question in QUESTIONS:
        assert question["category"] in Category.values
        assert question["fr"]
        assert question["de"]
        values = [answer["value"] for answer in question["answers"]]
        assert len(values) == len(set(values)) >= 2
        assert question["answers"][0]["weights"] == {}
        for answer in question["answers"]:
            assert answer["fr"]
            assert answer["de"]
            assert set(answer["weights"]) <= set(THRESHOLDS)

"""The grid asked anew when the situation changes: beside the first answers, told, never obeyed."""

from datetime import timedelta

import pytest

from accounts.scope import Scope
from cases.actions.detection import ask_grid_again
from cases.actions.flags import drop_case
from cases.choices import CaseState, Path
from cases.detection import grids_of
from cases.models import Case, Flag, GridVersion
from cases.reading import CaseAccess
from cases.review import changes, concerns
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from messaging.models import InboxEntry
from tests.factories import Cast, consent, flagged, managed, office
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
WORSE = {"health": "much", "work_capacity": "unclear", "two_bodies": "several"}
CHANGED = "Hospitalisation en mars."


def again(cast: Cast, case: Case, who: str = "claire_orp_sion", **changes):
    values = {"answers": WORSE, "chosen_path": Path.ASSESSMENT, "remark": CHANGED}
    return ask_grid_again(case, **values | changes, by=cast[who], at=clock.now())


def read_by(cast: Cast, who: str, case: Case) -> CaseAccess:
    return CaseAccess.of(Case.objects.get(pk=case.pk), Scope.of(cast[who], clock.now()))


def test_what_was_answered_before_stays_with_its_version(cast: Cast) -> None:
    case = flagged(cast)
    first = case.flags.get()
    newer = GridVersion.objects.get(pk=first.grid_id)
    newer.pk, newer.version, newer.valid_from = None, 90, clock.today()
    newer.save()
    latest = again(cast, case, "anna_orp_sion")
    first.refresh_from_db()
    assert (latest.grid.version, first.grid.version) == (90, first.grid.version)
    assert first.answers != latest.answers == WORSE
    grids = grids_of(read_by(cast, "anna_orp_sion", case))
    assert [grid.is_again for grid in grids] == [True, False]
    changed = {row.answer: row.before for row in grids[0].changed}
    assert changed, "an answer that differs shows the one before"
    assert all(before and before != now for now, before in changed.items())
    opened = set(latest.answers) - set(first.answers)
    assert list(changed.values()).count("laissé ouvert") == len(opened)


def test_only_another_answer_counts_as_changed_and_not_its_wording(cast: Cast) -> None:
    case = flagged(cast)
    first = case.flags.get()
    newer = GridVersion.objects.get(pk=first.grid_id)
    newer.pk, newer.version, newer.valid_from = None, 90, clock.today()
    for question in newer.questions:
        for answer in question["answers"]:
            answer["fr"] += " (reformulé)"
    newer.save()
    kept, *left = first.answers
    again(cast, case, answers={kept: first.answers[kept]})
    grid = grids_of(read_by(cast, "anna_orp_sion", case))[0]
    assert left, "more than one question was answered"
    assert [row.before != "" for row in grid.answers] == [False, *(True for _code in left)]
    assert {row.answer for row in grid.changed} == {"laissé ouvert"}


def test_only_the_home_dispositif_asks_again_and_says_what_changed(cast: Cast) -> None:
    case = managed(cast)
    for who in ("mireille_cms_sierre", "isabelle_coord_central", "valerie_chargee"):
        with pytest.raises(Forbidden):
            again(cast, case, who)
    with pytest.raises(Refusal) as refused:
        again(cast, case, remark="  ")
    assert refused.value.field == "remark"
    dropped = flagged(cast, last_name="Autre")
    drop_case(
        dropped, reason="Retrouvé.", seen=dropped.state, by=cast["claire_orp_sion"], at=clock.now()
    )
    with pytest.raises(Refusal, match="terminé"):
        again(cast, dropped)


def test_coordination_and_case_manager_are_told_and_nothing_moves(cast: Cast) -> None:
    case = managed(cast)
    before = Case.objects.filter(pk=case.pk).values().get()
    again(cast, case)
    assert Case.objects.filter(pk=case.pk).values().get() == before
    told = InboxEntry.objects.filter(notice="grid.asked_again")
    assert {entry.user for entry in told} == {
        cast["isabelle_coord_central"],
        cast["mireille_cms_sierre"],
    }
    assert CHANGED not in str(list(told.values()))
    silent = flagged(cast, last_name="Autre")
    again(cast, silent)
    assert told.count() == 2, "nothing leaves the dispositif before the announcement"


def test_the_review_says_what_the_grid_suggests_now(cast: Cast) -> None:
    case = managed(cast)
    since = clock.now()
    with clock.at(since + timedelta(days=5)):
        flag = again(cast, case)
        seen = read_by(cast, "isabelle_coord_central", case)
        now = flag.get_suggested_path_display()
        assert flag.suggested_path != seen.case.path
        told = [event.title for event in changes(seen, since, [], [])]
        assert f"Grille remplie à nouveau : suggère {now}" in told
        titles = [row.title for row in concerns(seen, clock.today(), [], [])]
        assert f"La grille suggère désormais : {now}" in titles


def test_a_partner_reads_the_answers_of_the_granted_categories_alone(cast: Cast) -> None:
    case = managed(cast)
    again(cast, case)
    narrow = {office("bureau-cii"): set(Category), office("cms-sierre"): {Category.HEALTH}}
    consent(case, cast, recipients=narrow)
    seen = grids_of(read_by(cast, "mireille_cms_sierre", case))
    asked = {
        question["fr"]: question["category"] for question in Flag.objects.first().grid.questions
    }
    assert {asked[row.question] for grid in seen for row in grid.answers} == {Category.HEALTH}
    assert [grid.remark for grid in seen] == ["", ""]
    assert grids_of(read_by(cast, "wilma_oai_sion", case)) == []


def test_the_page_begins_with_the_former_answers_and_loses_nothing(cast: Cast) -> None:
    case = flagged(cast)
    worker = Visitor(cast["anna_orp_sion"])
    page = text(worker.get("cases:grid_again", case.pk))
    for code, value in case.flags.get().answers.items():
        assert f'name="q_{code}" value="{value}"' in page
    typed = {f"q_{code}": value for code, value in WORSE.items()} | {"save": ""}
    page = text(worker.post("cases:grid_again", case.pk, data=typed | {"chosen_path": "tro"}))
    assert "Dites" in page or "obligatoire" in page
    assert 'value="tro" id=' in page
    assert case.flags.count() == 1
    answer = worker.post(
        "cases:grid_again", case.pk, data=typed | {"chosen_path": "tro", "remark": CHANGED}
    )
    assert answer.headers["Location"].endswith("/grilles/")
    assert CHANGED in text(worker.get("cases:grids", case.pk))
    assert case.flags.first().chosen_path == "tro"
    assert Case.objects.get(pk=case.pk).state == CaseState.FLAGGED


def test_the_live_suggestion_follows_the_answers(cast: Cast) -> None:
    case = flagged(cast)
    typed = {f"q_{code}": value for code, value in WORSE.items()}
    worker, htmx = Visitor(cast["anna_orp_sion"]), {"HX-Request": "true"}
    part = text(worker.post("cases:grid_again", case.pk, data=typed, headers=htmx))
    assert "Suggestion :" in part
    assert "<html" not in part

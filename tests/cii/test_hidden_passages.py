"""Words about third persons that somebody marks by hand stay out of the person's copy (P6)."""

import pytest
from django.http import Http404

from audit.models import Trace
from cases.actions.access_requests import end_request, store_file
from cases.actions.follow_ups import review
from cases.actions.notes import add_note
from cases.actions.passages import hide_passage, lift_passage
from cases.choices import AccessRequestEnd, FollowUpResult
from cases.models import AccessRequest, CaseNote, FollowUp, HiddenPassage
from cases.texts import key_of
from cii.person_file import build
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from documents.reading import read_document
from messaging.sweeper import sweep
from tests.cii.test_person_file import asked, told
from tests.factories import Cast, planned
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
TEXT = "Sa sœur, caissière à Ardon, la garde le soir. Cherche un emploi."
WORDS = "Sa sœur, caissière à Ardon,"


@pytest.fixture
def request_(cast: Cast) -> AccessRequest:
    case = planned(cast)
    by = {"by": cast["claire_orp_sion"], "at": clock.now()}
    add_note(case, category=Category.SOCIAL, text=TEXT, **by)
    return asked(cast, case)


def marked(request: AccessRequest, cast: Cast, key: str = "claire_orp_sion", **changes):
    said = {"text": written(), "words": WORDS, "reason": "Vie d’un tiers."}
    return hide_passage(request, **(said | changes), by=cast[key], at=clock.now())


def written() -> str:
    """The key of the entry."""
    return key_of(CaseNote.objects.get(text=TEXT))


def file_of(request: AccessRequest) -> str:
    sweep()
    request.refresh_from_db()
    return told(read_document(request.file))


def test_a_marked_passage_is_left_out_of_a_file_made_anew_and_stays_in_the_entry(cast, request_):
    before = file_of(request_)
    first = request_.file_id
    assert before.count("caissière") == 2
    marked(request_, cast)
    request_.refresh_from_db()
    assert request_.file is None
    after = file_of(request_)
    assert request_.file_id != first
    assert "caissière" not in after and "la garde le soir" in after
    assert "Vie d’un tiers" not in after
    assert CaseNote.objects.filter(text=TEXT).exists()


def test_it_says_who_marked_it_when_and_why_and_is_traced_without_a_word_of_it(cast, request_):
    passage = marked(request_, cast)
    assert (passage.hidden_by, passage.reason) == (cast["claire_orp_sion"], "Vie d’un tiers.")
    trace = Trace.objects.get(event="access_request.passage_hidden")
    assert trace.details == {"text": passage.text}
    assert trace.cases.get().role == "home"


def test_a_file_that_was_being_made_when_a_passage_was_marked_is_let_go(cast, request_):
    made = build(request_.pk, clock.now())
    marked(request_, cast)
    store_file(request_.pk, clock.now(), made)
    request_.refresh_from_db()
    assert request_.file is None
    assert "caissière" not in file_of(request_)


def test_the_next_request_leaves_it_out_too(cast, request_):
    marked(request_, cast)
    because = AccessRequestEnd.WITHDRAWN
    end_request(request_, because=because, by=cast["claire_orp_sion"], at=clock.now())
    assert "caissière" not in file_of(asked(cast, request_.case))


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"words": "Sa soeur"}, "words"), ({"words": " "}, "words"), ({"reason": " "}, "reason")],
)
def test_what_is_not_there_or_not_explained_is_refused(cast, request_, changes, field):
    with pytest.raises(Refusal) as refused:
        marked(request_, cast, **changes)
    assert refused.value.field == field


def test_after_the_answer_nothing_is_marked(cast, request_):
    because = AccessRequestEnd.WITHDRAWN
    end_request(request_, because=because, by=cast["claire_orp_sion"], at=clock.now())
    with pytest.raises(Refusal):
        marked(request_, cast)


def test_only_who_hands_out_the_file_and_reads_the_entry_marks_it(cast, request_):
    with pytest.raises(Forbidden):
        marked(request_, cast, "mireille_cms_sierre")
    with pytest.raises(Http404):
        marked(request_, cast, "monique_secretariat")
    page = text(Visitor(cast["monique_secretariat"]).get("cases:passage_hide", request_.pk))
    assert "caissière" not in page


def test_a_lifted_passage_is_hers_again_and_says_who_lifted_it(cast, request_):
    passage = marked(request_, cast)
    assert "caissière" not in file_of(request_)
    claire = Visitor(cast["claire_orp_sion"])
    assert "Ne plus masquer" in text(claire.get("cases:passage_hide", request_.pk))
    claire.post("cases:passage_lift", passage.pk)
    assert "caissière" in file_of(request_)
    passage.refresh_from_db()
    assert passage.lifted_by == cast["claire_orp_sion"]
    assert "Déjà masqués" not in text(claire.get("cases:passage_hide", request_.pk))
    with pytest.raises(Refusal, match="déjà levé"):
        lift_passage(passage, by=cast["claire_orp_sion"], at=clock.now())
    with pytest.raises(Http404):
        lift_passage(passage, by=cast["monique_secretariat"], at=clock.now())


def test_words_are_marked_in_every_kind_of_text_and_gone_from_its_history_too(cast, request_):
    """The reason of the triage, the objective of a plan, a review."""
    case, at = request_.case, clock.now()
    by = {"by": cast["isabelle_coord_central"], "at": at}
    plan = case.plans.get()
    review(
        FollowUp.objects.open().get(case=case),
        result=FollowUpResult.ADAPT,
        summary="Son frère la loge.",
        **by,
    )
    follow_up = FollowUp.objects.exclude(reviewed_at=None).get(case=case)
    said = {
        key_of(case): case.triage_reason,
        key_of(plan): plan.objective,
        key_of(follow_up): "Son frère la loge.",
    }
    # As it stands, in the paper too, and at least once in its history.
    before = file_of(request_)
    assert {words: before.count(words) >= 3 for words in said.values()} == dict.fromkeys(
        said.values(), True
    )
    for key, words in said.items():
        hide_passage(request_, text=key, words=words, reason="Vie d’un tiers.", **by)
    after = file_of(request_)
    assert [words for words in said.values() if words in after] == []


def test_the_page_lists_the_texts_by_part_and_hides_what_is_typed(cast, request_):
    claire = Visitor(cast["claire_orp_sion"])
    assert "Masquer un passage" in text(claire.get("cases:access_requests", request_.case_id))
    page = text(claire.get("cases:passage_hide", request_.pk))
    for part in ("caissière", "Motif du triage", "Objectif", "But"):
        assert part in page
    said = {"words": "Sa soeur", "reason": "Vie d’un tiers."}
    query = f"?text={written()}"
    refused = text(claire.post("cases:passage_hide", request_.pk, data=said, query=query))
    assert "exactement comme" in refused and "Sa soeur" in refused and "Vie d’un tiers." in refused
    claire.post("cases:passage_hide", request_.pk, data=said | {"words": WORDS}, query=query)
    assert HiddenPassage.objects.get().words == WORDS
    assert "Déjà masqués" in text(claire.get("cases:passage_hide", request_.pk))
    unknown = claire.get("cases:passage_hide", request_.pk, query="?text=cases.casenote:1")
    assert unknown.status_code == 404

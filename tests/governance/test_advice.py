"""Advice before there is a case, and the guidance that comes of it (C17)."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import CoordinationPost, Office, User
from accounts.scope import Scope
from audit.models import Trace
from cii.waiting import waiting
from core import clock
from core.refusal import Forbidden, Refusal
from governance.actions.advice import (
    answer_advice,
    ask_advice,
    draft_guidance,
    release_guidance,
    withdraw_guidance,
)
from governance.models import Advice, Guidance
from governance.recognisable import signs_of_a_person
from messaging.models import InboxEntry
from tests.factories import Cast, flagged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
ANNA, CLAIRE, ISABELLE = "anna_orp_sion", "claire_orp_sion", "isabelle_coord_central"
MARKUS, OUTSIDER = "markus_coord_haut", "ines_cms_sierre"
QUESTION = "Qui paie un cours de langue pendant un délai de carence ?"
ANSWER = "L’institution dont la mesure relève ; sinon, un préfinancement se demande."


def office_of(user: User) -> Office:
    found = Scope.of(user).mandates[0].office
    assert found
    return found


def asked(cast: Cast, to: Office | CoordinationPost | None = None) -> Advice:
    to = to or office_of(cast[CLAIRE])
    return ask_advice(question=QUESTION, to=to, by=cast[ANNA], at=clock.now())


def answered(cast: Cast) -> Advice:
    return answer_advice(asked(cast), answer=ANSWER, by=cast[CLAIRE], at=clock.now())


def drafted(cast: Cast) -> Guidance:
    return draft_guidance(
        answered(cast), question=QUESTION, answer=ANSWER, by=cast[CLAIRE], at=clock.now()
    )


def released(cast: Cast) -> Guidance:
    return release_guidance(drafted(cast), by=cast[ISABELLE], at=clock.now())


def post_of(user: User) -> CoordinationPost:
    return CoordinationPost.objects.get(pk=next(iter(Scope.of(user).posts)))


# --- the exchange -------------------------------------------------------------------------------


def test_who_asks_and_who_answers_see_the_exchange_and_nobody_else(cast: Cast) -> None:
    advice = answered(cast)
    for key in (ANNA, CLAIRE):
        assert ANSWER in text(Visitor(cast[key]).get("governance:advice", advice.pk))
    for key in (OUTSIDER, ISABELLE, "monique_secretariat", "luc_technique"):
        assert Visitor(cast[key]).get("governance:advice", advice.pk).status_code == 404
        assert QUESTION not in text(Visitor(cast[key]).get("governance:advice_list"))


def test_a_question_to_a_post_reaches_its_holder_alone(cast: Cast) -> None:
    advice = asked(cast, post_of(cast[ISABELLE]))
    seen = Advice.objects.visible_to(cast[ISABELLE])
    assert list(seen) == [advice]
    assert not Advice.objects.visible_to(cast[MARKUS]).exists()
    assert not Advice.objects.visible_to(cast[CLAIRE]).exists()


def test_a_question_waits_for_who_answers_until_she_did(cast: Cast) -> None:
    advice = asked(cast)
    kinds = [row.kind for row in waiting(Scope.of(cast[CLAIRE]))]
    assert kinds.count("advice") == 1
    assert "advice" not in [row.kind for row in waiting(Scope.of(cast[ANNA]))]
    answer_advice(advice, answer=ANSWER, by=cast[CLAIRE], at=clock.now())
    assert "advice" not in [row.kind for row in waiting(Scope.of(cast[CLAIRE]))]
    assert InboxEntry.objects.filter(user=cast[ANNA], notice="advice.answered").count() == 1


def test_only_who_is_asked_answers_and_only_once(cast: Cast) -> None:
    advice = asked(cast)
    for key in (ANNA, ISABELLE):
        with pytest.raises(Forbidden):
            answer_advice(advice, answer=ANSWER, by=cast[key], at=clock.now())
    answer_advice(advice, answer=ANSWER, by=cast[CLAIRE], at=clock.now())
    with pytest.raises(Refusal):
        answer_advice(advice, answer="Autre.", by=cast[CLAIRE], at=clock.now())
    assert Advice.objects.get().answer == ANSWER


def test_each_act_and_each_reading_leaves_a_trace_without_words(cast: Cast) -> None:
    row = released(cast)
    Visitor(cast[ANNA]).get("governance:advice", row.advice_id)
    events = set(Trace.objects.values_list("event", flat=True))
    assert events >= {
        "advice.asked",
        "advice.answered",
        "advice.read",
        "guidance.drafted",
        "guidance.released",
    }


# --- nobody recognisable ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("Son numéro est 756.9217.0769.85.", "AVS"),
        ("Son numéro est 7569217076985", "AVS"),
        ("Née le 3.4.1985, elle cherche.", "naissance"),
        ("Rappeler au 079 123 45 67 merci", "téléphone"),
        ("Rappeler au +41 27 606 00 00", "téléphone"),
        ("Écrire à jean@exemple.ch", "électronique"),
    ],
)
def test_a_sign_of_a_person_is_named_to_the_writer(cast: Cast, said: str, sign: str) -> None:
    found = signs_of_a_person(said, Scope.of(cast[ANNA]))
    assert len(found) == 1 and sign in found[0]


@pytest.mark.parametrize(
    "said", [QUESTION, "Dès le 1.1.2026, art. 85f LACI, 3000 francs, 756 cas.", "Délai : 10 jours"]
)
def test_a_general_question_is_not_suspected(cast: Cast, said: str) -> None:
    assert signs_of_a_person(said, Scope.of(cast[ANNA])) == []


def test_the_name_of_a_client_is_recognised_where_the_writer_sees_the_case(cast: Cast) -> None:
    client = flagged(cast).client
    whole = f"que faire avec {client.first_name.lower()} {client.last_name.lower()} demain"
    for said in (whole, f"Que faire avec {client.last_name} ?"):
        assert len(signs_of_a_person(said, Scope.of(cast[ANNA]))) == 1
        # What is not hers would tell her who is known elsewhere.
        assert signs_of_a_person(said, Scope.of(cast[OUTSIDER])) == []


def test_a_suspected_text_leaves_only_once_it_is_confirmed_and_nothing_typed_is_lost(
    cast: Cast,
) -> None:
    anna = Visitor(cast[ANNA])
    data = {"to": "officer", "question": "Rappeler au 079 123 45 67 merci"}
    assert "is_looked_at" not in text(anna.get("governance:advice_ask"))
    page = text(anna.post("governance:advice_ask", data=data))
    assert "numéro de téléphone" in page and data["question"] in page and "is_looked_at" in page
    assert not Advice.objects.exists()
    assert anna.post("governance:advice_ask", data=data | {"is_looked_at": "on"}).status_code == 302
    assert Advice.objects.get().whom == "chargé·e cantonal·e CII"


# --- guidance -----------------------------------------------------------------------------------


def test_guidance_is_read_by_everybody_only_after_a_second_look(cast: Cast) -> None:
    draft = drafted(cast)
    ines = Visitor(cast[OUTSIDER])
    assert ines.get("governance:guidance", draft.pk).status_code == 404
    assert [row.kind for row in waiting(Scope.of(cast[ISABELLE]))].count("advice") == 1
    isabelle = Visitor(cast[ISABELLE])
    isabelle.post("governance:guidance_release", draft.pk)
    assert ines.get("governance:guidance", draft.pk).status_code == 404
    isabelle.post("governance:guidance_release", draft.pk, data={"is_impersonal": "on"})
    assert ANSWER in text(ines.get("governance:guidance", draft.pk))
    assert QUESTION in text(ines.get("governance:guidance_list"))


def test_nobody_releases_her_own_draft_and_a_repondante_releases_none(cast: Cast) -> None:
    advice = asked(cast, post_of(cast[ISABELLE]))
    answer_advice(advice, answer=ANSWER, by=cast[ISABELLE], at=clock.now())
    words = {"question": QUESTION, "answer": ANSWER}
    draft = draft_guidance(advice, **words, by=cast[ISABELLE], at=clock.now())
    for key in (ISABELLE, CLAIRE):
        with pytest.raises(Forbidden):
            release_guidance(draft, by=cast[key], at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Guidance.objects.update(
            state="released", released_at=clock.now(), released_by=cast[ISABELLE]
        )


def test_a_replacement_withdraws_what_it_replaces(cast: Cast) -> None:
    older = released(cast)
    words = {"question": "La même, mieux dite ?", "answer": "Oui."}
    markus = Visitor(cast[MARKUS])
    assert markus.post("governance:guidance_replace", older.pk, data=words).status_code == 302
    newer = Guidance.objects.get(state="draft")
    assert Guidance.objects.released().get() == older
    release_guidance(newer, by=cast[ISABELLE], at=clock.now())
    assert Guidance.objects.released().get() == newer
    older.refresh_from_db()
    assert (older.state, older.withdrawn_by) == ("withdrawn", cast[ISABELLE])


def test_withdrawn_guidance_is_found_no_more(cast: Cast) -> None:
    row = released(cast)
    with pytest.raises(Forbidden):
        withdraw_guidance(row, by=cast[CLAIRE], at=clock.now())
    Visitor(cast[ISABELLE]).post("governance:guidance_withdraw", row.pk)
    assert Visitor(cast[OUTSIDER]).get("governance:guidance", row.pk).status_code == 404
    assert QUESTION not in text(Visitor(cast[OUTSIDER]).get("governance:guidance_list"))


def test_guidance_is_found_by_words_of_question_and_answer_whatever_the_accents(
    cast: Cast,
) -> None:
    released(cast)
    ines = Visitor(cast[OUTSIDER])
    found = text(ines.post("governance:guidance_list", data={"q": "delai prefinancement"}))
    assert QUESTION in found
    lost = text(ines.post("governance:guidance_list", data={"q": "assurance\0 maladie"}))
    assert QUESTION not in lost and "Aucun repère trouvé" in lost
    trace = Trace.objects.filter(event="guidance.searched").latest("at")
    assert "maladie" not in str(trace.details)

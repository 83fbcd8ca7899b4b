"""The pages of a collaboration request: asked, taken up, answered, with nothing typed lost (C7)."""

import pytest

from accounts.models import Office
from cases.actions.notes import add_note
from cases.actions.participation import engage_office
from cases.actions.procurations import withdraw_procuration
from cases.models import Case, CollaborationRequest
from core import clock
from core.choices import Category
from tests.cases.test_requests import ANSWER, QUESTION, SERVICE, by, mandate, sent, taken_up
from tests.factories import ALL, Cast, office, triaged
from tests.pages import Visitor, hidden, text

pytestmark = pytest.mark.django_db
COORDINATOR = "isabelle_coord_central"
TYPED = {"category": Category.WORK.value, "question": QUESTION, "service": SERVICE}


@pytest.fixture
def case(cast: Cast) -> Case:
    named = ("bureau-cii", "orp-sion", "cms-sierre", "oai-sion")
    return triaged(cast, recipients={office(code): ALL for code in named})


def form(place: Office, **more: object) -> dict[str, object]:
    return TYPED | {"office": place.pk, "urgency": "normal"} | more


def test_the_dispositifs_that_the_grid_speaks_for_stand_first(case, cast):
    page = text(Visitor(cast["claire_orp_sion"]).get("cases:request_send", case.pk))
    # Debts speak for the CMS.
    groups = page[page.index("Suggérés par la grille") :]
    assert groups.index("CMS Sierre") < groups.index("Autres") < groups.index("Office AI, Sion")
    assert "Orientation" not in groups


def test_sent_twice_it_counts_once_and_a_mistake_loses_nothing(case, cast):
    claire, oai = Visitor(cast["claire_orp_sion"]), office("oai-sion")
    page = claire.post("cases:request_send", case.pk, data=form(oai, service=""))
    assert page.status_code == 200 and QUESTION in text(page)
    assert not CollaborationRequest.objects.exists()
    key = hidden(claire.get("cases:request_send", case.pk), "submission")
    for _twice in range(2):
        answer = claire.post("cases:request_send", case.pk, data=form(oai, submission=key))
        assert answer.status_code == 302
    assert CollaborationRequest.objects.count() == 1


def test_from_the_home_page_to_the_answer(case, cast):
    row = sent(case, cast)
    wilma = Visitor(cast["wilma_oai_sion"])
    home = text(wilma.get("home"))
    assert "Demande de ORP Sion : entrer en matière" in home and f"/demandes/{row.pk}/" in home
    page = text(wilma.get("cases:request", row.pk))
    assert QUESTION in page and "Entrer en matière" in page and "Répondre" not in page
    taking = {"handler": mandate(cast, "wilma_oai_sion").pk, "starts_on": clock.today()}
    assert wilma.post("cases:request_take_up", row.pk, data=taking).status_code == 302
    page = text(wilma.get("cases:request", row.pk))
    assert "Répondre" in page and "Wilma Favre" in page
    # There is no third answer.
    page = wilma.post("cases:request_answer", row.pk, data={"position": "no", "answer": ANSWER})
    assert page.status_code == 200 and ANSWER in text(page)
    wilma.post("cases:request_answer", row.pk, data={"position": "agreed", "answer": ANSWER})
    page = text(Visitor(cast["claire_orp_sion"]).get("cases:request", row.pk))
    assert ANSWER in page and "Terminer" in page


def test_a_second_taking_up_says_who_was_faster(case, cast):
    row = sent(case, cast)
    taken_up(row, cast)
    taking = {"handler": mandate(cast, "wilma_oai_sion").pk, "starts_on": clock.today()}
    page = Visitor(cast["wilma_oai_sion"]).post("cases:request_take_up", row.pk, data=taking)
    assert "Wilma Favre a déjà décidé" in text(page)


def test_a_reader_without_the_category_sees_that_something_is_asked_and_not_what(cast):
    named = {office(code): ALL for code in ("bureau-cii", "orp-sion", "oai-sion")}
    case = triaged(cast, recipients=named | {office("cms-sierre"): {Category.IDENTITY}})
    sent(case, cast, category=Category.HEALTH)
    row = CollaborationRequest.objects.get()
    monique = text(Visitor(cast["monique_secretariat"]).get("cases:request", row.pk))
    assert "Office AI, Sion" in monique
    assert QUESTION not in monique and SERVICE not in monique


def test_a_dispositif_that_is_out_keeps_its_own_requests_alone(case, cast):
    engage_office(case, office=office("cms-sierre"), reason="Stage.", **by(cast, COORDINATOR))
    note = {"category": Category.WORK, "text": "Vue au guichet."}
    add_note(case, **note, **by(cast, "mireille_cms_sierre"))
    hers, other = sent(case, cast, office=office("cms-sierre")), sent(case, cast)
    withdraw_procuration(case, note="", **by(cast, "claire_orp_sion"))
    mireille = Visitor(cast["mireille_cms_sierre"])
    page = mireille.get("cases:request", hers.pk)
    assert page.status_code == 200 and QUESTION not in text(page)
    assert mireille.get("cases:request", other.pk).status_code == 404


def test_both_positions_stand_side_by_side(case, cast):
    row = sent(case, cast)
    taken_up(row, cast)
    refusing = {"position": "disagreed", "answer": "Pas de notre ressort."}
    Visitor(cast["wilma_oai_sion"]).post("cases:request_answer", row.pk, data=refusing)
    page = text(Visitor(cast["isabelle_coord_central"]).get("cases:request", row.pk))
    assert QUESTION in page and "Pas de notre ressort." in page and "voies de droit" in page
    dossier = text(Visitor(cast["isabelle_coord_central"]).get("dossier", case.pk))
    assert "désaccord motivé" in dossier and "Pas de notre ressort." not in dossier


def test_to_end_a_request_a_sentence_is_asked_for(case, cast):
    row = sent(case, cast)
    claire = Visitor(cast["claire_orp_sion"])
    page = claire.post("cases:request_withdraw", row.pk, data={"conclusion": " "})
    assert page.status_code == 200
    answer = claire.post("cases:request_withdraw", row.pk, data={"conclusion": "Plus utile."})
    assert answer.status_code == 302
    assert by(cast, "claire_orp_sion")["by"] == CollaborationRequest.objects.get().withdrawn_by

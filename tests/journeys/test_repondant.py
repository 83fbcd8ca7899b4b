"""A répondante confirms, completes or drops, and takes up what is asked of her (C3, C7)."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Mandate
from cases.choices import CaseState, RequestState
from cases.models import Assignment, Case, CollaborationRequest
from core import clock
from governance.actions.mandates import end_mandate
from tests.cases.test_requests import sent
from tests.factories import ALL, Cast, flagged, office, triaged
from tests.journeys.conftest import PHONE, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

START = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.get_default_timezone())
WORKER, HOME, COLLEAGUE = "anna_orp_sion", "claire_orp_sion", "david_orp_sion"
ASKED, PARTNER = "wilma_oai_sion", "mireille_cms_sierre"
NAME = "Pittet-Exemple"


@pytest.fixture
def march(moved_clock: Any, transactional_db: None, request: Any) -> Cast:
    moved_clock(START)
    return request.getfixturevalue("cast")


def state(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def test_a_flag_is_completed_and_confirmed(visitor: Visitor, march: Cast) -> None:
    case = flagged(march, last_name=NAME)
    # Only the répondante of adults: her colleague of the young finds nothing.
    visitor.enter(march[COLLEAGUE])
    visitor.sees_no(case.number)
    assert visitor.go("dossier", case.pk) == 404
    # The worker asks; confirming is the répondante's.
    visitor.enter(march[WORKER])
    visitor.go("dossier", case.pk)
    expect(visitor.page.get_by_role("button", name="Confirmer le signalement")).to_have_count(0)
    visitor.enter(march[HOME])
    visitor.picture("repondante-accueil")
    visitor.press(f"{NAME} Jeanne · {case.number}")
    visitor.picture("repondante-signalement")
    visitor.press("Compléter les données de la personne")
    visitor.fill(phone="027 000 00 00", street="Rue de l’Exemple 1", place="1950 Sion")
    visitor.press("Enregistrer")
    case = Case.objects.select_related("client").get()
    assert case.client.phone == "027 000 00 00"
    visitor.press("Confirmer le signalement")
    visitor.sees("confirmé")
    assert state(case) == CaseState.CONFIRMED
    assert case.flagged_by == march[WORKER]
    # What comes next is said: the consent, and only then the announcement.
    visitor.go("home")
    visitor.sees("Confirmé : procuration à faire signer, puis annonce")
    visitor.picture("repondante-apres-confirmation")
    assert visitor.go("cases:case_announce", case.pk) == 200
    visitor.page.locator('[name="path"][value="tro"]').check()
    visitor.fill(text="Trois institutions.")
    visitor.press("Annoncer")
    visitor.sees("procuration")
    assert state(case) == CaseState.CONFIRMED
    visitor.enter(march["isabelle_coord_central"])
    visitor.sees_no(case.number)


def test_a_flag_is_dropped_with_a_reason_that_its_worker_reads(
    visitor: Visitor, march: Cast
) -> None:
    case = flagged(march, last_name=NAME)
    page = visitor.enter(march[HOME], PHONE)
    visitor.go("cases:case_drop", case.pk)
    visitor.press("Classer sans suite")
    expect(
        page.get_by_text("À corriger").or_(page.locator(".invalid-feedback")).first
    ).to_be_visible()
    assert state(case) == CaseState.FLAGGED
    visitor.fill(reason="Le mandat ordinaire de l’ORP suffit.")
    visitor.picture("repondante-classement")
    visitor.press("Classer sans suite")
    assert state(case) == CaseState.DROPPED
    visitor.enter(march[WORKER])
    visitor.go("dossier", case.pk)
    visitor.sees("Le mandat ordinaire de l’ORP suffit.")
    visitor.picture("terrain-dossier-classe")


def test_a_request_is_taken_up_and_answered_by_the_dispositif_asked(
    visitor: Visitor, march: Cast
) -> None:
    codes = ("bureau-cii", "orp-sion", "oai-sion")
    case = triaged(march, recipients={office(code): ALL for code in codes}, last_name=NAME)
    visitor.enter(march[ASKED])
    assert visitor.go("dossier", case.pk) == 404
    row = sent(case, march)
    page = visitor.enter(march[ASKED])
    visitor.sees("Demande de ORP Sion : entrer en matière")
    visitor.picture("repondante-demande-recue")
    visitor.go("cases:request", row.pk)
    visitor.sees("Peut-elle suivre un stage ?")
    visitor.press("Entrer en matière")
    handlers = page.locator('[name="handler"]')
    # Only people of her own dispositif may treat it.
    assert all("Office AI" in label for label in handlers.locator("option").all_inner_texts()[1:])
    handlers.select_option(index=1)
    visitor.picture("repondante-entree-en-matiere")
    visitor.press("Entrer en matière")
    taken = CollaborationRequest.objects.get()
    assert (taken.state, taken.taken_up_by) == (RequestState.TAKEN_UP, march[ASKED])
    # There is no way to refuse: she agrees, or states why not.
    visitor.press("Répondre")
    visitor.picture("repondante-reponse")
    positions = page.locator('[name="position"]')
    assert [one.get_attribute("value") for one in positions.all()] == ["agreed", "disagreed"]
    positions.first.check()
    visitor.fill(answer="Nous la recevons la semaine prochaine.")
    visitor.press("Transmettre la réponse")
    assert CollaborationRequest.objects.get().state == RequestState.AGREED
    visitor.enter(march[HOME])
    visitor.go("cases:request", row.pk)
    visitor.sees("Nous la recevons la semaine prochaine.")
    visitor.enter(march[PARTNER])
    assert visitor.go("cases:request", row.pk) == 404


def test_what_a_colleague_leaves_is_passed_on_in_one_act(visitor: Visitor, march: Cast) -> None:
    cases = [flagged(march, last_name=name) for name in (NAME, "Rey-Exemple")]
    leaving = Mandate.objects.get(user=march[WORKER])
    end_mandate(leaving, by=march["valerie_chargee"], at=clock.now())
    page = visitor.enter(march[HOME], PHONE)
    visitor.sees("2 affaires à transmettre (ORP Sion)")
    visitor.press("Anna Zufferey")
    visitor.fill(reason="Quitte le service.")
    lines = page.locator("fieldset select")
    assert lines.count() == 2
    page.locator('[name="to_all"]').select_option(label="Marc Dayer · ORP Sion")
    lines.first.select_option(label="Claire Bonvin · ORP Sion")
    visitor.picture("repondante-passation")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.press("Transmettre")
    visitor.sees("2 lignes transmises.")
    visitor.sees("Rien à transmettre")
    in_charge = [Assignment.objects.open().get(case=case).user for case in cases]
    assert in_charge == [march[HOME], march["marc_orp_sion"]]
    visitor.go("home")
    visitor.sees_no("affaires à transmettre")
    visitor.enter(march["marc_orp_sion"], PHONE)
    visitor.go("dossier", cases[1].pk)
    visitor.sees("Rey-Exemple")
    assert visitor.go("dossier", cases[0].pk) == 404

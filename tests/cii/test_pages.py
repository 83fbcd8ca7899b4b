"""Home and dossier: what waits, why, until when, and what I may do next (C15, G4)."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from accounts.models import User
from audit.models import Trace
from cases.actions.notes import add_note
from cases.actions.procurations import withdraw_procuration
from cases.models import CaseGate, Procuration
from core import clock
from core.access import iter_urls
from core.choices import Category
from messaging.models import InboxEntry
from tests.factories import (
    Cast,
    announced,
    confirmed,
    flagged,
    managed,
    office,
    planned,
    triaged,
)
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db


def offered(cast: Cast, who: str, case) -> list[str]:
    return [offer.label for offer in Visitor(cast[who]).get("dossier", case.pk).context["offers"]]


def test_only_public_urls_answer_who_is_not_signed_in(client):
    wrong = {}
    for url in iter_urls():
        if url.rule != "public":
            answer = client.get("/" + re.sub(r"<[^>]+>", str(UUID(int=1)), url.route))
            # Sent to the login, or told that there is no such page.
            if answer.status_code not in {302, 404, 405}:
                wrong[url.name] = answer.status_code
    assert wrong == {}


def test_every_person_of_the_cast_has_a_home_page(cast: Cast) -> None:
    planned(cast)
    for user in User.objects.all():
        response = Visitor(user).get("home")
        assert response.status_code == 200, user
        assert user.first_name in text(response)


def test_flag_waits_for_the_repondant_and_is_gone_once_confirmed(cast: Cast) -> None:
    case = flagged(cast)
    home = Visitor(cast["claire_orp_sion"])
    assert [row.case_id for row in home.get("home").context["waiting"]] == [case.pk]
    home.post("cases:case_confirm", case.pk)
    assert "Confirmé" in home.get("home").context["waiting"][0].why
    # The colleague for young people is not asked.
    assert Visitor(cast["david_orp_sion"]).get("home").context["waiting"] == []


def test_announcement_waits_for_the_coordinator_of_the_post(cast: Cast) -> None:
    case = announced(cast)
    rows = Visitor(cast["isabelle_coord_central"]).get("home").context["waiting"]
    assert [row.case_id for row in rows] == [case.pk]
    assert "à trier" in rows[0].why
    assert Visitor(cast["sabine_coord_bas"]).get("home").context["waiting"] == []


def test_reading_a_message_is_a_post_and_leads_to_the_matter(cast: Cast) -> None:
    case = flagged(cast)
    home = Visitor(cast["claire_orp_sion"])
    entry = InboxEntry.objects.get(user=cast["claire_orp_sion"])
    assert home.get("inbox_open", entry.pk).status_code == 405
    assert home.post("inbox_open", entry.pk).headers["Location"] == f"/dossiers/{case.pk}/"
    home.post("inbox_done", entry.pk)
    entry.refresh_from_db()
    assert entry.read_at is not None
    assert entry.done_at is not None


def test_message_of_somebody_else_does_not_exist(cast: Cast) -> None:
    flagged(cast)
    entry = InboxEntry.objects.get(user=cast["claire_orp_sion"])
    assert Visitor(cast["anna_orp_sion"]).post("inbox_open", entry.pk).status_code == 404


def test_office_without_a_tie_is_told_what_it_sees(cast: Cast) -> None:
    announced(cast)
    for who in ("nadine_copil_sas", "agnes_dpo", "luc_technique", "yvan_parti"):
        context = Visitor(cast[who]).get("home").context
        assert context["limits"], who
        assert context["waiting"] == [], who


def test_dossier_offers_what_the_state_and_the_ties_allow(cast: Cast) -> None:
    case = flagged(cast)
    assert offered(cast, "claire_orp_sion", case)[0] == "Confirmer le signalement"
    assert "Confirmer le signalement" not in offered(cast, "anna_orp_sion", case)
    case = confirmed(cast)
    assert offered(cast, "claire_orp_sion", case)[0] == "Enregistrer une procuration"
    page = text(Visitor(cast["claire_orp_sion"]).get("dossier", case.pk))
    assert "Enregistrez d’abord une procuration signée" in page
    case = announced(cast)
    assert offered(cast, "isabelle_coord_central", case)[0] == "Trier l’annonce"
    case = triaged(cast)
    assert "Trier l’annonce" not in offered(cast, "isabelle_coord_central", case)


def test_every_offer_leads_somewhere(cast: Cast) -> None:
    cases = [flagged(cast), confirmed(cast), announced(cast), planned(cast)]
    for who in ("anna_orp_sion", "claire_orp_sion", "isabelle_coord_central"):
        visitor = Visitor(cast[who])
        for case in cases:
            page = visitor.get("dossier", case.pk)
            if page.status_code == 404:
                continue
            for offer in page.context["offers"]:
                expected = 405 if offer.is_post else 409 if offer.refusal else 200
                status = visitor.client.get(offer.url).status_code
                assert status == expected or offer.refusal, offer


def test_case_for_a_meeting_waits_for_its_coordinator(cast: Cast) -> None:
    case = triaged(cast)
    home = Visitor(cast["isabelle_coord_central"]).get("home")
    row = next(row for row in home.context["waiting"] if row.case_id == case.pk)
    assert "ordre du jour" in row.why
    assert row.due_on == case.path_due_on
    assert "Planifier une séance" in offered(cast, "isabelle_coord_central", case)


def test_home_page_leaves_a_trace_of_the_cases_it_names(cast: Cast) -> None:
    case = flagged(cast)
    Visitor(cast["claire_orp_sion"]).get("home")
    trace = Trace.objects.get(event="home.read")
    assert [row.case_id for row in trace.cases.all()] == [case.pk]
    Visitor(cast["david_orp_sion"]).get("home")
    assert Trace.objects.filter(event="home.read").count() == 1


def test_consent_that_ends_soon_waits_for_the_home_repondant(cast: Cast) -> None:
    case = announced(cast)
    until = clock.today() + timedelta(days=20)
    Procuration.objects.filter(case=case).update(valid_until=until)
    rows = Visitor(cast["claire_orp_sion"]).get("home").context["waiting"]
    assert [(row.case_id, row.due_on) for row in rows] == [(case.pk, until)]


def test_expired_consent_makes_a_new_one_the_next_step(cast: Cast) -> None:
    case = triaged(cast)
    yesterday = clock.today() - timedelta(days=1)
    for model in (Procuration, CaseGate):
        model.objects.filter(case=case).update(valid_from=yesterday, valid_until=yesterday)
    for who in ("claire_orp_sion", "isabelle_coord_central"):
        assert offered(cast, who, case)[0] == "Enregistrer une procuration", who


def test_a_dispositif_that_is_out_keeps_its_own_entries_and_nothing_else(cast: Cast) -> None:
    case = managed(cast)
    mireille = cast["mireille_cms_sierre"]
    add_note(case, category=Category.WORK, text="Bilan du CMS.", by=mireille, at=clock.now())
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    page = text(Visitor(mireille).get("dossier", case.pk))
    assert "Bilan du CMS." in page
    for foreign in ("Exemple", "ORP Sion", "Isabelle Praz", "Anna Zufferey", "Valais central"):
        assert foreign not in page


def test_home_names_the_person_to_whom_knows_her_alone(cast: Cast) -> None:
    recipients = {office("bureau-cii"): {Category.WORK}}
    case = announced(cast, recipients=recipients)
    row = Visitor(cast["isabelle_coord_central"]).get("home").context["waiting"][0]
    assert row.title == case.number
    other = announced(cast, last_name="Autre")
    rows = Visitor(cast["isabelle_coord_central"]).get("home").context["waiting"]
    assert f"Autre Jeanne · {other.number}" in [row.title for row in rows]

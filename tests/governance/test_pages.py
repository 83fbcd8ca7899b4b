"""The pages: who opens them, what they show, and that nothing typed is lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from accounts.models import CoordinationPost
from audit.models import Trace
from core import clock
from core.choices import Category
from governance.actions.desk import write_paragraph
from governance.actions.invitations import convene
from governance.choices import Answer, MinutesState
from governance.models import Decision, Meeting, Minutes, Paragraph
from messaging.sweeper import sweep
from tests.factories import drafted_plan, office, triaged
from tests.governance.browsing import neutral, page, url
from tests.governance.conftest import NOW
from tests.governance.sittings import (
    item_decided,
    meeting_convened,
    meeting_planned,
    minutes_adopted,
)

pytestmark = pytest.mark.django_db


def test_the_coordinator_plans_composes_and_convenes(as_, cast):
    case = triaged(cast)
    meeting_planned(cast, at=NOW).delete()
    browser = as_("isabelle_coord_central")
    assert case.number in browser.get(reverse("governance:meetings")).content.decode()
    data = {
        "kind": "tro",
        "post": CoordinationPost.objects.get(code="valais-central").pk,
        "chair": cast["isabelle_coord_central"].pk,
        "day": "2026-04-02",
        "starts": "14:00",
        "ends": "16:00",
        "place": "Sion",
        "language": "fr",
    }
    response = browser.post(reverse("governance:plan_meeting"), data)
    meeting = Meeting.objects.get()
    assert response.headers["Location"] == url("agenda", meeting.pk)
    assert meeting.starts_at.isoformat() == "2026-04-02T12:00:00+00:00"
    assert case.number in page(browser, "agenda", meeting.pk)
    browser.post(url("item_add_case", meeting.pk), {"number": case.number})
    browser.post(url("item_add", meeting.pk), {"title": "Divers"})
    text = page(browser, "convene", meeting.pk)
    assert "CMS Sierre" in text and "non invitables" in text
    item = meeting.items.get(case=case)
    invited = {f"item_{item.pk}": [office("cms-sierre").pk]}
    assert browser.post(url("convene", meeting.pk), invited).status_code == 302
    assert meeting.invitations.count() == 3
    assert "Mireille Epiney" in page(browser, "meeting", meeting.pk)


def test_an_uncovered_office_is_named_and_nothing_chosen_is_lost(as_, cast):
    case = triaged(cast)
    meeting = meeting_planned(cast, [case], at=NOW)
    name = f"item_{meeting.items.get().pk}"
    chosen = {name: [office("cms-sierre").pk, office("oai-sion").pk]}
    response = as_("isabelle_coord_central").post(url("convene", meeting.pk), chosen)
    text = response.content.decode()
    assert response.status_code == 200
    assert office("oai-sion").name_fr in text and "étendre la procuration" in text
    assert (
        f'value="{office("cms-sierre").pk}" checked' in " ".join(text.split()) or "checked" in text
    )
    assert not meeting.invitations.exists()


def test_impossible_times_keep_what_was_typed(as_, cast):
    meeting = meeting_planned(cast, at=NOW)
    data = {
        "kind": "tro",
        "post": meeting.post.pk,
        "chair": meeting.chair.pk,
        "day": "2026-04-02",
        "starts": "16:00",
        "ends": "14:00",
        "place": "Salle des Aigles",
        "language": "fr",
    }
    response = as_("isabelle_coord_central").post(reverse("governance:plan_meeting"), data)
    text = response.content.decode()
    assert "Salle des Aigles" in text and "après avoir commencé" in text
    assert Meeting.objects.count() == 1


def test_a_participant_sees_her_items_and_no_trace_of_others(as_, cast):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    meeting = meeting_planned(cast, [other, case], at=NOW)
    item = meeting.items.get(case=case)
    convene(meeting, invitations={item: [office("cms-sierre")]}, by=meeting.chair, at=NOW)
    text = page(as_("mireille_cms_sierre"), "meeting", meeting.pk)
    assert case.number in text and other.number not in text
    assert "1. <a" in " ".join(text.split()) and "2. <a" not in " ".join(text.split())
    trace = Trace.objects.filter(event="meeting.read").latest("at")
    assert [basis.case_id for basis in trace.cases.all()] == [case.pk]


def test_one_invisible_item_more_or_less_changes_nothing(as_, cast):
    pages = []
    for names in (["Exemple"], ["Exemple", "Autre"]):
        cases = [triaged(cast, last_name=name) for name in names]
        meeting = meeting_planned(cast, reversed(cases), at=NOW)
        item = meeting.items.get(case=cases[0])
        convene(meeting, invitations={item: [office("cms-sierre")]}, by=meeting.chair, at=NOW)
        text = page(as_("mireille_cms_sierre"), "meeting", meeting.pk)
        pages.append([line for line in text.splitlines() if "csrf" not in line and "/" not in line])
    assert pages[0] == pages[1]


@pytest.mark.parametrize("key", ["wilma_oai_sion", "christian_copil_sict", "markus_coord_haut"])
def test_a_foreign_meeting_and_an_unknown_one_answer_alike(as_, cast, key):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    item = meeting.items.get()
    browser = as_(key)
    for name, pk in (
        ("meeting", meeting.pk),
        ("agenda", meeting.pk),
        ("convene", meeting.pk),
        ("desk", meeting.pk),
        ("item", item.pk),
    ):
        foreign, unknown = (browser.get(url(name, pk)) for pk in (pk, uuid4()))
        assert foreign.status_code == unknown.status_code == 404
        assert neutral(foreign) == neutral(unknown)


def test_a_participant_may_not_open_the_desk(as_, cast):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    browser = as_("mireille_cms_sierre")
    for name in ("desk", "agenda", "convene"):
        assert browser.get(url(name, meeting.pk)).status_code == 403
    assert browser.get(url("item", meeting.items.get().pk)).status_code == 403
    assert browser.get(reverse("governance:plan_meeting")).status_code == 403


def test_an_answer_is_given_on_the_page(as_, cast):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    browser = as_("mireille_cms_sierre")
    browser.post(url("invitation_answer", meeting.pk), {"answer": "yes"})
    assert meeting.invitations.get(user=cast["mireille_cms_sierre"]).answer == Answer.YES
    assert browser.post(url("invitation_answer", meeting.pk), {}).status_code == 200
    assert browser.get(url("invitation_answer", meeting.pk)).status_code == 405


def test_the_chair_conducts_the_meeting_from_presence_to_adoption(as_, cast, later):
    plan = drafted_plan(cast)
    meeting = meeting_convened(cast, [plan.case], at=NOW)
    item = meeting.items.get()
    browser = as_("isabelle_coord_central")
    with clock.at(later):
        browser.post(url("minutes_draft", meeting.pk))
        mireille = cast["mireille_cms_sierre"]
        browser.post(url("attendance", meeting.pk), {f"person_{mireille.pk}": "present"})
        assert meeting.attendances.get().user == mireille
        browser.post(url("paragraph_write", item.pk), {"p-text": "Point fait", "p-category": 2})
        decision = {
            "d-what": "Mettre en œuvre le plan",
            "d-office": office("cms-sierre").pk,
            "d-until": "2026-05-01",
            "d-category": 2,
            "d-plan": plan.pk,
        }
        browser.post(url("item_decide", item.pk), decision)
        text = page(browser, "item", item.pk)
        assert "Point fait" in text and "Mettre en œuvre le plan" in text
        browser.post(url("item_close", item.pk))
        minutes = Minutes.objects.get()
        browser.post(url("minutes_circulate", minutes.pk))
        browser.post(url("minutes_adopt", minutes.pk))
        minutes.refresh_from_db()
        assert minutes.state == MinutesState.ADOPTED
        assert "en préparation" in page(browser, "minutes", minutes.pk)
        sweep(later)
        assert "Télécharger" in page(browser, "minutes", minutes.pk)
        assert Decision.objects.get().plan == plan


def test_a_refused_decision_keeps_what_was_typed(as_, cast, later):
    item = meeting_convened(cast, [triaged(cast)], at=NOW).items.get()
    data = {
        "d-what": "Prendre contact demain",
        "d-office": office("cms-sierre").pk,
        "d-until": "2026-03-01",
        "d-category": 2,
    }
    with clock.at(later):
        response = as_("isabelle_coord_central").post(url("item_decide", item.pk), data)
    text = response.content.decode()
    assert "Prendre contact demain" in text and "échéance est passée" in text
    assert not Decision.objects.exists()


def test_a_stale_paragraph_shows_the_current_text_and_keeps_the_typed_one(as_, cast, later):
    item = meeting_convened(cast, [triaged(cast)], at=NOW).items.get()
    with clock.at(later):
        paragraph = write_paragraph(
            item, text="Ancien", category=Category.WORK, by=item.meeting.chair, at=later
        )
        browser = as_("isabelle_coord_central")
        stale = {"text": "Le mien", "category": 2, "seen": "0" * 16}
        text = browser.post(url("paragraph_edit", paragraph.pk), stale).content.decode()
        assert "Ancien" in text and "Le mien" in text and paragraph.fingerprint in text
        fresh = stale | {"seen": paragraph.fingerprint}
        assert browser.post(url("paragraph_edit", paragraph.pk), fresh).status_code == 302
        assert Paragraph.objects.get().text == "Le mien"
        seen = {"seen": Paragraph.objects.get().fingerprint}
        browser.post(url("paragraph_delete", paragraph.pk), seen)
    assert not Paragraph.objects.exists()


def test_agenda_and_items_change_by_plain_buttons(as_, cast, later):
    meeting = meeting_planned(cast, at=NOW, titles=["un", "deux"])
    first, second = meeting.items.all()
    browser = as_("isabelle_coord_central")
    browser.post(url("item_move_up", second.pk))
    assert [item.title for item in meeting.items.all()] == ["deux", "un"]
    browser.post(url("item_remove", first.pk))
    assert [item.title for item in meeting.items.all()] == ["deux"]
    convene(meeting, invitations={}, by=meeting.chair, at=NOW)
    with clock.at(later):
        assert browser.get(url("item", second.pk)).status_code == 200
        browser.post(url("item_postpone", second.pk))
        second.refresh_from_db()
        assert second.state == "postponed"
        browser.post(url("item_reopen", second.pk))
        browser.post(url("case_manager", second.pk), {})
        assert page(browser, "desk", meeting.pk)
    browser.post(url("meeting_cancel", meeting.pk))
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"


def test_a_wrong_decision_is_taken_back(as_, cast, later):
    item = meeting_convened(cast, [triaged(cast)], at=NOW).items.get()
    item_decided(item, at=later)
    browser = as_("isabelle_coord_central")
    with clock.at(later):
        browser.post(url("decision_drop", Decision.objects.get().pk))
        assert Decision.objects.exists()
        browser.post(url("item_reopen", item.pk))
        browser.post(url("decision_drop", Decision.objects.get().pk))
    assert not Decision.objects.exists()


def test_an_unknown_case_number_is_said_in_the_form(as_, cast):
    meeting = meeting_planned(cast, at=NOW)
    browser = as_("isabelle_coord_central")
    response = browser.post(url("item_add_case", meeting.pk), {"number": "VS-2026-99999"})
    assert "Aucun dossier" in response.content.decode()
    assert "VS-2026-99999" in response.content.decode()


def test_past_meetings_are_listed(as_, cast, later):
    minutes_adopted(meeting_convened(cast, [triaged(cast)], at=NOW), at=later)
    for key in ("isabelle_coord_central", "mireille_cms_sierre", "monique_secretariat"):
        with clock.at(later + timedelta(days=1)):
            response = as_(key).get(reverse("governance:meetings"))
        assert "22.03.2026" in response.content.decode()

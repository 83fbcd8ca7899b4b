"""Doors that somebody tried: what a person has no right to see or change stays shut (QN4–QN6)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.choices import Capacity, Role
from accounts.models import CoordinationPost, Mandate
from cases.actions.follow_ups import review
from cases.actions.gates import stale_gates
from cases.actions.notes import add_note
from cases.actions.plans import add_measure, draft_plan
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.actions.triage import close_case
from cases.choices import FollowUpResult, Outcome, Path
from cases.models import Case, CatalogueMeasure, FollowUp, InsertionPlan
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from core.refusal import Refusal
from governance.actions.invitations import cancel_meeting
from governance.actions.mandates import end_mandate
from governance.actions.minutes import adopt, draft_minutes
from governance.models import Meeting
from messaging.models import InboxEntry, Mail
from tests.factories import (
    ALL,
    Cast,
    announced,
    drafted_plan,
    flagged,
    managed,
    office,
    planned,
    triaged,
)
from tests.governance.sittings import item_decided, meeting_convened, meeting_planned
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

# --- pages left behind in a browser --------------------------------------------------------------


@pytest.mark.parametrize("name", ["home", "cases:case_list", "governance:meetings"])
def test_no_page_stays_in_the_browser_after_logout(cast: Cast, name: str) -> None:
    response = Visitor(cast["claire_orp_sion"]).get(name)
    assert "no-store" in response.headers["Cache-Control"]


def test_no_dossier_and_no_answer_about_one_stays_in_the_browser(cast: Cast) -> None:
    case = flagged(cast)
    for key in ("claire_orp_sion", "wilma_oai_sion"):
        response = Visitor(cast[key]).get("dossier", case.pk)
        assert "no-store" in response.headers["Cache-Control"]


# --- the stub ------------------------------------------------------------------------------------


def test_the_stub_does_not_tell_how_a_case_ended_nor_which_way_it_went(cast: Cast) -> None:
    case = triaged(cast, path=Path.AI_NOTICE)
    close_case(case, outcome=Outcome.AI_PENSION, by=cast["isabelle_coord_central"], at=clock.now())
    for key in ("valerie_chargee", "monique_secretariat"):
        page = text(Visitor(cast[key]).get("dossier", case.pk))
        assert case.number in page
        assert str(Outcome.AI_PENSION.label) not in page
    assert str(Path.AI_NOTICE.label) not in text(
        Visitor(cast["valerie_chargee"]).get("dossier", case.pk)
    )
    page = text(Visitor(cast["claire_orp_sion"]).get("dossier", case.pk))
    assert str(Outcome.AI_PENSION.label) in page


def test_who_sees_a_stub_takes_a_consent_back_without_learning_who_reads_what(cast: Cast) -> None:
    case = managed(cast)
    page = text(Visitor(cast["valerie_chargee"]).get("cases:procuration_withdraw", case.pk))
    assert "Mireille Epiney" not in page
    page = text(Visitor(cast["claire_orp_sion"]).get("cases:procuration_withdraw", case.pk))
    assert "Mireille Epiney" in page


def test_the_officer_no_longer_reads_once_the_case_of_the_assessment_is_closed(cast: Cast) -> None:
    case = triaged(cast, path=Path.ASSESSMENT)
    officer = cast["valerie_chargee"]
    assert CaseAccess.of(case, officer).mask
    close_case(case, outcome=Outcome.JOB, by=cast["isabelle_coord_central"], at=clock.now())
    assert CaseAccess.of(case, officer).is_stub
    assert not stale_gates(case)


# --- what is told to whom ------------------------------------------------------------------------


def test_a_deputy_is_not_told_of_cases_while_the_holder_is_there(cast: Cast) -> None:
    case = announced(cast)
    withdraw_procuration(case, note="Au téléphone.", by=cast["claire_orp_sion"], at=clock.now())
    julien = cast["julien_coord_oai"]
    assert not Case.objects.visible_to(julien).exists()
    assert not InboxEntry.objects.filter(user=julien).exists()
    assert not Mail.objects.filter(to_user=julien).exists()
    told = InboxEntry.objects.filter(user=cast["isabelle_coord_central"], case_id=case.pk)
    assert told.count() == 2


def test_a_message_about_a_case_disappears_with_the_case(cast: Cast) -> None:
    case = flagged(cast)
    claire = Visitor(cast["claire_orp_sion"])
    page = text(claire.get("home"))
    assert case.number in page and 'class="count"' in page
    mandate = Mandate.objects.get(user=cast["claire_orp_sion"])
    end_mandate(mandate, by=cast["luc_technique"], at=clock.now())
    page = text(claire.get("home"))
    assert case.number not in page
    assert 'class="count"' not in page


# --- writing into what one does not read ---------------------------------------------------------


def test_nobody_changes_a_plan_that_she_does_not_read(cast: Cast) -> None:
    plan = drafted_plan(cast)
    case, by = plan.case, cast["isabelle_coord_central"]
    withdrawn = {office("bureau-cii"): {Category.WORK}}
    claire = cast["claire_orp_sion"]
    narrow_procuration(case, withdrawn=withdrawn, note="—", by=claire, at=clock.now())
    with pytest.raises(Refusal):
        draft_plan(case, objective="Remplacé sans être lu", by=by, at=clock.now())
    assert InsertionPlan.objects.get(pk=plan.pk).objective == plan.objective


def test_a_measure_is_written_in_a_category_that_its_author_reads(cast: Cast) -> None:
    plan = drafted_plan(cast)
    withdrawn = {office("bureau-cii"): {Category.HEALTH}}
    claire = cast["claire_orp_sion"]
    narrow_procuration(plan.case, withdrawn=withdrawn, note="—", by=claire, at=clock.now())
    measure = plan.measures.get()
    with pytest.raises(Refusal):
        add_measure(
            plan,
            measure=CatalogueMeasure.objects.first(),
            responsible=measure.responsible,
            payer=measure.payer,
            starts_on=measure.starts_on,
            category=Category.HEALTH,
            by=cast["isabelle_coord_central"],
            at=clock.now(),
        )


def test_a_case_manager_who_is_out_writes_no_review(cast: Cast) -> None:
    """She keeps her own entries, and her name on the case; not the file of the others."""
    case = planned(cast)
    mireille, claire = cast["mireille_cms_sierre"], cast["claire_orp_sion"]
    add_note(case, category=Category.WORK, text="Entretien.", by=mireille, at=clock.now())
    withdrawn = {office("cms-sierre"): ALL}
    narrow_procuration(case, withdrawn=withdrawn, note="—", by=claire, at=clock.now())
    follow_up = FollowUp.objects.open().get(case=case)
    with pytest.raises(Refusal):
        review(
            follow_up,
            result=FollowUpResult.ADAPT,
            summary="Écrit sans rien lire.",
            by=mireille,
            at=clock.now(),
        )


# --- offices that somebody held ------------------------------------------------------------------


def _moved(cast: Cast, key: str, **place: object) -> None:
    """She leaves her mandate and takes another one up today."""
    for mandate in Mandate.objects.filter(user=cast[key]):
        end_mandate(mandate, by=cast["luc_technique"], at=clock.now())
    Mandate.objects.create(user=cast[key], valid_from=clock.today(), **place)


def test_who_left_the_post_no_longer_runs_the_meetings_that_she_was_to_chair(cast: Cast) -> None:
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=clock.now(), titles=["Budget"])
    _moved(cast, "isabelle_coord_central", role=Role.FIELD_WORKER, office=office("orp-monthey"))
    visitor = Visitor(cast["isabelle_coord_central"])
    for name in ("meeting", "agenda", "desk", "convene"):
        assert visitor.get(f"governance:{name}", meeting.pk).status_code == 404
    with pytest.raises(Refusal):
        cancel_meeting(meeting, by=cast["isabelle_coord_central"], at=clock.now())
    assert Meeting.objects.get(pk=meeting.pk).cancelled_at is None


def test_a_deputy_goes_on_running_the_meeting_that_she_chairs(cast: Cast) -> None:
    post = CoordinationPost.objects.get(code="valais-central")
    meeting = meeting_planned(cast, at=clock.now(), titles=["Budget"])
    Meeting.objects.filter(pk=meeting.pk).update(chair=cast["julien_coord_oai"])
    assert Mandate.objects.filter(
        user=cast["julien_coord_oai"], post=post, capacity=Capacity.DEPUTY
    ).exists()
    visitor = Visitor(cast["julien_coord_oai"])
    assert visitor.get("governance:desk", meeting.pk).status_code == 200


def test_a_worker_who_became_regional_manager_reads_no_case_any_more(cast: Cast) -> None:
    case = flagged(cast)
    _moved(cast, "anna_orp_sion", role=Role.REGIONAL_MANAGER, office=office("orp-sion"))
    assert not Case.objects.visible_to(cast["anna_orp_sion"]).filter(pk=case.pk).exists()
    assert Visitor(cast["anna_orp_sion"]).get("dossier", case.pk).status_code == 404


# --- hostile input -------------------------------------------------------------------------------


@pytest.mark.parametrize("term", ["abc\x00", "\x00\x00\x00", "%%%", "___", "'; --", "😀😀😀"])
def test_a_hostile_search_finds_nothing(cast: Cast, term: str) -> None:
    flagged(cast)
    response = Visitor(cast["claire_orp_sion"]).post("cases:case_search", data={"q": term})
    assert response.status_code == 200
    assert "Aucun dossier trouvé" in text(response)


@pytest.mark.parametrize("key", ["\x00_\x00", "9999-12-31_x", "0001-01-01_" + "0" * 32, "_", "😀"])
def test_a_hostile_place_in_the_list_is_the_beginning_or_nothing(cast: Cast, key: str) -> None:
    flagged(cast)
    visitor = Visitor(cast["claire_orp_sion"])
    response = visitor.client.get("/dossiers/", {"after": key, "state": "\x00"})
    assert response.status_code == 200


@pytest.mark.parametrize("target", ["https://evil.invalid/", "//evil.invalid", "\\\\evil.invalid"])
def test_no_address_of_ours_leads_elsewhere(cast: Cast, target: str) -> None:
    visitor = Visitor(cast["claire_orp_sion"])
    for url in ("/langue/setlang/", "/compte/login/", "/compte/logout/"):
        response = visitor.client.post(url, {"next": target, "language": "de"})
        assert "evil" not in response.headers.get("Location", "")


@pytest.mark.parametrize("method", ["head", "options", "put", "patch", "delete"])
def test_no_method_opens_what_is_shut_or_changes_what_is_open(cast: Cast, method: str) -> None:
    case = flagged(cast)
    outsider, home = Visitor(cast["wilma_oai_sion"]), Visitor(cast["claire_orp_sion"])
    for name in ("client_edit", "procuration_record", "procuration_withdraw", "case_drop"):
        url = reverse(f"cases:{name}", args=[case.pk])
        assert getattr(outsider.client, method)(url).status_code == 404
        getattr(home.client, method)(url)
    assert Case.objects.get(pk=case.pk).state == case.state


# --- what a dispositif keeps when it is out ------------------------------------------------------


def test_a_dispositif_that_is_out_learns_nothing_of_how_the_case_goes_on(cast: Cast) -> None:
    case = planned(cast)
    mireille, claire = cast["mireille_cms_sierre"], cast["claire_orp_sion"]
    add_note(case, category=Category.WORK, text="Entretien.", by=mireille, at=clock.now())
    withdraw_procuration(case, note="—", by=claire, at=clock.now())
    visitor = Visitor(mireille)
    pages = [
        visitor.get("cases:case_list"),
        visitor.post("cases:case_search", data={"q": case.number}),
        visitor.get("cases:case_why", case.pk),
    ]
    for page in map(text, pages):
        rows = page.split("<main")[1].split("</nav>")[-1]
        assert case.number in rows
        assert "en suivi" not in rows and str(case.home_office) not in rows
        assert FollowUp.objects.open().get(case=case).due_on.strftime("%d.%m.%Y") not in rows


# --- meetings ------------------------------------------------------------------------------------


def test_a_decision_stays_with_the_organisers_until_the_minutes_are_adopted(cast: Cast) -> None:
    case, now = triaged(cast), clock.now()
    meeting = meeting_convened(cast, [case], at=now)
    with clock.at(now + timedelta(days=10, hours=1)) as later:
        item_decided(meeting.items.get(), at=later, what="Bilan de compétences")
        mireille = Visitor(cast["mireille_cms_sierre"])
        assert "Bilan de compétences" not in text(mireille.get("dossier", case.pk))
        minutes = draft_minutes(meeting, by=meeting.chair, at=later)
        adopt(minutes, by=meeting.chair, at=later)
        assert "Bilan de compétences" in text(mireille.get("dossier", case.pk))


def test_who_organises_by_the_stub_is_not_told_who_manages_the_case(cast: Cast) -> None:
    meeting = meeting_convened(cast, [managed(cast)], at=clock.now())
    item = meeting.items.get()
    page = text(Visitor(cast["valerie_chargee"]).get("governance:item", item.pk))
    assert "Mireille Epiney" not in page
    page = text(Visitor(cast["isabelle_coord_central"]).get("governance:item", item.pk))
    assert "Mireille Epiney" in page

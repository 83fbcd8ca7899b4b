"""A dispute: both positions side by side, its stages, and an outcome that binds both (C8)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from accounts.models import Setting
from cases.actions.disputes import pass_on, state_position
from cases.actions.gates import stale_gates
from cases.actions.matters import settle_matter
from cases.actions.procurations import withdraw_procuration
from cases.actions.request_answers import disagree
from cases.choices import DisputeState, MatterKind, StageResult, Tie
from cases.disputes import sides
from cases.models import Case, DisputeStage, Matter, Position
from cases.timeline import happened
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from core.working_days import add_working_days
from messaging.models import InboxEntry
from tests.cases.test_matters import access, by, granted, sees, submit
from tests.cases.test_requests import QUESTION, sent, taken_up
from tests.factories import ALL, Cast, managed, office, triaged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
CLAIRE, MIREILLE = "claire_orp_sion", "mireille_cms_sierre"
COORDINATOR, OFFICER, SECRETARY = "isabelle_coord_central", "valerie_chargee", "monique_secretariat"
MEMBER = "didier_droit_sict"
OURS, THEIRS = "Le stage est prêt.", "La garde des enfants manque."
WHY = "Trois entretiens sans accord."
ANSWERS = {DisputeState.COORDINATION: COORDINATOR, DisputeState.OFFICER: OFFICER}


@pytest.fixture
def case(cast: Cast) -> Case:
    return granted(cast)


def dispute(case: Case, cast: Cast, kind: str = MatterKind.DISPUTE, who: str = CLAIRE) -> Matter:
    """ORP Sion against CMS Sierre."""
    return submit(case, cast, kind, who=who, category=Category.WORK)


def brought_to(step: DisputeState, matter: Matter, cast: Cast) -> Matter:
    while matter.stage.step != step:
        pass_on(matter.stage, reason=WHY, **by(cast, ANSWERS[matter.stage.step]))
        matter = Matter.objects.get(pk=matter.pk)
    return matter


def state(matter: Matter, cast: Cast, who: str, words: str, code: str = "") -> Position:
    side = office(code or ("orp-sion" if who == CLAIRE else "cms-sierre"))
    return state_position(matter, office=side, text=words, **by(cast, who))


def read(matter: Matter, case: Case, user: Any) -> list[list[str]]:
    """What one reader finds of each side, the last wording first."""
    return [[said.text for said in side.said] for side in sides(matter, access(case, user))]


def told(notice: str) -> set[Any]:
    return {row.user for row in InboxEntry.objects.open().filter(notice=notice)}


# --- positions ----------------------------------------------------------------------------------
def test_both_positions_stand_side_by_side_and_every_version_is_kept(case, cast):
    matter = dispute(case, cast)
    assert matter.parties == [office("orp-sion"), office("cms-sierre")]
    state(matter, cast, CLAIRE, "Un stage.")
    with clock.at(clock.now() + timedelta(minutes=5)):
        state(matter, cast, CLAIRE, OURS)
        state(matter, cast, MIREILLE, THEIRS)
        for key in (CLAIRE, MIREILLE, COORDINATOR, OFFICER):
            assert read(matter, case, cast[key]) == [[OURS, "Un stage."], [THEIRS]]
        page = text(Visitor(cast[MIREILLE]).get("cases:dispute", matter.pk))
    assert OURS in page and THEIRS in page and "Version du" in page
    assert "Corriger notre position" in page


def test_a_side_reads_the_other_in_a_granted_category_alone(cast):
    granted_to = {"bureau-cii": ALL, "orp-sion": ALL, "cms-sierre": {Category.IDENTITY}}
    case = managed(cast, recipients={office(code): kinds for code, kinds in granted_to.items()})
    matter = dispute(case, cast)
    state(matter, cast, CLAIRE, OURS)
    assert read(matter, case, cast[MIREILLE]) == [[], []]
    page = text(Visitor(cast[MIREILLE]).get("cases:dispute", matter.pk))
    assert "ne vous ouvre pas la catégorie" in page and OURS not in page
    assert "Donner notre position" not in page
    with pytest.raises(Refusal) as refused:
        state(matter, cast, MIREILLE, THEIRS)
    assert refused.value.field == "category"


@pytest.mark.parametrize(
    ("who", "code", "error"),
    [
        (COORDINATOR, "orp-sion", Forbidden),
        (OFFICER, "orp-sion", Forbidden),
        ("anna_orp_sion", "orp-sion", Forbidden),
        (CLAIRE, "cms-sierre", Forbidden),
        ("florence_cdc", "orp-sion", Http404),
    ],
)
def test_each_dispositif_speaks_through_its_repondant_for_itself(who, code, error, case, cast):
    matter = dispute(case, cast)
    with pytest.raises(error):
        state(matter, cast, who, OURS, code)
    assert not Position.objects.exists()


def test_a_position_is_corrected_at_each_stage_until_the_dispute_is_settled(case, cast):
    matter = brought_to(DisputeState.OFFICER, dispute(case, cast), cast)
    state(matter, cast, MIREILLE, THEIRS)
    settle_matter(matter, outcome="Un mois d’essai.", **by(cast, OFFICER))
    with pytest.raises(Refusal, match="Valérie Roduit"):
        state(matter, cast, MIREILLE, "Encore autre chose.")
    page = text(Visitor(cast[MIREILLE]).get("cases:dispute", matter.pk))
    assert "Corriger notre position" not in page


def test_what_a_request_and_its_answer_said_are_the_first_positions(cast):
    recipients = {office(code): ALL for code in ("bureau-cii", "orp-sion", "oai-sion")}
    case = triaged(cast, recipients=recipients)
    row = sent(case, cast)
    taken_up(row, cast)
    disagree(row, answer="Elle y est déjà.", **by(cast, "wilma_oai_sion"))
    matter = Matter.objects.get(request=row)
    ours, theirs = read(matter, case, cast[COORDINATOR])
    assert QUESTION in ours[0] and theirs == ["Elle y est déjà."]
    assert matter.stage.step == DisputeState.COORDINATION
    assert "Elle y est déjà." in text(Visitor(cast[CLAIRE]).get("cases:dispute", matter.pk))


# --- stages -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("step", "may"),
    [
        (DisputeState.COORDINATION, {COORDINATOR, OFFICER}),
        (DisputeState.OFFICER, {OFFICER}),
        (DisputeState.COMMISSION, {OFFICER, SECRETARY}),
    ],
)
def test_who_concludes_a_stage(step, may, case, cast):
    matter = brought_to(step, dispute(case, cast), cast)
    for who in (CLAIRE, MIREILLE, MEMBER, SECRETARY, COORDINATOR, OFFICER):
        if who not in may:
            with pytest.raises((Forbidden, Http404)):
                settle_matter(matter, outcome="Oui.", **by(cast, who))
            with pytest.raises((Forbidden, Http404)):
                pass_on(matter.stage, reason=WHY, **by(cast, who))
    assert settle_matter(matter, outcome="Oui.", **by(cast, may.pop())).settled_at


@pytest.mark.parametrize("kind", [MatterKind.DISPUTE, MatterKind.MONEY_DISPUTE])
def test_the_commission_reads_once_the_dispute_comes_before_it(kind, case, cast):
    matter = brought_to(DisputeState.OFFICER, dispute(case, cast, kind), cast)
    assert not sees(case, cast[MEMBER]) and cast[MEMBER] not in told("matter.submitted")
    matter = brought_to(DisputeState.COMMISSION, matter, cast)
    assert matter.kind == MatterKind.MONEY_DISPUTE
    assert access(case, cast[MEMBER]).ties == {Tie.MEMBER}
    assert cast[MEMBER] in told("matter.submitted")
    assert stale_gates(case) == []
    settle_matter(matter, outcome="Le Fonds.", **by(cast, SECRETARY))
    assert access(case, cast[MEMBER]).is_number_only
    assert (
        "litige portant sur de l’argent"
        in text(Visitor(cast[MEMBER]).get("dossier", case.pk)).lower()
    )
    assert stale_gates(case) == []


def test_a_member_sees_no_dispute_that_has_not_come_before_the_commission(case, cast):
    submit(case, cast)
    dispute(case, cast, MatterKind.MONEY_DISPUTE)
    settle_matter(Matter.objects.get(kind="prefinancing"), outcome="Oui.", **by(cast, OFFICER))
    page = text(Visitor(cast[MEMBER]).get("dossier", case.pk))
    assert "Préfinancement" in page and "Litige" not in page


@pytest.mark.parametrize(
    ("step", "kind", "result", "reason", "match"),
    [
        (
            DisputeState.COORDINATION,
            MatterKind.DISPUTE,
            StageResult.RULED,
            WHY,
            "n’est pas possible",
        ),
        (DisputeState.OFFICER, MatterKind.MONEY_DISPUTE, StageResult.RULED, WHY, "De l’argent"),
        (DisputeState.OFFICER, MatterKind.DISPUTE, StageResult.RULED, " ", "Motivez"),
        (DisputeState.COMMISSION, MatterKind.DISPUTE, StageResult.RULED, "", "Motivez"),
    ],
)
def test_a_ruling_is_made_where_it_belongs_and_with_reasons(
    step, kind, result, reason, match, case, cast
):
    matter = brought_to(step, dispute(case, cast, kind), cast)
    with pytest.raises(Refusal, match=match):
        settle_matter(matter, outcome="Oui.", result=result, reason=reason, **by(cast, OFFICER))
    assert Matter.objects.open().filter(pk=matter.pk).exists()


def test_what_is_passed_on_says_why_and_once(case, cast):
    matter = dispute(case, cast)
    with pytest.raises(Refusal) as refused:
        pass_on(matter.stage, reason=" ", **by(cast, COORDINATOR))
    assert refused.value.field == "reason"
    stage = matter.stage
    pass_on(stage, reason=WHY, **by(cast, COORDINATOR))
    with pytest.raises(Refusal, match="Isabelle"):
        pass_on(stage, reason=WHY, **by(cast, OFFICER))
    assert DisputeStage.objects.count() == 2


def test_after_the_commission_there_is_no_further_stage(case, cast):
    matter = brought_to(DisputeState.COMMISSION, dispute(case, cast), cast)
    with pytest.raises(Refusal, match="dernière étape"):
        pass_on(matter.stage, reason=WHY, **by(cast, OFFICER))


def test_each_stage_has_its_term_in_working_days(case, cast):
    monday = date(2027, 3, 15)
    days = {"coordination": 3, "officer": 5, "commission": 20}
    Setting.objects.create(key="dispute_days", value=days, valid_from=monday)
    with clock.at(clock.start_of(monday) + timedelta(hours=9)):
        stage = dispute(case, cast).stage
        # Friday 19 March, Saint Joseph, is a holiday.
        assert stage.due_on == date(2027, 3, 18)
        after = pass_on(stage, reason=WHY, **by(cast, COORDINATOR))
    assert after.due_on == add_working_days(monday, 5) == date(2027, 3, 23)


# --- outcome ------------------------------------------------------------------------------------
def test_the_outcome_reaches_both_sides_and_stands_on_the_timeline(case, cast):
    matter = brought_to(DisputeState.OFFICER, dispute(case, cast), cast)
    ruled = {"outcome": "Le CMS garde la mesure.", "result": StageResult.RULED, "reason": WHY}
    settle_matter(matter, **ruled, **by(cast, OFFICER))
    assert {cast[CLAIRE], cast[MIREILLE]} <= told("dispute.settled")
    assert not told("dispute.waits") and not told("dispute.passed_on")
    for key in (CLAIRE, MIREILLE, COORDINATOR):
        events = {event.title: event.detail for event in happened(access(case, cast[key]))}
        assert events["Affaire réglée : litige"] == "Le CMS garde la mesure."
        assert events["Litige transmis : position de la ou du chargé·e cantonal·e"] == WHY
        page = text(Visitor(cast[key]).get("cases:dispute", matter.pk))
        assert "Le CMS garde la mesure." in page and "Elle lie les deux dispositifs" in page


def test_the_stub_of_a_dispute_says_no_word(case, cast):
    matter = dispute(case, cast)
    state(matter, cast, CLAIRE, OURS)
    matter = brought_to(DisputeState.OFFICER, matter, cast)
    withdraw_procuration(case, note="", **by(cast, CLAIRE))
    page = text(Visitor(cast[OFFICER]).get("cases:dispute", matter.pk))
    assert "devant la ou le chargé·e cantonal·e" in page
    for words in (OURS, WHY, matter.question, case.client.last_name, "Isabelle"):
        assert words not in page
    # The dispositif keeps what it said itself.
    assert read(matter, case, cast[CLAIRE]) == [[OURS], []]


# --- both sides ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "sides_named", "field"),
    [
        (CLAIRE, {"office": None}, "office"),
        (CLAIRE, {"office": "orp-sion"}, "office"),
        (COORDINATOR, {"office": "orp-sion", "asking": None}, "asking"),
        (COORDINATOR, {"office": "orp-sion", "asking": "orp-sion"}, "asking"),
        (COORDINATOR, {"office": "orp-sion", "asking": "oai-sion"}, "asking"),
    ],
)
def test_a_dispute_opposes_two_dispositifs_of_the_case(who, sides_named, field, case, cast):
    named = {name: code and office(code) for name, code in sides_named.items()}
    with pytest.raises(Refusal) as refused:
        submit(case, cast, MatterKind.DISPUTE, who=who, **named)
    assert refused.value.field == field


def test_both_sides_are_asked_for_their_position_and_find_it_at_home(case, cast):
    matter = dispute(case, cast)
    assert cast[MIREILLE] in told("dispute.opened") and cast[CLAIRE] not in told("dispute.opened")
    visitor = Visitor(cast[MIREILLE])
    assert "position de votre dispositif à donner" in text(visitor.get("home"))
    data = {"office": office("cms-sierre").pk, "text": THEIRS}
    visitor.post("cases:position_state", matter.pk, data=data)
    assert "position de votre dispositif à donner" not in text(visitor.get("home"))
    assert read(matter, case, cast[CLAIRE]) == [[], [THEIRS]]


def test_a_dispute_goes_through_its_stages_on_screen(case, cast):
    matter = dispute(case, cast)
    coordinator, officer = Visitor(cast[COORDINATOR]), Visitor(cast[OFFICER])
    assert "Litige à conclure" in text(coordinator.get("home"))
    assert "Litige à conclure" not in text(officer.get("home"))
    assert "Transmettre à l’étape suivante" in text(coordinator.get("cases:dispute", matter.pk))
    coordinator.post("cases:stage_pass_on", matter.stage.pk, data={"reason": WHY})
    assert "Litige à conclure" in text(officer.get("home"))
    assert "Conclure" not in text(coordinator.get("cases:dispute", matter.pk))
    data = {"result": "ruled", "outcome": "Un mois d’essai.", "reason": "Les deux ont raison."}
    officer.post("cases:matter_settle", matter.pk, data=data)
    page = text(coordinator.get("cases:dispute", matter.pk))
    assert "Un mois d’essai." in page and "Les deux ont raison." in page and WHY in page

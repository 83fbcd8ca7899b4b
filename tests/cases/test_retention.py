"""How long a case is kept, and who brings it to its destruction (P7, F8)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404
from django.urls import reverse

from audit.models import TraceCase
from cases.actions.destructions import (
    approve_destruction,
    offer_to_archives,
    propose_destruction,
    queue_ordered,
    record_archive_answer,
    remind_of_due,
)
from cases.actions.holds import lift_hold, set_hold
from cases.choices import ArchiveAnswer, DestructionState, Tie
from cases.models import Case, Destruction, LegalHold
from cases.retention import waiting_cases
from core import clock
from core.refusal import Forbidden, Refusal
from messaging.models import InboxEntry, Job
from tests.endings import (
    DUE,
    HOME,
    OFFICER,
    SECRETARY,
    START,
    answered,
    closed,
    dropped,
    ordered,
    proposed,
)
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
DEPUTY_OFFICER = "stefan_charge_suppleant"


@pytest.fixture(autouse=True)
def _later(cast):
    with clock.at(DUE):
        yield


# --- who does what -------------------------------------------------------------------------------
def test_the_way_from_the_offer_to_the_order(cast):
    destruction = ordered(closed(cast), cast)
    assert destruction.state == DestructionState.SECONDED
    assert destruction.proposed_by == cast[SECRETARY]
    assert (destruction.approved_by, destruction.approved_as) == (cast[OFFICER], Tie.OFFICER)
    assert (destruction.seconded_by, destruction.seconded_as) == (cast[HOME], Tie.HOME)
    assert Job.objects.get(kind="case.destroy").object_id == destruction.pk
    events = TraceCase.objects.filter(case_id=destruction.case_id, trace__event__contains="destr")
    assert [row.role for row in events.order_by("trace__id")] == [
        Tie.SECRETARIAT,
        Tie.SECRETARIAT,
        Tie.SECRETARIAT,
        Tie.OFFICER,
        Tie.HOME,
    ]


@pytest.mark.parametrize("key", [HOME, "isabelle_coord_central", "anna_orp_sion"])
def test_only_the_bureau_offers_and_proposes(cast, key):
    case = closed(cast)
    with pytest.raises(Forbidden):
        offer_to_archives(case, by=cast[key], at=DUE)
    answered(case, cast)
    with pytest.raises(Forbidden):
        propose_destruction(case, by=cast[key], at=DUE)


@pytest.mark.parametrize("key", [SECRETARY, "isabelle_coord_central", "anna_orp_sion"])
def test_only_officer_and_home_repondant_approve(cast, key):
    case = closed(cast)
    proposed(case, cast)
    with pytest.raises(Forbidden):
        approve_destruction(case, by=cast[key], at=DUE)


@pytest.mark.parametrize("key", ["wilma_oai_sion", "marc_orp_sion", "kurt_orp_haut_valais"])
def test_a_case_that_one_does_not_see_is_no_case(cast, key):
    case = closed(cast)
    proposed(case, cast)
    for act in (offer_to_archives, approve_destruction):
        with pytest.raises(Http404):
            act(case, by=cast[key], at=DUE)


def test_who_proposed_does_not_approve(cast):
    case = closed(cast)
    answered(case, cast)
    propose_destruction(case, by=cast[OFFICER], at=DUE)
    with pytest.raises(Refusal, match="deux autres personnes"):
        approve_destruction(case, by=cast[OFFICER], at=DUE)
    approve_destruction(case, by=cast[DEPUTY_OFFICER], at=DUE)
    assert approve_destruction(case, by=cast[HOME], at=DUE).state == DestructionState.SECONDED


def test_one_person_approves_once(cast):
    case = closed(cast)
    proposed(case, cast)
    approve_destruction(case, by=cast[HOME], at=DUE)
    with pytest.raises(Refusal, match="déjà approuvé"):
        approve_destruction(case, by=cast[HOME], at=DUE)
    assert not Job.objects.filter(kind="case.destroy").exists()


def test_two_officers_do_not_do_without_the_home_dispositif(cast):
    case = closed(cast)
    proposed(case, cast)
    approve_destruction(case, by=cast[OFFICER], at=DUE)
    with pytest.raises(Refusal, match="répondant"):
        approve_destruction(case, by=cast[DEPUTY_OFFICER], at=DUE)


def test_a_third_approval_is_told_who_was_faster(cast):
    case = closed(cast)
    ordered(case, cast)
    with pytest.raises(Refusal, match="Claire"):
        approve_destruction(case, by=cast[DEPUTY_OFFICER], at=DUE)


@pytest.mark.parametrize(
    "changes",
    [
        {"approved_by": SECRETARY},
        {"seconded_by": SECRETARY},
        {"seconded_by": OFFICER},
        {"seconded_as": Tie.OFFICER},
        {"approved_as": ""},
        {"state": DestructionState.EXECUTED},
        {"proposed_at": None},
        {"answer": ""},
    ],
)
def test_the_database_refuses_what_two_other_people_did_not_approve(cast, changes):
    destruction = ordered(closed(cast), cast)
    values = {name: cast.get(value, value) for name, value in changes.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Destruction.objects.filter(pk=destruction.pk).update(**values)


# --- the State Archives --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"answer": "maybe"}, "answer"),
        ({"answer": ArchiveAnswer.TAKEN, "reference": " "}, "reference"),
        ({"answered_on": DUE.date() + timedelta(days=1)}, "answered_on"),
        ({"answered_on": DUE.date() - timedelta(days=1)}, "answered_on"),
    ],
)
def test_an_answer_of_the_archives_that_cannot_be_is_refused(cast, changes, field):
    case = closed(cast)
    offer_to_archives(case, by=cast[SECRETARY], at=DUE)
    values = {"answer": ArchiveAnswer.NOT_WANTED, "answered_on": DUE.date()} | changes
    with pytest.raises(Refusal) as refused:
        record_archive_answer(case, **values, by=cast[SECRETARY], at=DUE)
    assert refused.value.field == field


def test_nothing_is_proposed_before_the_archives_answered(cast):
    case = closed(cast)
    for act in (propose_destruction, offer_to_archives):
        if act is propose_destruction:
            with pytest.raises(Refusal):
                act(case, by=cast[SECRETARY], at=DUE)
        else:
            act(case, by=cast[SECRETARY], at=DUE)
    with pytest.raises(Refusal):
        propose_destruction(case, by=cast[SECRETARY], at=DUE)
    with pytest.raises(Refusal, match="Monique"):
        offer_to_archives(case, by=cast[OFFICER], at=DUE)


def test_who_proposed_or_approved_reads_why_instead_of_a_button(cast):
    case = closed(cast)
    answered(case, cast)
    propose_destruction(case, by=cast[OFFICER], at=DUE)
    button = reverse("cases:destruction_approve", args=[case.pk])
    with clock.at(DUE):
        page = text(Visitor(cast[OFFICER]).get("cases:destruction", case.pk))
        assert button not in page and "Vous avez proposé cette destruction" in page
        assert button in text(Visitor(cast[DEPUTY_OFFICER]).get("cases:destruction", case.pk))
        approve_destruction(case, by=cast[DEPUTY_OFFICER], at=DUE)
        page = text(Visitor(cast[DEPUTY_OFFICER]).get("cases:destruction", case.pk))
        assert button not in page and "Vous avez déjà approuvé" in page
        assert button in text(Visitor(cast[HOME]).get("cases:destruction", case.pk))


# --- what was never announced --------------------------------------------------------------------
def test_the_bureau_sees_what_was_never_announced_only_once_it_is_due(cast):
    case = dropped(cast)
    early = START + timedelta(days=30)
    with clock.at(early), pytest.raises(Http404):
        offer_to_archives(case, by=cast[SECRETARY], at=early)
    assert not Case.objects.visible_to(cast[SECRETARY]).exists()
    assert ordered(case, cast).state == DestructionState.SECONDED
    assert not Case.objects.visible_to(cast[OFFICER]).exists()


# --- the hold ------------------------------------------------------------------------------------
def test_a_hold_stops_every_step(cast):
    steps = [
        lambda case: offer_to_archives(case, by=cast[SECRETARY], at=DUE),
        lambda case: record_archive_answer(
            case,
            answer=ArchiveAnswer.NOT_WANTED,
            answered_on=DUE.date(),
            by=cast[SECRETARY],
            at=DUE,
        ),
        lambda case: propose_destruction(case, by=cast[SECRETARY], at=DUE),
        lambda case: approve_destruction(case, by=cast[OFFICER], at=DUE),
        lambda case: approve_destruction(case, by=cast[HOME], at=DUE),
    ]
    case = closed(cast)
    for step in steps:
        set_hold(case, reason="Litige en cours.", by=cast[OFFICER], at=DUE)
        with pytest.raises(Refusal, match="suspendue"):
            step(case)
        lift_hold(case, reason="Litige terminé.", by=cast[OFFICER], at=DUE)
        step(case)
    assert LegalHold.objects.count() == len(steps)


@pytest.mark.parametrize("key", [SECRETARY, HOME, "isabelle_coord_central"])
def test_only_the_officer_sets_and_lifts_a_hold(cast, key):
    case = closed(cast)
    with pytest.raises(Forbidden):
        set_hold(case, reason="Litige.", by=cast[key], at=DUE)
    set_hold(case, reason="Litige.", by=cast[OFFICER], at=DUE)
    with pytest.raises(Forbidden):
        lift_hold(case, reason="Terminé.", by=cast[key], at=DUE)


def test_a_hold_is_set_once_and_says_why(cast):
    case, officer = closed(cast), cast[OFFICER]
    with pytest.raises(Refusal):
        lift_hold(case, reason="Rien à lever.", by=officer, at=DUE)
    with pytest.raises(Refusal) as refused:
        set_hold(case, reason=" ", by=officer, at=DUE)
    assert refused.value.field == "reason"
    set_hold(case, reason="Litige.", by=officer, at=DUE)
    with pytest.raises(Refusal, match="Valérie"):
        set_hold(case, reason="Encore.", by=cast[DEPUTY_OFFICER], at=DUE)
    with pytest.raises(Refusal) as refused:
        lift_hold(case, reason="", by=officer, at=DUE)
    assert refused.value.field == "reason"
    assert not waiting_cases(clock.today()).exists()


# --- what the schedule tells ---------------------------------------------------------------------
def test_the_bureau_is_told_once_a_month_that_terms_are_over(cast):
    closed(cast)
    moments = [datetime(2032, 1, day, hour, tzinfo=UTC) for day in (3, 17, 30) for hour in (4, 9)]
    told = [remind_of_due(at) for at in moments]
    assert told == [4, 0, 0, 0, 0, 0]
    entries = InboxEntry.objects.filter(notice="retention.due")
    people = {cast[key] for key in (OFFICER, DEPUTY_OFFICER, SECRETARY, "daniela_secretariat")}
    assert {entry.user for entry in entries} == people
    assert remind_of_due(datetime(2032, 2, 1, 4, tzinfo=UTC)) == 4
    assert entries.filter(user=cast[SECRETARY]).count() == 2


def test_nobody_is_told_while_nothing_is_due_or_all_of_it_is_on_its_way(cast):
    assert remind_of_due(DUE) == 0
    case = closed(cast)
    answered(case, cast)
    assert remind_of_due(DUE) == 0


def test_who_may_approve_is_told_and_the_others_are_not(cast):
    case = closed(cast)
    proposed(case, cast)
    entries = InboxEntry.objects.filter(notice="destruction.proposed")
    told = {cast[key] for key in (OFFICER, DEPUTY_OFFICER, HOME)}
    assert {entry.user for entry in entries} == told
    approve_destruction(case, by=cast[OFFICER], at=DUE)
    assert not entries.open().filter(user=cast[OFFICER]).exists()
    assert entries.open().filter(user=cast[HOME]).exists()
    approve_destruction(case, by=cast[HOME], at=DUE)
    assert not entries.open().exists()


def test_an_order_that_was_held_up_is_queued_again_once_a_day(cast):
    ordered(closed(cast), cast)
    Job.objects.all().delete()
    later = DUE + timedelta(hours=2)
    for at in (later, later + timedelta(hours=1), later + timedelta(days=1)):
        assert queue_ordered(at) == 1
    assert Job.objects.filter(kind="case.destroy").count() == 2

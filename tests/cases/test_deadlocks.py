"""Cases that are stuck: each reason, since when, and for whom (C6)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import CoordinationPost, Mandate, Setting
from accounts.scope import Scope
from audit.models import Trace
from cases.actions.assignments import designate_case_manager, end_assignment
from cases.actions.coordination import transfer_case
from cases.actions.follow_ups import send_reminders
from cases.actions.merges import approve_merge, propose_merge
from cases.actions.notes import add_note
from cases.actions.reopening import reopen_case
from cases.actions.triage import close_case
from cases.choices import AssignmentKind, Outcome, Path
from cases.deadlocks import blocked, cases_of, reasons_of
from cases.models import Assignment, Case, Match
from core import clock
from core.choices import Category
from governance.actions.invitations import convene
from governance.actions.mandates import end_mandate
from governance.actions.meetings import remove_item
from governance.models import AgendaItem
from messaging.sweeper import sweep
from tests.access.scene import HAUT
from tests.cases.test_matches import SAME, in_haut
from tests.factories import ALL, ORP_SION, Cast, announced, managed, office, planned, triaged
from tests.governance.sittings import DAYS_AHEAD, item_decided, meeting_planned
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 12, 9, tzinfo=UTC)
COORDINATOR, OFFICER = ORP_SION.coordinator, "valerie_chargee"
PASSED, WORKER, MANAGER = "passed_on_since", "without_worker_since", "without_manager_since"


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.at(START):
        yield


def stuck(cast: Cast, at: datetime = START, by: str = COORDINATOR) -> dict[Case, dict[str, date]]:
    """The stuck cases with each reason that holds, as named in the query, and its day."""
    with clock.at(at):
        scope = Scope.of(cast[by], at)
        cases = cases_of(blocked(scope), scope)
    return {
        case: {
            name: getattr(case, name)
            for name in vars(case)
            if name.endswith("_since") and getattr(case, name)
        }
        for case in cases
    }


def days(number: int) -> datetime:
    return START + timedelta(days=number)


def passed(case: Case, cast: Cast, to: str, by: str, at: datetime) -> Case:
    post = CoordinationPost.objects.get(code=to)
    with clock.at(at):
        return transfer_case(case, post=post, reason="Autre région.", by=cast[by], at=at)


# --- passed back and forth
def back_and_forth(cast: Cast, case: Case) -> Case:
    case = passed(case, cast, "haut-valais", COORDINATOR, days(2))
    return passed(case, cast, "valais-central", "markus_coord_haut", days(5))


def test_passed_on_twice_is_stuck_from_the_first_time_on(cast):
    case = announced(cast)
    passed(case, cast, "haut-valais", COORDINATOR, days(2))
    assert stuck(cast, days(3), "markus_coord_haut") == {}
    passed(case, cast, "valais-central", "markus_coord_haut", days(5))
    assert stuck(cast, days(6)) == {case: {PASSED: days(2).date()}}


def test_a_triage_that_is_made_anew_counts_like_a_transfer(cast):
    case = triaged(cast)
    close_case(case, outcome=Outcome.JOB, by=cast[COORDINATOR], at=START)
    reopen_case(case, reason="Revient.", by=cast[COORDINATOR], at=days(1))
    assert stuck(cast, days(2)) == {}
    passed(case, cast, "haut-valais", COORDINATOR, days(3))
    found = stuck(cast, days(4), "markus_coord_haut")
    assert found == {case: {PASSED: days(1).date()}}


def test_what_was_passed_on_long_ago_is_forgiven(cast):
    case = back_and_forth(cast, announced(cast))
    assert PASSED not in stuck(cast, days(400)).get(case, {})


def test_how_often_is_a_setting(cast):
    Setting.objects.create(key="deadlock_passes", value=3, valid_from=START.date())
    back_and_forth(cast, announced(cast))
    assert stuck(cast, days(6)) == {}


# --- without owner
def test_a_followed_case_with_its_people_is_not_stuck(cast):
    announced(cast)
    triaged(cast)
    planned(cast)
    assert stuck(cast, days(10)) == {}


def test_without_the_worker_s_mandate_nobody_is_in_charge(cast):
    case = announced(cast)
    mandate = Mandate.objects.get(user=cast[ORP_SION.worker], office=case.home_office)
    last = days(3).date()
    end_mandate(mandate, last_day=last, by=cast["luc_technique"], at=START)
    assert stuck(cast, days(3)) == {}
    found = stuck(cast, days(4))
    assert found == {case: {WORKER: last}}
    (reason,) = reasons_of(next(iter(found)))
    assert reason.since == days(4).date()


def test_when_the_dispositif_is_closed_nobody_is_in_charge(cast):
    case = announced(cast)
    case.home_office.valid_until = days(3).date()
    case.home_office.save()
    assert stuck(cast, days(3)) == {}
    assert stuck(cast, days(4)) == {case: {WORKER: days(3).date()}}


def test_a_case_for_a_case_manager_is_stuck_once_one_is_due(cast):
    case = triaged(cast, path=Path.CASE_MANAGEMENT)
    assert stuck(cast, days(30)) == {}
    assert stuck(cast, days(31)) == {case: {MANAGER: case.path_due_on}}
    who = {"user": cast[ORP_SION.manager], "office": office("cms-sierre"), "reason": "Pool."}
    with clock.at(days(31)):
        designate_case_manager(case, **who, by=cast[COORDINATOR], at=days(31))
    assert stuck(cast, days(32)) == {}


def test_a_case_manager_without_mandate_is_none(cast):
    case = managed(cast)
    last = days(3).date()
    for mandate in Mandate.objects.filter(user=cast[ORP_SION.manager]):
        end_mandate(mandate, last_day=last, by=cast["luc_technique"], at=START)
    assert stuck(cast, days(3)) == {}
    assert stuck(cast, days(4)) == {case: {MANAGER: last}}


def test_a_plan_in_force_needs_a_case_manager(cast):
    case = planned(cast)
    row = Assignment.objects.get(case=case, kind=AssignmentKind.CASE_MANAGER)
    with clock.at(days(5)):
        end_assignment(row, by=cast[COORDINATOR], at=days(5))
    assert stuck(cast, days(6)) == {case: {MANAGER: days(5).date()}}


# --- two of what there is one
def test_a_merge_may_leave_two_plans_and_two_case_managers(cast):
    codes = ("bureau-cii", "orp-sion", "cms-sierre", "orp-haut-valais", "cms-haut-valais")
    everybody = {office(code): ALL for code in codes}
    case = planned(cast, recipients=everybody, **SAME)
    planned(cast, **in_haut())
    sweep()
    match = Match.objects.get()
    assert stuck(cast, days(1)) == {}
    at = days(2)
    with clock.at(at):
        markus = {"by": cast[HAUT.coordinator], "at": at}
        propose_merge(match, keep=case, reason="Même personne.", **markus)
        approve_merge(match, by=cast[COORDINATOR], at=at)
    twice = {"planned_twice_since": at.date(), "managed_twice_since": at.date()}
    assert stuck(cast, days(3)) == {case: twice}


# --- silent
def test_a_quarter_without_any_act_is_silence_from_the_last_one_on(cast):
    case = managed(cast)
    assert stuck(cast, datetime(2026, 6, 11, 9, tzinfo=UTC)) == {}
    assert stuck(cast, datetime(2026, 6, 13, 9, tzinfo=UTC)) == {
        case: {"silent_since": START.date()}
    }


def test_an_entry_breaks_the_silence(cast):
    case = managed(cast)
    with clock.at(days(60)):
        by = {"by": cast[ORP_SION.worker], "at": days(60)}
        add_note(case, category=Category.SOCIAL, text="A appelé.", **by)
    assert stuck(cast, days(100)) == {}
    assert stuck(cast, days(160)) == {case: {"silent_since": days(60).date()}}


def test_a_meeting_breaks_the_silence_once_it_has_treated_the_case(cast):
    case = managed(cast)
    with clock.at(days(94)):
        meeting = meeting_planned(cast, [case], at=days(94))
    assert list(stuck(cast, days(95))) == [case]
    with clock.at(days(96)):
        convene(meeting, invitations={}, by=meeting.chair, at=days(96))
    sat = days(94) + DAYS_AHEAD + timedelta(hours=1)
    with clock.at(sat):
        item_decided(meeting.items.get(), at=sat)
    assert stuck(cast, sat) == {}


def test_a_reminder_or_a_look_breaks_no_silence(cast):
    case = managed(cast)
    with clock.at(days(92)):
        send_reminders(at=days(92))
        Visitor(cast[COORDINATOR]).get("dossier", case.pk)
    assert Trace.objects.filter(event="follow_up.reminded").exists()
    assert list(stuck(cast, days(100))) == [case]


def test_a_closed_case_is_not_stuck(cast):
    close_case(managed(cast), outcome=Outcome.JOB, by=cast[COORDINATOR], at=START)
    assert stuck(cast, days(200)) == {}


# --- for whom
def test_each_post_has_its_own_and_the_cantonal_officer_all(cast):
    ours = managed(cast)
    theirs = managed(cast, **in_haut())
    assert set(stuck(cast, days(100))) == {ours}
    assert set(stuck(cast, days(100), HAUT.coordinator)) == {theirs}
    assert set(stuck(cast, days(100), OFFICER)) == {ours, theirs}
    for key in (ORP_SION.home, ORP_SION.manager, "monique_secretariat"):
        assert stuck(cast, days(100), key) == {}


# --- the page
def test_the_page_says_why_since_when_and_puts_the_case_on_the_next_tro(cast):
    case = managed(cast)
    desk = Visitor(cast[COORDINATOR])
    with clock.at(days(100)):
        page = text(desk.get("governance:blocked_cases"))
        assert "Sans acte, entrée, suivi ni séance, depuis le 12.03.2026" in page
        assert str(case.client) in page
        assert "Aucune TRO n’est en préparation" in page
        assert Trace.objects.get(event="blocked.listed").cases.get().case_id == case.pk
        later = meeting_planned(cast, at=days(105))
        meeting = meeting_planned(cast, at=days(100))
        assert later.starts_at > meeting.starts_at
        assert f"Mettre à l’ordre du jour : {meeting}" in text(desk.get("governance:blocked_cases"))
        answer = desk.post("governance:case_on_agenda", case.pk, data={"back": "blocked"})
        assert answer.headers["Location"] == reverse("governance:blocked_cases")
        item = AgendaItem.objects.get(case=case)
        assert item.meeting == meeting
        page = text(desk.get("governance:blocked_cases"))
        assert f"est à l’ordre du jour : {meeting}" in page
        assert "à l’ordre du jour</span>" in page


def test_a_row_says_on_which_agenda_the_case_stands(cast):
    case = back_and_forth(cast, announced(cast))
    desk = Visitor(cast[COORDINATOR])
    with clock.at(days(6)):
        meeting = meeting_planned(cast, at=days(6))
        desk.post("governance:case_on_agenda", case.pk, data={"back": "blocked"})
        # Sent again it stays one point, and the refusal says where it is.
        desk.post("governance:case_on_agenda", case.pk, data={"back": "blocked"})
        page = text(desk.get("governance:blocked_cases"))
        assert f"figure déjà à l’ordre du jour : {meeting}" in page
        page = text(desk.get("governance:blocked_cases"))
        assert "à l’ordre du jour</span>" in page
        assert reverse("governance:meeting", args=[meeting.pk]) in page
        assert "Mettre à l’ordre du jour" not in page
        remove_item(AgendaItem.objects.get(case=case), by=cast[COORDINATOR], at=days(6))
        assert "Mettre à l’ordre du jour" in text(desk.get("governance:blocked_cases"))


def test_without_a_meeting_in_preparation_the_button_says_what_to_do(cast):
    case = back_and_forth(cast, announced(cast))
    with clock.at(days(6)):
        desk = Visitor(cast[COORDINATOR])
        answer = desk.post("governance:case_on_agenda", case.pk)
        assert answer.headers["Location"] == reverse("dossier", args=[case.pk])
        assert "planifiez-en une d’abord" in text(desk.get("dossier", case.pk))


@pytest.mark.parametrize("page", ["governance:blocked_cases", "governance:triage_board"])
def test_the_number_of_queries_is_that_of_one_case(cast, page):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Visitor(cast[COORDINATOR]).get(page).status_code == 200
        return len(queries)

    def more() -> None:
        back_and_forth(cast, announced(cast))
        managed(cast)
        triaged(cast, path=Path.BILATERAL)

    more()
    with clock.at(days(6)):
        meeting_planned(cast, at=days(6))
    with clock.at(days(100)):
        meeting_planned(cast, at=days(100))
        one = asked()
    for _ in range(4):
        more()
    with clock.at(days(100)):
        assert asked() == one

"""The demo year as it is acted out: one whole year for this module, rolled back at its end."""

from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db.models import Q
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Absence, CalendarKey, Mandate, Office, Setting, User
from accounts.scope import Scope
from audit.models import Trace
from cases.caseload import caseload
from cases.choices import (
    CaseState,
    DestructionState,
    DisputeState,
    Lasting,
    LateRung,
    MatchState,
    PlanState,
    ReceiptKind,
    RequestState,
    Rung,
    SignedHow,
    StageResult,
    Urgency,
)
from cases.deadlocks import blocked, cases_of, reasons_of
from cases.models import (
    Case,
    CaseNote,
    Certificate,
    CollaborationRequest,
    Destruction,
    DisputeStage,
    DurableResult,
    FollowUp,
    Grant,
    InsertionPlan,
    LegalHold,
    Match,
    Matter,
    Merge,
    Procuration,
    ProcurationReminder,
    Receipt,
    Remainder,
    Reopening,
    RequestReminder,
    StageReminder,
)
from cases.retention import waiting_cases
from cii.demo.days import midnight
from cii.demo.mark import mark
from cii.demo.reviews import OVERDUE
from cii.waiting import waiting
from core.choices import Category
from documents.models import Document
from documents.reading import read_document
from governance.board import to_triage
from governance.choices import MeetingState, MinutesState
from governance.handover import leavers
from governance.models import AgendaItem, Decision, Excerpt, Meeting, Minutes
from governance.next_steps import to_enter
from messaging.models import Digest, InboxEntry, Job, Mail, MailPreference
from tests.cii.demo_year import TODAY, acted_out_year, officer_scope, on_sqlite  # noqa: F401  (fixture)

pytestmark = on_sqlite


def test_between_150_and_200_cases_were_announced_and_every_state_is_there():
    assert 150 <= Case.objects.exclude(announced_at=None).count() <= 200
    assert set(Case.objects.values_list("state", flat=True)) == set(CaseState.values)
    assert {"fr", "de"} == set(Case.objects.values_list("client__language", flat=True))
    assert Case.objects.values("region").distinct().count() == 3


def test_every_institution_takes_part_and_every_role_has_two_people():
    offices = Office.objects.filter(Q(pk__in=Grant.objects.values("recipient")))
    codes = set(offices.values_list("institution__code", flat=True)) - {None}
    assert codes >= {"sict", "sas", "oai", "she", "sfop"}
    people = Counter(set(Mandate.objects.live(TODAY).values_list("role", "user")))
    roles = Counter(role for role, _user in people)
    assert all(roles[role] >= 2 for role in Role.values), roles


def test_meetings_are_held_convened_and_in_preparation():
    states = Counter(Meeting.objects.filter(kind="tro").values_list("state", flat=True))
    assert states[MeetingState.CLOSED] >= 12
    assert states[MeetingState.CONVENED] >= 3
    assert states[MeetingState.PLANNED] >= 3
    assert set(Minutes.objects.values_list("state", flat=True)) == set(MinutesState.values)


def test_adopted_minutes_are_sealed_with_an_excerpt_for_each_case():
    adopted = Minutes.objects.filter(state=MinutesState.ADOPTED)
    assert not adopted.filter(document=None).exists()
    items = AgendaItem.objects.filter(meeting__minutes__in=adopted).exclude(case=None)
    assert Excerpt.objects.count() == items.count()
    assert read_document(adopted[0].document).startswith(b"%PDF")


def test_nothing_is_overdue_but_what_is_meant_to_be():
    late = FollowUp.objects.open().filter(due_on__lt=TODAY)
    assert 1 <= late.count() <= len(OVERDUE)
    assert not Decision.objects.filter(done_at=None, until__lt=TODAY).exists()
    waits = Case.objects.filter(state=CaseState.TRIAGED, path__in=["tro", "assessment"])
    treated = AgendaItem.objects.filter(meeting__starts_at__lt=midnight(TODAY))
    assert not waits.filter(path_due_on__lt=TODAY).exclude(pk__in=treated.values("case")).exists()
    week = midnight(TODAY) - timedelta(days=7)
    waits = Case.objects.filter(state=CaseState.ANNOUNCED, announced_at__lt=week)
    assert not waits.exclude(reopenings__reopened_at__gte=week).exists()
    assert not Case.objects.filter(state=CaseState.FLAGGED, flagged_at__lt=week).exists()


def test_mails_and_reminders_left_at_their_simulated_day():
    assert not Job.objects.filter(done_at=None).exists()
    assert not Mail.objects.filter(sent_at=None).exists()
    days = [(mail.sent_at - mail.created_at).days for mail in Mail.objects.all()]
    assert max(days) == 0
    assert Mail.objects.filter(created_at__lt=midnight(TODAY) - timedelta(days=300)).exists()
    assert Trace.objects.filter(event="follow_up.reminded").count() > 100
    assert not Trace.objects.filter(at__gt=midnight(TODAY)).exists()


def test_the_files_vary():
    assert set(CaseNote.objects.values_list("category", flat=True)) == set(Category) - {
        Category.IDENTITY
    }
    assert set(InsertionPlan.objects.values_list("state", flat=True)) >= {
        PlanState.ADOPTED,
        PlanState.REPLACED,
    }
    standing = Procuration.objects.standing()
    month = TODAY + timedelta(days=30)
    assert standing.filter(valid_until__range=(TODAY, month)).count() >= 3
    assert standing.filter(valid_until__lt=TODAY, case__closed_at=None).exists()
    assert Procuration.objects.exclude(withdrawn_at=None).count() >= 3
    assert Grant.objects.exclude(withdrawn_at=None).exists()
    assert Case.objects.filter(state=CaseState.CLOSED).values("outcome").distinct().count() >= 4
    assert Document.objects.exclude(replaces=None).exists()


def test_of_two_blind_matches_one_was_merged_by_two_people_and_one_was_none():
    assert set(Match.objects.values_list("state", flat=True)) == {
        MatchState.MERGED,
        MatchState.DISMISSED,
    }
    merge = Merge.objects.get()
    assert merge.merged.state == CaseState.MERGED
    assert merge.approved_by != merge.proposed_by


def test_gates_and_permissions_agree_with_the_facts():
    call_command("access_rebuild", check=True)


WAITED_FOR = """
    claire_orp_sion mireille_cms_sierre kurt_orp_haut_valais isabelle_coord_central
    julien_coord_oai sabine_coord_bas petra_coord_haut camille_coord_t1 monique_secretariat
    valerie_chargee delphine_t1 fanny_oasi wilma_oai_sion
"""


@pytest.mark.parametrize("key", WAITED_FOR.split())
def test_something_waits_for_a_persona(key):
    user = User.objects.get(email=f"{key}@demo.invalid")
    scope = Scope.of(user)
    meetings = Meeting.objects.visible_to(scope).coming()
    inbox = InboxEntry.objects.of(user).open()
    assert waiting(scope) or inbox.exists() or meetings.exists()


@pytest.mark.parametrize("key", ["anna_orp_sion", "urs_orp_haut_valais", "ines_cms_sierre"])
def test_a_field_worker_has_her_cases(key):
    user = User.objects.get(email=f"{key}@demo.invalid")
    assert caseload(Scope.of(user)).cases


@pytest.mark.parametrize(
    ("key", "waits"),
    [
        ("didier_droit_sict", 2),
        # Recused from one of the two.
        ("rita_droit_oai", 1),
        ("joel_droit_sas", 2),
    ],
)
def test_what_is_submitted_waits_on_the_home_page_of_who_is_told(key, waits):
    scope = Scope.of(User.objects.get(email=f"{key}@demo.invalid"))
    rows = waiting(scope)
    assert len(rows) == waits
    for row in rows:
        assert row.case_id in {access.case.pk for access in caseload(scope).accesses}


def test_a_dispute_and_a_forgotten_request_reach_the_regional_managers():
    managers = Mandate.objects.filter(role=Role.REGIONAL_MANAGER).select_related("user")
    rows = {mandate.user: waiting(Scope.of(mandate.user)) for mandate in managers}
    whys = [row.why for found in rows.values() for row in found]
    assert any("litige" in why for why in whys) and any("demande" in why for why in whys)


def test_what_waits_for_a_coordinator_on_leave_waits_for_the_deputy():
    rows = waiting(Scope.of(User.objects.get(email="petra_coord_haut@demo.invalid")))
    absent = Absence.objects.live(TODAY).get().user
    assert {row.for_whom for row in rows} >= {str(absent)}


def test_digests_of_the_last_days_went_out_once_a_day_and_person():
    told = Digest.objects.filter(is_mailed=True)
    assert told.values("day").distinct().count() >= 2
    assert Mail.objects.filter(body__contains="/moi/courriels/").count() == told.count() > 10
    assert CalendarKey.objects.standing().exists() and MailPreference.objects.exists()


def test_requests_of_the_year_are_in_every_state():
    states = set(CollaborationRequest.objects.values_list("state", flat=True))
    assert states >= set(RequestState) - {RequestState.WITHDRAWN}
    assert RequestReminder.objects.filter(rung=Rung.MANAGER).count() == 1


def test_matters_of_the_year_are_settled_or_wait():
    assert Matter.objects.open().values("kind").distinct().count() >= 3
    assert Matter.objects.exclude(settled_at=None).count() >= 2


def test_disputes_of_the_year_stand_at_every_stage_and_one_is_late():
    stages = DisputeStage.objects.all()
    assert set(stages.filter(ended_at=None).values_list("step", flat=True)) >= {
        DisputeState.COORDINATION,
        DisputeState.OFFICER,
    }
    assert stages.filter(step=DisputeState.COMMISSION, result=StageResult.RULED).exists()
    assert set(StageReminder.objects.values_list("rung", flat=True)) == set(LateRung)
    assert stages.filter(ended_at=None, due_on__lt=TODAY).count() == 1
    assert any("/litiges/" in row.url for row in waiting(officer_scope()))


def test_a_closed_case_was_reopened_and_waits_for_its_triage():
    case = Reopening.objects.get().case
    assert case.state == CaseState.ANNOUNCED
    coordinator = Mandate.objects.live(TODAY).filter(post=case.post, role=Role.COORDINATOR)
    scope = Scope.of(coordinator.exclude(capacity="deputy").get().user)
    assert case.pk in {row.case_id for row in waiting(scope)}


def test_results_of_closed_cases_are_answered_in_each_way_and_one_waits():
    answers = set(DurableResult.objects.values_list("answer", flat=True))
    assert answers == {"", *Lasting.values}
    row = DurableResult.objects.open().order_by("due_on")[0]
    mandates = Mandate.objects.live(TODAY).filter(role=Role.REPONDANT, office=row.case.home_office)
    people = [m.user for m in mandates.filter(population=row.case.population)]
    url = reverse("cases:result_answer", args=[row.case_id])
    assert all(url in {waits.url for waits in waiting(Scope.of(user))} for user in people)


def test_some_cases_are_stuck_and_each_path_was_entered_in_time():
    scope = officer_scope()
    stuck = cases_of(blocked(scope), scope)
    labels = {str(reason.label) for case in stuck for reason in reasons_of(case)}
    assert len(labels) >= 3, labels
    assert not to_enter(scope).filter(path_due_on__lt=TODAY).exists()
    assert {row.urgency for row in to_triage(scope)} == set(Urgency)


def test_of_two_who_leave_one_has_nothing_left_and_the_other_waits():
    assert Trace.objects.filter(at__date=TODAY - timedelta(days=2), event="case.handed_over")
    claire = Scope.of(User.objects.get(email="claire_orp_sion@demo.invalid"))
    found = leavers(claire, left_by=claire.day + timedelta(days=30))
    assert [one.user.email for one in found] == ["marc_orp_sion@demo.invalid"]
    assert InboxEntry.objects.open().filter(notice="handover.waits", user=claire.user).exists()


def test_cases_at_the_end_of_their_term_are_in_every_stage():
    assert Certificate.objects.exclude(document=None).count() == 1
    assert Destruction.objects.get(state=DestructionState.APPROVED).seconded_at is None
    assert LegalHold.objects.filter(lifted_at=None).count() == 1
    assert waiting_cases(TODAY).count() >= 3
    assert Remainder.objects.count() == 1


@pytest.mark.parametrize(
    "notice",
    [
        "person.assigned.advise_case",
        "person.assigned.execute_case",
        "case.transferred",
        "access_request.received",
    ],
)
def test_named_people_transfers_and_requests_lead_from_the_home_page_to_the_case(notice):
    entries = InboxEntry.objects.open().filter(notice=notice)
    assert entries.exists()
    for entry in entries.select_related("user"):
        assert Case.objects.visible_to(Scope.of(entry.user)).filter(pk=entry.case_id).exists()


def test_the_database_says_that_it_is_invented():
    assert mark().value["today"] == str(TODAY)
    assert Setting.objects.filter(key="demo").count() == 1
    assert not User.objects.exclude(email__endswith="@demo.invalid").exists()


def test_a_second_call_changes_nothing():
    before = Trace.objects.count()
    call_command("demo", if_empty=True, verbosity=0)
    assert Trace.objects.count() == before
    assert settings.DEMO


def test_consents_are_signed_both_ways_and_every_change_has_its_sealed_receipt():
    assert set(Procuration.objects.values_list("signed_how", flat=True)) == set(SignedHow.values)
    assert set(Receipt.objects.values_list("kind", flat=True)) == set(ReceiptKind.values)
    assert not Receipt.objects.filter(document=None).exists()
    assert ProcurationReminder.objects.exists()

"""Presence, discussion, decisions, case manager and plan, item by item (S4, S5, C10)."""

from datetime import timedelta

import pytest

from accounts.models import Mandate
from accounts.scope import Scope
from cases.actions.plans import draft_plan
from cases.actions.procurations import withdraw_procuration
from cases.choices import AssignmentKind, PlanState
from cases.models import Assignment, InsertionPlan
from core.choices import Category
from core.refusal import Forbidden, Refusal
from governance.actions.decisions import decide, designate, drop_decision
from governance.actions.desk import (
    delete_paragraph,
    edit_paragraph,
    mark_decided,
    postpone_item,
    record_attendance,
    reopen_item,
    write_paragraph,
)
from governance.actions.minutes import adopt, draft_minutes
from governance.agenda_queue import carried_over, waiting_for
from governance.choices import ItemState, Presence
from governance.models import Decision, Paragraph
from tests.factories import ALL, consent, drafted_plan, office, triaged
from tests.governance.conftest import NOW
from tests.governance.sittings import item_decided, meeting_convened, meeting_planned

pytestmark = pytest.mark.django_db
WORK = Category.WORK


@pytest.fixture
def item(cast):
    return meeting_convened(cast, [triaged(cast)], at=NOW).items.get()


def decision(item, at, **changes):
    values = {
        "what": "Prendre contact",
        "office": office("cms-sierre"),
        "until": (at + timedelta(days=30)).date(),
        "category": WORK,
        "by": item.meeting.chair,
    }
    return decide(item, **values | changes, at=at)


def test_attendance_is_of_invited_persons_and_may_be_corrected(cast, item, later):
    meeting, chair = item.meeting, item.meeting.chair
    presences = {cast["mireille_cms_sierre"]: Presence.PRESENT, chair: Presence.PRESENT}
    record_attendance(meeting, presences=presences, by=chair, at=later)
    presences[cast["mireille_cms_sierre"]] = Presence.EXCUSED
    record_attendance(meeting, presences=presences, by=chair, at=later)
    rows = {row.user.last_name: (row.presence, row.office) for row in meeting.attendances.all()}
    assert rows == {"Epiney": ("excused", office("cms-sierre")), "Praz": ("present", None)}
    with pytest.raises(Refusal):
        stranger = {cast["wilma_oai_sion"]: Presence.PRESENT}
        record_attendance(meeting, presences=stranger, by=chair, at=later)


def test_nothing_is_decided_before_the_meeting_begins(item):
    chair = item.meeting.chair
    for act in (
        lambda: decision(item, NOW),
        lambda: postpone_item(item, by=chair, at=NOW),
        lambda: record_attendance(item.meeting, presences={}, by=chair, at=NOW),
    ):
        with pytest.raises(Refusal, match="pas encore commencé"):
            act()


def test_what_concerns_a_case_has_a_category(item, later):
    with pytest.raises(Refusal) as refused:
        write_paragraph(item, text="…", by=item.meeting.chair, at=later)
    assert refused.value.field == "category"


def test_nobody_writes_in_a_category_that_she_may_not_read(cast, later):
    case = triaged(cast)
    narrow = {office("bureau-cii"): {WORK}, office("cms-sierre"): ALL}
    consent(case, cast, recipients=narrow)
    item = meeting_convened(cast, [case], at=NOW).items.get()
    with pytest.raises(Refusal, match="santé"):
        write_paragraph(item, text="…", category=Category.HEALTH, by=item.meeting.chair, at=later)
    with pytest.raises(Refusal):
        write_paragraph(item, text="…", category=WORK, by=cast["monique_secretariat"], at=later)


def test_an_edit_over_somebody_elses_change_is_refused(cast, item, later):
    chair = item.meeting.chair
    paragraph = write_paragraph(item, text="Un", category=WORK, by=chair, at=later)
    seen = paragraph.fingerprint
    edit_paragraph(paragraph, text="Deux", category=WORK, seen=seen, by=chair, at=later)
    with pytest.raises(Refusal, match="entre-temps"):
        edit_paragraph(paragraph, text="Trois", category=WORK, seen=seen, by=chair, at=later)
    with pytest.raises(Refusal, match="entre-temps"):
        delete_paragraph(paragraph, seen=seen, by=chair, at=later)
    assert Paragraph.objects.get().text == "Deux"
    fresh = Paragraph.objects.get()
    delete_paragraph(fresh, seen=fresh.fingerprint, by=chair, at=later)
    with pytest.raises(Refusal, match="supprimé"):
        edit_paragraph(fresh, text="x", category=WORK, seen=seen, by=chair, at=later)


def test_participants_write_no_minutes(cast, item, later):
    for key in ("mireille_cms_sierre", "claire_orp_sion"):
        with pytest.raises(Forbidden):
            write_paragraph(item, text="…", category=WORK, by=cast[key], at=later)


def test_a_decision_needs_an_office_that_the_procuration_covers(item, later):
    with pytest.raises(Refusal) as refused:
        decision(item, later, office=office("oai-sion"))
    assert refused.value.field == "office"
    assert office("oai-sion").name_fr in refused.value.reason
    for code in ("cms-sierre", "orp-sion", "bureau-cii"):
        decision(item, later, office=office(code))


def test_a_decision_can_be_read_by_who_carries_it_out(cast, later):
    case = triaged(cast)
    consent(case, cast, recipients={office("bureau-cii"): ALL, office("cms-sierre"): {WORK}})
    item = meeting_convened(cast, [case], at=NOW).items.get()
    with pytest.raises(Refusal) as refused:
        decision(item, later, category=Category.HEALTH)
    assert refused.value.field == "category"


def test_a_decision_has_a_date_to_come(item, later):
    with pytest.raises(Refusal) as refused:
        decision(item, later, until=NOW.date())
    assert refused.value.field == "until"


def test_nothing_is_decided_after_the_withdrawal(cast, item, later):
    withdraw_procuration(item.case, note="Lettre", by=cast["claire_orp_sion"], at=later)
    with pytest.raises(Refusal):
        decision(item, later)


def test_a_case_is_not_treated_without_a_decision(item, later):
    with pytest.raises(Refusal, match="décision"):
        mark_decided(item, by=item.meeting.chair, at=later)
    assert item_decided(item, at=later).state == ItemState.DECIDED


def test_the_only_decision_of_a_treated_item_stays(item, later):
    item_decided(item, at=later)
    with pytest.raises(Refusal):
        drop_decision(Decision.objects.get(), by=item.meeting.chair, at=later)
    reopen_item(item, by=item.meeting.chair, at=later)
    drop_decision(Decision.objects.get(), by=item.meeting.chair, at=later)
    assert not Decision.objects.exists()


def test_a_postponed_item_is_offered_to_the_next_agenda(cast, item, later):
    postpone_item(item, by=item.meeting.chair, at=later)
    following = meeting_planned(cast, at=later)
    assert list(waiting_for(following, Scope.of(item.meeting.chair))) == [item.case]


def test_a_postponed_point_without_a_case_is_offered_once(cast, later):
    meeting = meeting_convened(cast, [], at=NOW, titles=["Statistique"])
    chair = meeting.chair
    postpone_item(meeting.items.get(), by=chair, at=later)
    following = meeting_planned(cast, at=later)
    assert carried_over(following) == []
    adopt(draft_minutes(meeting, by=chair, at=later), by=chair, at=later)
    assert carried_over(following) == ["Statistique"]
    meeting_planned(cast, at=later, titles=["Statistique"])
    assert carried_over(meeting_planned(cast, at=later + timedelta(days=1))) == []


def test_the_chair_records_the_case_manager_that_the_pool_chose(cast, item, later):
    mireille, wilma = cast["mireille_cms_sierre"], cast["wilma_oai_sion"]
    chair = item.meeting.chair
    designate(item, mandate=Mandate.objects.get(user=mireille), by=chair, at=later)
    row = Assignment.objects.open().get(case=item.case, kind=AssignmentKind.CASE_MANAGER)
    assert row.user == mireille
    with pytest.raises(Refusal):
        designate(item, mandate=Mandate.objects.get(user=wilma), by=chair, at=later)


def test_a_plan_without_case_manager_is_not_adopted_and_nothing_is_decided(cast, item, later):
    chair = item.meeting.chair
    plan = draft_plan(
        item.case, objective="Un emploi", has_client_agreement=True, by=chair, at=later
    )
    with pytest.raises(Refusal, match="case manager"):
        decision(item, later, plan=plan)
    assert not Decision.objects.exists()
    assert InsertionPlan.objects.get().state == PlanState.DRAFT


def test_a_decision_adopts_the_plan(cast, later):
    plan = drafted_plan(cast)
    item = meeting_convened(cast, [plan.case], at=NOW).items.get()
    found = decision(item, later, what="Mettre en œuvre le plan", plan=plan)
    assert InsertionPlan.objects.get().state == PlanState.ADOPTED
    assert found.plan == plan
    with pytest.raises(Refusal):
        drop_decision(found, by=item.meeting.chair, at=later)


def test_a_plan_of_another_case_is_not_adopted_here(cast, item, later):
    plan = drafted_plan(cast, last_name="Autre")
    with pytest.raises(Refusal):
        decision(item, later, plan=plan)

"""Minutes: complete before they are adopted, read only as far as one may read (S5)."""

from datetime import timedelta

import pytest

from audit.models import Trace
from cases.actions.gates import stale_gates
from cases.actions.procurations import withdraw_procuration
from cases.choices import EngagementKind
from cases.models import Case, Engagement
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from governance.actions.decisions import finish_decision
from governance.actions.desk import write_paragraph
from governance.actions.invitations import cancel_meeting
from governance.actions.minutes import (
    adopt,
    ask_correction,
    circulate,
    draft_minutes,
    settle_correction,
)
from governance.choices import MeetingState, MinutesState
from governance.models import Decision, Excerpt, Paragraph
from messaging.models import InboxEntry, Job
from messaging.sweeper import sweep
from tests.factories import ALL, consent, office, triaged
from tests.governance.conftest import NOW
from tests.governance.sittings import (
    item_decided,
    meeting_convened,
    minutes_adopted,
    minutes_circulated,
)

pytestmark = pytest.mark.django_db
WORK, HEALTH = Category.WORK, Category.HEALTH


@pytest.fixture
def meeting(cast):
    return meeting_convened(cast, [triaged(cast), triaged(cast, last_name="Autre")], at=NOW)


def open_kinds(case, code):
    rows = Engagement.objects.open().filter(case=case, recipient__code=code)
    return {row.kind for row in rows}


def test_minutes_are_numbered_without_gap(cast, meeting, later):
    other = meeting_convened(cast, [triaged(cast, last_name="Tiers")], at=NOW)
    numbers = [draft_minutes(row, by=row.chair, at=later).number for row in (meeting, other)]
    assert numbers == ["PV-2026-0001", "PV-2026-0002"]
    with pytest.raises(Refusal):
        draft_minutes(meeting, by=meeting.chair, at=later)


def test_minutes_with_an_undecided_item_are_not_adopted(meeting, later):
    first, second = meeting.items.all()
    item_decided(first, at=later)
    minutes = minutes_circulated(meeting, at=later)
    with pytest.raises(Refusal, match="point 2"):
        adopt(minutes, by=meeting.chair, at=later)
    minutes.refresh_from_db()
    meeting.refresh_from_db()
    assert (minutes.state, meeting.state) == (MinutesState.CIRCULATED, MeetingState.CONVENED)
    item_decided(second, at=later)
    assert adopt(minutes, by=meeting.chair, at=later).state == MinutesState.ADOPTED


def test_minutes_with_an_unsettled_correction_are_not_adopted(cast, meeting, later):
    for item in meeting.items.all():
        item_decided(item, at=later)
    minutes = minutes_circulated(meeting, at=later)
    item = meeting.items.first()
    mireille = cast["mireille_cms_sierre"]
    correction = ask_correction(item, text="80 %", category=WORK, by=mireille, at=later)
    assert InboxEntry.objects.of(meeting.chair).open().get().notice == "minutes.correction_asked"
    with pytest.raises(Refusal, match="correction"):
        adopt(minutes, by=meeting.chair, at=later)
    settle_correction(correction, by=meeting.chair, at=later)
    assert not InboxEntry.objects.of(meeting.chair).open().exists()
    with pytest.raises(Refusal):
        settle_correction(correction, by=meeting.chair, at=later)
    adopt(minutes, by=meeting.chair, at=later)


def test_minutes_are_not_adopted_before_the_meeting(meeting):
    minutes = draft_minutes(meeting, by=meeting.chair, at=NOW)
    with pytest.raises(Refusal, match="pas encore commencé"):
        adopt(minutes, by=meeting.chair, at=NOW)


def test_only_the_chair_adopts(cast, meeting, later):
    for item in meeting.items.all():
        item_decided(item, at=later)
    minutes = minutes_circulated(meeting, at=later)
    for key in ("monique_secretariat", "valerie_chargee", "mireille_cms_sierre"):
        with pytest.raises(Forbidden):
            adopt(minutes, by=cast[key], at=later)


def test_a_correction_is_asked_while_the_minutes_circulate_and_of_own_items(cast, later):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    consent(other, cast, recipients={office("bureau-cii"): ALL, office("oai-sion"): ALL})
    meeting = meeting_convened(cast, [case], at=NOW)
    item = meeting.items.get()
    mireille, wilma = cast["mireille_cms_sierre"], cast["wilma_oai_sion"]
    with pytest.raises(Refusal, match="relecture"):
        ask_correction(item, text="x", category=WORK, by=mireille, at=later)
    minutes_circulated(meeting, at=later)
    with pytest.raises(Forbidden):
        ask_correction(item, text="x", category=WORK, by=wilma, at=later)


def test_adoption_closes_the_meeting_and_nothing_more_is_written(meeting, later):
    minutes_adopted(meeting, at=later)
    meeting.refresh_from_db()
    assert (meeting.state, meeting.closed_by) == (MeetingState.CLOSED, meeting.chair)
    with pytest.raises(Refusal):
        write_paragraph(meeting.items.first(), text="x", category=WORK, by=meeting.chair, at=later)
    with pytest.raises(Refusal):
        cancel_meeting(meeting, by=meeting.chair, at=later)


def test_a_second_adoption_says_who_adopted(meeting, later):
    minutes = minutes_adopted(meeting, at=later)
    with pytest.raises(Refusal, match=str(meeting.chair)):
        adopt(minutes, by=meeting.chair, at=later)
    assert Job.objects.filter(kind="minutes.seal").count() == 1


def test_a_meeting_with_minutes_is_not_cancelled(meeting, later):
    draft_minutes(meeting, by=meeting.chair, at=later)
    with pytest.raises(Refusal):
        cancel_meeting(meeting, by=meeting.chair, at=later)


def test_at_adoption_stays_engaged_who_has_something_to_do_and_no_one_else(cast, later):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    meeting = meeting_convened(cast, [case, other], at=NOW)
    for item, responsible in zip(meeting.items.all(), ["cms-sierre", "orp-sion"], strict=True):
        item_decided(item, at=later, responsible=responsible)
    adopt(minutes_circulated(meeting, at=later), by=meeting.chair, at=later)
    assert open_kinds(case, "cms-sierre") == {EngagementKind.DECISION}
    assert open_kinds(other, "cms-sierre") == set()
    with clock.at(later):
        assert list(Case.objects.visible_to(cast["mireille_cms_sierre"])) == [case]
    assert stale_gates(case) == stale_gates(other) == []


def test_a_decision_becomes_a_task_with_its_date_until_it_is_done(cast, later):
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=NOW)
    minutes_adopted(meeting, at=later)
    mireille = cast["mireille_cms_sierre"]
    task = InboxEntry.objects.of(mireille).open().get(notice="decision.taken")
    decision = Decision.objects.get()
    assert (task.due_on, task.case_id) == (decision.until, case.pk)
    assert case.number in task.title
    with pytest.raises(Forbidden):
        finish_decision(decision, by=cast["wilma_oai_sion"], at=later)
    finish_decision(decision, by=mireille, at=later)
    with pytest.raises(Refusal):
        finish_decision(decision, by=mireille, at=later)
    assert not InboxEntry.objects.of(mireille).open().filter(notice="decision.taken").exists()
    assert open_kinds(case, "cms-sierre") == set()


def test_nobody_is_told_of_a_task_in_a_case_withdrawn_meanwhile(cast, later):
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=NOW)
    item_decided(meeting.items.get(), at=later)
    withdraw_procuration(case, note="Lettre", by=cast["claire_orp_sion"], at=later)
    adopt(minutes_circulated(meeting, at=later), by=meeting.chair, at=later)
    assert not InboxEntry.objects.filter(notice="decision.taken").exists()


def test_a_reader_finds_only_the_paragraphs_that_she_may_read(cast, later):
    case = triaged(cast)
    recipients = {office("bureau-cii"): ALL, office("orp-sion"): ALL, office("cms-sierre"): {WORK}}
    consent(case, cast, recipients=recipients)
    meeting = meeting_convened(cast, [case], at=NOW)
    item = meeting.items.get()
    write_paragraph(item, text="Diabète", category=HEALTH, by=meeting.chair, at=later)
    item_decided(item, at=later)
    read = Paragraph.objects.visible_to(cast["mireille_cms_sierre"])
    assert [paragraph.category for paragraph in read] == [WORK]
    assert Paragraph.objects.visible_to(cast["claire_orp_sion"]).count() == 2
    assert not Paragraph.objects.visible_to(cast["monique_secretariat"]).exists()
    assert not Paragraph.objects.visible_to(cast["wilma_oai_sion"]).exists()


def test_an_excerpt_belongs_to_the_readers_of_its_case(cast, later):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    recipients = {office("bureau-cii"): ALL, office("oai-sion"): ALL}
    consent(other, cast, recipients=recipients)
    meeting = meeting_convened(cast, [case], at=NOW)
    minutes_adopted(meeting, at=later)
    sweep(later)
    with clock.at(later):
        readers = {key for key, user in cast.items() if Excerpt.objects.visible_to(user).exists()}
    assert readers == {
        "anna_orp_sion",
        "claire_orp_sion",
        "mireille_cms_sierre",
        "isabelle_coord_central",
    }
    withdraw_procuration(case, note="Lettre", by=cast["claire_orp_sion"], at=later)
    with clock.at(later):
        assert not any(Excerpt.objects.visible_to(user).exists() for user in cast.values())


def test_the_secretariat_reads_an_excerpt_as_far_as_identity(cast, later):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    item = meeting.items.get()
    identity = Category.IDENTITY
    write_paragraph(item, text="Adresse", category=identity, by=meeting.chair, at=later)
    minutes_adopted(meeting, at=later)
    sweep(later)
    monique = cast["monique_secretariat"]
    assert Excerpt.objects.visible_to(monique).exists()
    assert [part.text for part in Paragraph.objects.in_file_of(monique)] == ["Adresse"]


def test_adoption_queues_the_papers_once_and_leaves_its_trace(meeting, later):
    minutes = minutes_adopted(meeting, at=later)
    assert Job.objects.get(kind="minutes.seal").object_id == minutes.pk
    trace = Trace.objects.get(event="minutes.adopted")
    assert {basis.case_id for basis in trace.cases.all()} == {
        item.case_id for item in meeting.items.all()
    }


def test_circulating_tells_each_invited_person_once(cast, meeting, later):
    minutes = minutes_circulated(meeting, at=later)
    entries = InboxEntry.objects.filter(notice="minutes.circulated")
    assert entries.count() == 3
    with pytest.raises(Refusal):
        circulate(minutes, by=meeting.chair, at=later + timedelta(hours=1))

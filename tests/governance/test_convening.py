"""Inviting needs a live procuration; a mail says nothing of a case (S2, S3)."""

from datetime import timedelta

import pytest
from icalendar import Calendar

from accounts.scope import Scope
from audit.models import Trace
from cases.actions.procurations import narrow_procuration
from cases.choices import EngagementKind
from cases.models import Case, Engagement
from core.refusal import Forbidden, Refusal
from governance.actions.invitations import answer_invitation, cancel_meeting, convene
from governance.actions.meetings import add_item, plan_meeting, remove_item, reorder
from governance.agenda_queue import waiting_for
from governance.choices import Answer, MeetingState
from governance.models import AgendaItem, Meeting, MeetingKind
from governance.reference import load_meeting_kinds
from messaging.models import InboxEntry, Mail
from tests.factories import ALL, announced, consent, office, triaged
from tests.governance.conftest import NOW
from tests.governance.sittings import meeting_convened, meeting_planned

pytestmark = pytest.mark.django_db


def engaged(case):
    rows = Engagement.objects.open().filter(case=case, kind=EngagementKind.INVITATION)
    return {row.recipient.code for row in rows}


def test_an_office_that_no_procuration_covers_is_not_invited(cast):
    case = triaged(cast)
    with pytest.raises(Refusal) as refused:
        meeting_convened(cast, [case], at=NOW, invited=["cms-sierre", "oai-sion"])
    assert office("oai-sion").name_fr in refused.value.reason
    assert case.number in refused.value.reason
    assert engaged(case) == set()
    assert not Mail.objects.filter(calendar__gt="").exists()


def test_a_procuration_must_still_be_valid_on_the_day_of_the_meeting(cast):
    case = triaged(cast)
    consent(case, cast, valid_until=(NOW + timedelta(days=9)).date())
    with pytest.raises(Refusal):
        meeting_convened(cast, [case], at=NOW)


def test_convening_opens_the_case_to_the_office_invited_and_to_no_other(cast):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    meeting = meeting_planned(cast, [case, other], at=NOW)
    item = meeting.items.get(case=case)
    convene(meeting, invitations={item: [office("cms-sierre")]}, by=meeting.chair, at=NOW)
    visible = Case.objects.visible_to(cast["mireille_cms_sierre"])
    assert list(visible) == [case]
    assert engaged(other) == set()


def test_a_participant_sees_only_her_own_items(cast):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    meeting = meeting_planned(cast, [case, other], at=NOW, titles=["Divers"])
    item = meeting.items.get(case=case)
    convene(meeting, invitations={item: [office("cms-sierre")]}, by=meeting.chair, at=NOW)
    items = AgendaItem.objects.visible_to(cast["mireille_cms_sierre"])
    assert [str(item) for item in items] == [case.number, "Divers"]
    assert not Meeting.objects.visible_to(cast["wilma_oai_sion"]).exists()


def test_the_home_office_comes_with_its_worker_and_repondant(cast):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    assert {row.user for row in meeting.invitations.all()} == {
        cast[key] for key in ("anna_orp_sion", "claire_orp_sion", "mireille_cms_sierre")
    }
    assert AgendaItem.objects.visible_to(cast["anna_orp_sion"]).count() == 1


def test_each_invited_person_gets_one_entry_and_one_mail(cast):
    cases = [triaged(cast), triaged(cast, last_name="Autre")]
    meeting = meeting_convened(cast, cases, at=NOW)
    entries = InboxEntry.objects.filter(notice="meeting.convened")
    assert entries.count() == meeting.invitations.count() == 3
    mails = Mail.objects.filter(calendar_method="REQUEST")
    assert {mail.to_user for mail in mails} == {entry.user for entry in entries} | {meeting.chair}
    assert mails.count() == 4


def test_mail_and_calendar_name_neither_case_nor_person(cast):
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=NOW)
    mail = Mail.objects.filter(calendar_method="REQUEST").first()
    event = Calendar.from_ical(mail.calendar).walk("VEVENT")[0]
    assert event["summary"] == "CII Valais – TRO"
    assert event.decoded("dtstart") == meeting.starts_at
    assert f"/{meeting.pk}/" in event["description"]
    for text in (mail.subject, mail.body, mail.calendar):
        assert case.number not in text
        assert "Exemple" not in text and "Jeanne" not in text


def test_a_german_speaker_is_written_to_in_her_language(cast):
    cast["mireille_cms_sierre"].language = "de"
    cast["mireille_cms_sierre"].save()
    meeting_convened(cast, [triaged(cast)], at=NOW)
    assert (
        Mail.objects.get(calendar_method="REQUEST", to_user=cast["mireille_cms_sierre"]).language
        == "de"
    )


def test_a_meeting_is_convened_once(cast):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    with pytest.raises(Refusal):
        convene(meeting, invitations={}, by=meeting.chair, at=NOW)


def test_an_empty_agenda_is_not_convened(cast):
    meeting = meeting_planned(cast, at=NOW)
    with pytest.raises(Refusal):
        convene(meeting, invitations={}, by=meeting.chair, at=NOW)


def test_only_who_organises_convenes(cast):
    meeting = meeting_planned(cast, [triaged(cast)], at=NOW)
    for key in ("claire_orp_sion", "markus_coord_haut", "laurent_resp_orp_sion"):
        with pytest.raises(Forbidden):
            convene(meeting, invitations={}, by=cast[key], at=NOW)
    convene(meeting, invitations={}, by=cast["monique_secretariat"], at=NOW)


def test_a_mandate_that_ended_no_longer_opens_the_meeting(cast):
    meeting_convened(cast, [triaged(cast)], at=NOW)
    mireille = cast["mireille_cms_sierre"]
    assert Meeting.objects.visible_to(mireille).exists()
    mireille.mandates.update(valid_until=(NOW - timedelta(days=1)).date())
    assert not Meeting.objects.visible_to(mireille).exists()


def test_a_narrowed_procuration_closes_the_item_at_once(cast):
    case = triaged(cast)
    meeting_convened(cast, [case], at=NOW)
    narrow_procuration(
        case,
        withdrawn={office("cms-sierre"): ALL},
        note="Par téléphone",
        by=cast["claire_orp_sion"],
        at=NOW,
    )
    assert not AgendaItem.objects.visible_to(cast["mireille_cms_sierre"]).exists()


def test_an_answer_is_recorded_and_may_change(cast):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    mireille = cast["mireille_cms_sierre"]
    for answer in (Answer.NO, Answer.DEPUTY):
        answer_invitation(meeting, answer=answer, by=mireille, at=NOW)
        assert meeting.invitations.get(user=mireille).answer == answer
    assert not InboxEntry.objects.of(mireille).open().filter(notice="meeting.convened").exists()
    with pytest.raises(Forbidden):
        answer_invitation(meeting, answer=Answer.YES, by=cast["wilma_oai_sion"], at=NOW)


def test_a_cancelled_meeting_lets_its_partners_out_and_tells_them(cast):
    case = triaged(cast)
    meeting = cancel_meeting(
        meeting_convened(cast, [case], at=NOW), by=cast["isabelle_coord_central"], at=NOW
    )
    assert meeting.state == MeetingState.CANCELLED
    assert engaged(case) == set()
    assert not Case.objects.visible_to(cast["mireille_cms_sierre"]).exists()
    cancelled = Mail.objects.filter(calendar_method="CANCEL")
    assert cancelled.count() == 4
    event = Calendar.from_ical(cancelled.first().calendar).walk("VEVENT")[0]
    assert event["status"] == "CANCELLED" and int(event["sequence"]) == 1
    assert list(waiting_for(meeting_planned(cast, at=NOW), Scope.of(meeting.chair))) == [case]


def test_cases_triaged_to_a_tro_wait_until_an_agenda_takes_them(cast):
    case, elsewhere = triaged(cast), announced(cast, last_name="Autre")
    meeting = meeting_planned(cast, at=NOW)
    assert list(waiting_for(meeting, Scope.of(meeting.chair))) == [case]
    item = add_item(meeting, case=case, by=meeting.chair, at=NOW)
    assert not waiting_for(meeting, Scope.of(meeting.chair)).exists()
    second = meeting_planned(cast, at=NOW)
    with pytest.raises(Refusal, match=case.number):
        add_item(second, case=case, by=meeting.chair, at=NOW)
    remove_item(item, by=meeting.chair, at=NOW)
    add_item(second, case=case, by=meeting.chair, at=NOW)
    add_item(second, case=elsewhere, by=meeting.chair, at=NOW)


def test_the_agenda_follows_the_order_given(cast):
    meeting = meeting_planned(cast, at=NOW, titles=["un", "deux", "trois"])
    first, second, third = meeting.items.all()
    order = [third.pk, first.pk, second.pk]
    reorder(meeting, items=order, by=meeting.chair, at=NOW)
    assert [item.pk for item in meeting.items.all()] == order
    with pytest.raises(Refusal):
        reorder(meeting, items=order[:2], by=meeting.chair, at=NOW)
    remove_item(first, by=meeting.chair, at=NOW)
    assert [item.position for item in meeting.items.all()] == [1, 2]


def test_the_agenda_stays_once_convened(cast):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    with pytest.raises(Refusal):
        add_item(meeting, title="Divers", by=meeting.chair, at=NOW)
    with pytest.raises(Refusal):
        remove_item(meeting.items.get(), by=meeting.chair, at=NOW)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": NOW + timedelta(days=1)}, "ends_at"),
        ({"starts_at": NOW - timedelta(days=2), "ends_at": NOW - timedelta(days=1)}, "starts_at"),
        ({"video_link": "http://video.example"}, "video_link"),
    ],
)
def test_impossible_dates_and_links_are_refused(cast, changes, field):
    meeting = meeting_planned(cast, at=NOW)
    values = {
        "kind": meeting.kind,
        "post": meeting.post,
        "chair": meeting.chair,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": "Sion",
        "language": "fr",
    }
    with pytest.raises(Refusal) as refused:
        plan_meeting(**values | changes, by=meeting.chair, at=NOW)
    assert refused.value.field == field


def test_the_chair_coordinates_there_or_is_the_cantonal_officer(cast):
    meeting = meeting_planned(cast, at=NOW)
    values = {name: getattr(meeting, name) for name in ("kind", "post", "starts_at", "ends_at")}
    values |= {"place": "Sion", "language": "fr", "by": cast["monique_secretariat"], "at": NOW}
    plan_meeting(chair=cast["valerie_chargee"], **values)
    for key in ("markus_coord_haut", "monique_secretariat", "claire_orp_sion"):
        with pytest.raises(Refusal):
            plan_meeting(chair=cast[key], **values)


def test_convening_is_traced_with_the_cases_and_nothing_personal(cast):
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=NOW)
    trace = Trace.objects.get(event="meeting.convened")
    assert trace.object_id == meeting.pk
    assert [basis.case_id for basis in trace.cases.all()] == [case.pk]


def test_kinds_load_again_without_touching_an_edited_label(cast):
    load_meeting_kinds()
    MeetingKind.objects.filter(code="tro").update(name_fr="TRO régionale")
    assert load_meeting_kinds() == 0
    assert MeetingKind.objects.get(code="tro").name_fr == "TRO régionale"


def test_no_label_expands_the_letters_of_the_tro(cast):
    meeting_planned(cast, at=NOW)
    tro = MeetingKind.objects.get(code="tro")
    assert (tro.name_fr, tro.name_de) == ("TRO", "TRO")

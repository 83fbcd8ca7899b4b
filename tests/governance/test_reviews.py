"""The sheet of a quarterly review: what changed for this reader, and what is out of time (C12)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.scope import Scope
from cases.actions.assignments import end_assignment
from cases.actions.follow_ups import review
from cases.actions.notes import add_document, add_note
from cases.actions.plans import add_measure, adopt_plan, draft_plan
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.actions.requests import send_request
from cases.choices import AssignmentKind, FollowUpResult
from cases.models import Assignment, Case, CatalogueMeasure, FollowUp
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from governance.agenda_queue import waiting_for, waiting_for_posts
from governance.models import Meeting
from governance.reviews import Sheet, sheet
from tests.factories import (
    ALL,
    ORP_SION,
    consent,
    managed,
    office,
    planned,
    scan,
    triaged,
)
from tests.governance.sittings import (
    meeting_convened,
    meeting_planned,
    minutes_adopted,
)
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 12, 9, tzinfo=UTC)
MIDDLE, REVIEWED = START + timedelta(days=30), START + timedelta(days=90)
MANAGER, COORDINATOR, HOME = ORP_SION.manager, ORP_SION.coordinator, ORP_SION.home
PAGE = "governance:follow_up_review"


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.at(START):
        yield


def seen_by(case: Case, user, at: datetime = REVIEWED) -> Sheet:
    with clock.at(at):
        access = CaseAccess.of(Case.objects.get(pk=case.pk), Scope.of(user, at))
        return sheet(access, FollowUp.objects.open().get(case=case))


def titles(found: Sheet) -> list[str]:
    return [event.title for event in found.changes]


def wanting(found: Sheet) -> list[str]:
    return [concern.title for concern in found.concerns]


def test_nothing_changed_says_so(cast):
    case = managed(cast)
    found = seen_by(case, cast[MANAGER])
    assert found.is_unchanged and not found.refusal
    assert found.since == case.triaged_at
    assert found.next_on == date(2026, 9, 10)


def test_what_changed_since_the_last_review_is_there_and_nothing_before(cast):
    case = managed(cast)
    by = {"by": cast[HOME], "at": MIDDLE}
    add_note(case, category=Category.WORK, text="Avant.", by=cast[HOME], at=START)
    with clock.at(MIDDLE):
        add_note(case, category=Category.WORK, text="Après.", **by)
        add_document(case, file=scan(), title="Certificat", category=Category.WORK, **by)
        asked = {"category": Category.WORK, "question": "Un stage ?", "service": "Un avis"}
        send_request(case, office=office("cms-sierre"), **asked, **by)
        narrow_procuration(
            case, withdrawn={office("cms-sierre"): {Category.JUSTICE}}, note="", **by
        )
    # Since the triage, and the same once a review was done before these days.
    for since in (None, START + timedelta(days=1)):
        if since:
            FollowUp.objects.filter(case=case).delete()
            row = {"case": case, "due_on": since.date(), "scheduled_at": START}
            by_her = {"scheduled_by": cast[MANAGER], "reviewed_by": cast[MANAGER]}
            FollowUp.objects.create(reviewed_at=since, result="on_track", **row, **by_her)
            FollowUp.objects.create(**row, scheduled_by=cast[MANAGER])
        found = seen_by(case, cast[MANAGER])
        assert found.since == (since or START)
        details = [event.detail for event in found.changes]
        assert "Après." in details and "Avant." not in details
        told = titles(found)
        assert "Document : Certificat" in told
        assert "Demande de collaboration à CMS Sierre" in told
        assert "Procuration restreinte : CMS Sierre" in told
        assert wanting(found) == ["Demande à CMS Sierre : à prendre en charge"]


def test_what_a_reader_may_not_read_leaves_her_sheet_as_it_is(cast):
    recipients = {
        office("bureau-cii"): ALL,
        office("orp-sion"): ALL,
        office("cms-sierre"): {Category.IDENTITY, Category.WORK},
    }
    case = managed(cast, recipients=recipients)
    before = seen_by(case, cast[MANAGER])
    by = {"by": cast[HOME], "at": MIDDLE}
    with clock.at(MIDDLE):
        add_note(case, category=Category.HEALTH, text="Hospitalisation.", **by)
        add_document(case, file=scan(), title="Rapport", category=Category.HEALTH, **by)
    assert seen_by(case, cast[MANAGER]) == before
    page = Visitor(cast[MANAGER])
    with clock.at(REVIEWED):
        assert "Rien de ce que vous lisez n’a changé." in text(page.get(PAGE, case.pk))
    assert "Document : Rapport" in titles(seen_by(case, cast[COORDINATOR]))


def test_measures_that_begin_end_and_change_are_named(cast):
    case = planned(cast)
    by = {"by": cast[COORDINATOR], "at": MIDDLE}
    codes = ["coaching_orp_cms", *_other_measures()]

    def measure(plan, code: str, starts: date, ends: date | None = None) -> None:
        row = CatalogueMeasure.objects.get(code=code)
        payer = office("cms-sierre").institution
        dates = {"starts_on": starts, "ends_on": ends}
        add_measure(plan, measure=row, responsible=office("cms-sierre"), payer=payer, **dates, **by)

    with clock.at(MIDDLE):
        plan = draft_plan(case, objective="Un emploi.", has_client_agreement=True, **by)
        measure(plan, codes[0], START.date(), date(2026, 7, 31))
        measure(plan, codes[1], date(2026, 5, 4), date(2026, 5, 29))
        measure(plan, codes[2], date(2027, 1, 4))
        adopt_plan(plan, **by)
    names = [str(CatalogueMeasure.objects.get(code=code)) for code in codes]
    found = seen_by(case, cast[MANAGER])
    told = titles(found)
    assert f"Mesure modifiée : {names[0]}" in told
    assert f"Mesure ajoutée au plan : {names[1]}" in told
    assert f"Début prévu : {names[1]}" in told and f"Fin prévue : {names[1]}" in told
    assert f"Début prévu : {names[2]}" not in told
    assert "Plan d’insertion adopté (version 2)" in told
    # Nobody noted that they began; over, and over before the next review of September.
    assert sorted(wanting(found)) == sorted(
        [
            f"Mesure prévue dès le 12.03.2026, pas encore commencée : {names[0]}",
            f"Mesure prévue dès le 04.05.2026, pas encore commencée : {names[1]}",
            f"Fin prévue le 29.05.2026, à confirmer : {names[1]}",
            f"Mesure bientôt terminée : {names[0]}",
        ]
    )
    earlier = seen_by(case, cast[MANAGER], at=datetime(2026, 5, 29, 21, tzinfo=UTC))
    assert f"Fin prévue : {names[1]}" not in titles(earlier)


def _other_measures() -> list[str]:
    rows = CatalogueMeasure.objects.exclude(code="coaching_orp_cms").order_by("code")
    return list(rows.values_list("code", flat=True)[:2])


def test_who_came_and_who_went_is_named(cast):
    case = managed(cast)
    row = Assignment.objects.get(case=case, kind=AssignmentKind.CASE_MANAGER)
    end_assignment(row, by=cast[COORDINATOR], at=MIDDLE)
    found = seen_by(case, cast[COORDINATOR])
    assert f"Case manager : fin pour {cast[MANAGER]}" in titles(found)


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (date(2026, 6, 1), "La procuration est échue depuis le 01.06.2026"),
        (date(2026, 8, 1), "La procuration expire avant le prochain suivi"),
        (date(2026, 9, 10), None),
    ],
)
def test_a_procuration_that_ends_is_a_concern(cast, until, told):
    case = triaged(cast)
    consent(case, cast, valid_until=until)
    found = seen_by(case, cast[COORDINATOR])
    assert [row for row in wanting(found) if "procuration" in row] == ([told] if told else [])
    assert bool(found.refusal) == (until < REVIEWED.date())


def test_a_dispositif_that_the_procuration_leaves_out_is_a_concern(cast):
    case = managed(cast)
    recipients = {office("bureau-cii"): ALL, office("orp-sion"): ALL}
    consent(case, cast, recipients=recipients)
    assert "La procuration ne couvre pas CMS Sierre, qui participe" in wanting(
        seen_by(case, cast[COORDINATOR])
    )


def test_after_a_withdrawal_nothing_of_the_case_stands_on_the_sheet(cast):
    case = managed(cast)
    add_note(case, category=Category.WORK, text="Écrit par elle.", by=cast[MANAGER], at=START)
    with clock.at(MIDDLE):
        note = {"category": Category.WORK, "text": "Écrit par d’autres."}
        add_note(case, **note, by=cast[HOME], at=MIDDLE)
        withdraw_procuration(case, note="", by=cast[HOME], at=MIDDLE)
    found = seen_by(case, cast[MANAGER])
    assert found.refusal and not found.changes and not found.concerns
    stub = seen_by(case, cast[COORDINATOR])
    assert stub.refusal and wanting(stub) == ["Aucune procuration en vigueur"]
    assert not any("autres" in event.detail for event in stub.changes)
    with clock.at(REVIEWED):
        page = text(Visitor(cast[COORDINATOR]).get(PAGE, case.pk))
        assert "Enregistrer le suivi" not in page and "Exemple" not in page


def test_decisions_of_meetings_are_told_once_adopted_and_named_when_late(cast):
    case = managed(cast)
    meeting = meeting_convened(cast, [case], at=START)
    held = START + timedelta(days=11)
    with clock.at(held):
        minutes_adopted(meeting, at=held)
    found = seen_by(case, cast[MANAGER])
    assert "Décidé en séance : Prendre contact avec la personne" in titles(found)
    late = "Décision en retard, CMS Sierre : Prendre contact avec la personne"
    assert wanting(found) == [late]
    assert wanting(seen_by(case, cast[MANAGER], at=held)) == []


# --- what is decided leads to its act -----------------------------------------------------------
@pytest.mark.parametrize(
    ("result", "key", "page"),
    [
        ("on_track", COORDINATOR, "dossier"),
        ("adapt", MANAGER, "cases:plan"),
        ("meeting", COORDINATOR, "governance:plan_meeting"),
        ("meeting", MANAGER, "dossier"),
        ("close", COORDINATOR, "governance:case_close"),
        ("close", MANAGER, "dossier"),
    ],
)
def test_a_decision_leads_to_the_act_of_who_may_do_it(cast, result, key, page):
    case = managed(cast)
    data = {"result": result, "summary": "Voilà.", "category": "2", "next_on": "2026-06-11"}
    answer = Visitor(cast[key]).post(PAGE, case.pk, data=data)
    args = [] if page == "governance:plan_meeting" else [case.pk]
    assert answer.status_code == 302 and answer["Location"] == reverse(page, args=args)


def test_a_review_that_was_done_meanwhile_leads_to_the_case(cast):
    case = managed(cast)
    FollowUp.objects.filter(case=case).update(cancelled_at=START, cancelled_by=cast[COORDINATOR])
    answer = Visitor(cast[MANAGER]).get(PAGE, case.pk)
    assert answer["Location"] == reverse("dossier", args=[case.pk])


def treated(cast, meeting: Meeting, convened_at: datetime) -> datetime:
    """Held, and its minutes adopted."""
    held = convened_at + timedelta(days=11)
    with clock.at(held):
        minutes_adopted(meeting, at=held)
    return held


def reviewed(case: Case, cast, result: FollowUpResult, at: datetime) -> None:
    with clock.at(at):
        due = FollowUp.objects.open().get(case=case)
        review(due, result=result, summary="Voilà.", by=cast[MANAGER], at=at)


def test_a_case_whose_review_asks_for_a_meeting_waits_for_an_agenda_again(cast):
    case = managed(cast)
    treated(cast, meeting_convened(cast, [case], at=START), START)
    coordinator = cast[COORDINATOR]

    def waits(at: datetime) -> bool:
        with clock.at(at):
            return waiting_for_posts(Scope.of(coordinator, at)).filter(pk=case.pk).exists()

    assert not waits(MIDDLE)
    reviewed(case, cast, FollowUpResult.MEETING, MIDDLE)
    assert waits(MIDDLE)
    with clock.at(MIDDLE):
        page = text(Visitor(coordinator).get("home"))
        assert "Séance demandée au suivi : à mettre à un ordre du jour" in page
        following = meeting_convened(cast, [case], at=MIDDLE)
    assert not waits(MIDDLE)
    assert not waits(treated(cast, following, MIDDLE))


def test_a_later_review_takes_the_meeting_back(cast):
    case = managed(cast)
    treated(cast, meeting_convened(cast, [case], at=START), START)
    reviewed(case, cast, FollowUpResult.MEETING, MIDDLE)
    reviewed(case, cast, FollowUpResult.ON_TRACK, MIDDLE + timedelta(days=1))
    following = meeting_planned(cast, at=MIDDLE)
    assert not waiting_for(following, Scope.of(cast[COORDINATOR])).exists()


def test_a_late_day_for_the_next_review_stands_beside_its_field(cast):
    case = managed(cast)
    data = {"result": "on_track", "category": "2", "next_on": "2026-12-24"}
    page = text(Visitor(cast[MANAGER]).post(PAGE, case.pk, data=data))
    assert "choisissez au plus tard le 12.06.2026" in page
    assert FollowUp.objects.filter(case=case).count() == 1

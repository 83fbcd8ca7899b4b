"""The triage board, and where each path leads once it is chosen (C6)."""

import re
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import CoordinationPost
from accounts.scope import Scope
from audit.models import Trace
from cases.actions.announcements import announce
from cases.actions.assignments import designate_case_manager
from cases.actions.coordination import transfer_case
from cases.actions.plans import draft_plan
from cases.actions.procurations import withdraw_procuration
from cases.actions.reopening import reopen_case
from cases.actions.requests import send_request
from cases.actions.triage import close_case, triage
from cases.choices import CaseState, Outcome, Path, Urgency
from cases.models import Case
from core import clock
from core.choices import Category
from governance.actions.meetings import add_item
from governance.models import AgendaItem
from governance.next_steps import PAGES, to_enter
from messaging.models import InboxEntry
from tests.factories import ALL, ORP_SION, Cast, announced, covered, office, triaged
from tests.governance.conftest import NOW
from tests.governance.sittings import DAYS_AHEAD, item_decided, meeting_convened, meeting_planned
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
COORDINATOR, OFFICER = ORP_SION.coordinator, "valerie_chargee"
BOARD = "governance:triage_board"


@pytest.fixture
def desk(cast: Cast) -> Visitor:
    return Visitor(cast[COORDINATOR])


def urgent(cast: Cast, **changes) -> Case:
    case = covered(cast, **changes)
    more = {"urgency": Urgency.URGENT, "by": cast[ORP_SION.home], "at": clock.now()}
    return announce(case, path=Path.ASSESSMENT, text="Perd son logement.", **more)


def decided(path: Path, **changes) -> dict:
    due_on = clock.today() + timedelta(days=20)
    return {"path": path, "reason": "Vu la situation.", "due_on": due_on} | changes


def order(visitor: Visitor) -> list[Case]:
    return [row.case for row in visitor.get(BOARD).context["rows"]]


def to_enter_of(cast: Cast) -> QuerySet[Case]:
    return to_enter(Scope.of(cast[COORDINATOR], clock.now()))


# --- the board
def test_the_urgent_stand_first_then_the_oldest(cast: Cast, desk: Visitor) -> None:
    old = announced(cast, at=NOW - timedelta(days=8))
    young = announced(cast, at=NOW - timedelta(days=1))
    pressing = urgent(cast)
    assert order(desk) == [pressing, old, young]


def test_a_row_says_what_was_announced_when_by_whom_and_how_long_ago(
    cast: Cast, desk: Visitor
) -> None:
    case = announced(cast, at=NOW - timedelta(days=8))
    page = text(desk.get(BOARD))
    assert case.announcement in page
    assert f"annoncé le {clock.day_of(case.announced_at):%d.%m.%Y}" in page
    assert f"par {case.announced_by}" in page
    assert "TRO" in page
    assert "6 jours ouvrables" in page
    assert "tone-danger" in page


def test_nothing_waits_for_other_posts(cast: Cast) -> None:
    announced(cast)
    assert order(Visitor(cast["markus_coord_haut"])) == []


def test_the_cantonal_officer_sees_every_post_by_number(cast: Cast) -> None:
    case = announced(cast)
    page = text(Visitor(cast[OFFICER]).get(BOARD))
    assert case.number in page
    assert case.client.last_name not in page
    assert case.announcement not in page
    assert str(case.announced_by) not in page
    decision = text(Visitor(cast[OFFICER]).get("governance:case_triage", case.pk))
    assert str(case.announced_by) not in decision
    assert "checked" not in decision
    triaged(cast)
    meeting_planned(cast, at=NOW)
    page = text(Visitor(cast[OFFICER]).get(BOARD))
    assert "À mettre en route" in page
    assert "TRO" not in page


def test_after_a_withdrawal_the_number_is_left(cast: Cast, desk: Visitor) -> None:
    case = announced(cast)
    withdraw_procuration(case, note="", by=cast[ORP_SION.home], at=clock.now())
    page = text(desk.get(BOARD))
    assert case.number in page
    assert case.client.last_name not in page
    assert case.announcement not in page


@pytest.mark.parametrize("key", ["claire_orp_sion", "monique_secretariat", "mireille_cms_sierre"])
def test_the_pages_are_those_of_the_coordination(cast: Cast, key: str) -> None:
    visitor = Visitor(cast[key])
    assert visitor.get(BOARD).status_code == 403
    assert visitor.get("governance:blocked_cases").status_code == 403
    assert reverse(BOARD) not in text(visitor.get("home"))


def test_it_is_reached_from_home_and_its_reading_leaves_a_trace(cast: Cast, desk: Visitor) -> None:
    case = announced(cast)
    assert text(desk.get("home")).count(f'href="{reverse(BOARD)}"') == 2
    desk.get(BOARD)
    trace = Trace.objects.get(event="triage.listed")
    assert {row.case_id for row in trace.cases.all()} == {case.pk}


# --- one after the other
def test_a_decision_leads_to_the_next_waiting_case_and_at_last_to_the_board(
    cast: Cast, desk: Visitor
) -> None:
    first, second = (announced(cast, at=NOW - timedelta(days=n)) for n in (8, 1))
    page = text(desk.get(BOARD))
    assert f"{reverse('governance:case_triage', args=[first.pk])}?depuis=tri" in page
    data = decided(Path.BILATERAL)
    answer = desk.post("governance:case_triage", first.pk, data=data, query="?depuis=tri")
    following = f"{reverse('governance:case_triage', args=[second.pk])}?depuis=tri"
    assert answer.headers["Location"] == following
    data = {"post": CoordinationPost.objects.get(code="haut-valais").pk, "reason": "A déménagé."}
    answer = desk.post("governance:case_transfer", second.pk, data=data, query="?depuis=tri")
    assert answer.headers["Location"] == reverse(BOARD)
    assert order(desk) == []


def test_the_page_of_a_decision_offers_the_next_one_and_only_from_the_board(
    cast: Cast, desk: Visitor
) -> None:
    first, second = (announced(cast, at=NOW - timedelta(days=n)) for n in (8, 1))
    address = reverse("governance:case_triage", args=[second.pk])
    page = text(desk.get("governance:case_triage", first.pk, query="?depuis=tri"))
    assert f'href="{address}?depuis=tri"' in page
    # After the last one comes the first one.
    page = text(desk.get("governance:case_triage", second.pk, query="?depuis=tri"))
    assert f'href="{reverse("governance:case_triage", args=[first.pk])}?depuis=tri"' in page
    page = text(desk.get("governance:case_triage", first.pk))
    assert address not in page
    assert "shortcuts.js" not in page


def test_each_key_that_is_shown_has_its_link(cast: Cast, desk: Visitor) -> None:
    case = announced(cast)
    board = text(desk.get(BOARD))
    decision = text(desk.get("governance:case_triage", case.pk, query="?depuis=tri"))
    for page, moved in ((board, {"j", "k"}), (decision, {"1–7"})):
        shown = set(re.findall(r"<kbd>([^<]+)</kbd>", page))
        assert shown - moved == set(re.findall(r'aria-keyshortcuts="(\w)"', page))
        assert shown >= moved
    # One digit for each path.
    assert decision.count('name="path"') == len(Path) == 7


# --- where each path leads
@pytest.mark.parametrize("path", list(PAGES))
def test_a_path_that_is_no_meeting_leads_to_its_act(cast: Cast, desk: Visitor, path: Path) -> None:
    case = announced(cast)
    answer = desk.post("governance:case_triage", case.pk, data=decided(path))
    assert answer.headers["Location"] == reverse(PAGES[path][2], args=[case.pk])
    assert desk.client.get(answer.headers["Location"]).status_code == 200
    label = str(PAGES[path][1])
    assert desk.get("dossier", case.pk).context["offers"][0].label == label
    assert label in text(desk.get(BOARD))
    assert "à mettre en route" in text(desk.get("home"))


def test_not_indicated_closes_the_case_with_its_reason(cast: Cast, desk: Visitor) -> None:
    case = announced(cast)
    desk.post("governance:case_triage", case.pk, data=decided(Path.NONE, due_on=""))
    case.refresh_from_db()
    assert (case.state, case.triage_reason) == (CaseState.CLOSED, "Vu la situation.")
    assert not to_enter_of(cast).exists()


def test_a_tro_leads_to_the_agenda_of_the_next_one(cast: Cast, desk: Visitor) -> None:
    case = triaged(cast, path=Path.TRO)
    assert desk.get("dossier", case.pk).context["offers"][0].label == "Planifier une séance"
    meeting = meeting_planned(cast, at=NOW)
    offer = desk.get("dossier", case.pk).context["offers"][0]
    assert (offer.label, offer.kind) == (f"Mettre à l’ordre du jour : {meeting}", "tro")
    assert offer.label in text(desk.get(BOARD))
    answer = desk.post("governance:case_on_agenda", case.pk, data={"kind": "tro", "back": "board"})
    assert answer.headers["Location"] == reverse(BOARD)
    assert AgendaItem.objects.get(case=case).meeting == meeting
    assert not to_enter_of(cast).exists()


def test_an_assessment_is_a_mandate_that_the_bureau_sees_with_its_date(
    cast: Cast, desk: Visitor
) -> None:
    case = announced(cast)
    data = decided(Path.ASSESSMENT)
    desk.post("governance:case_triage", case.pk, data=data)
    for key in ("monique_secretariat", OFFICER):
        visitor = Visitor(cast[key])
        rows = [row for row in visitor.get("home").context["waiting"] if row.case_id == case.pk]
        assert [(row.due_on, str(row.why)) for row in rows] == [
            (data["due_on"], "Mandat d’assessment : à organiser")
        ]
        entry = InboxEntry.objects.get(user=cast[key], notice="assessment.mandated")
        assert entry.due_on == data["due_on"]
    assert "le bureau CII a le mandat" in text(desk.get(BOARD))


@pytest.mark.parametrize("end", ["agenda", "closure"])
def test_a_mandate_waits_no_longer_once_it_is_on_an_agenda_or_closed(cast: Cast, end: str) -> None:
    case = triaged(cast, path=Path.ASSESSMENT)
    told = InboxEntry.objects.open().filter(notice="assessment.mandated")
    assert told.exists()
    by = {"by": cast[COORDINATOR], "at": clock.now()}
    if end == "agenda":
        add_item(meeting_planned(cast, at=NOW, kind="assessment"), case=case, **by)
    else:
        close_case(case, outcome=Outcome.OTHER, **by)
    assert not told.exists()
    for key in ("monique_secretariat", OFFICER):
        rows = Visitor(cast[key]).get("home").context["waiting"]
        assert [row for row in rows if row.case_id == case.pk] == []


def test_a_tandem_offers_its_measure(cast: Cast, desk: Visitor) -> None:
    case = triaged(cast, path=Path.TANDEM)
    form = desk.get("cases:plan", case.pk).context["measure_form"]
    assert form.initial["measure"].code == "tandem"


def test_an_ai_notice_asks_the_office_ai_first(cast: Cast, desk: Visitor) -> None:
    recipients = {office(code): ALL for code in ("bureau-cii", "orp-sion", "oai-sion")}
    case = triaged(cast, path=Path.AI_NOTICE, recipients=recipients)
    form = desk.get("cases:request_send", case.pk).context["form"]
    assert str(office("oai-sion").pk) == form.fields["office"].choices[1][1][0][0]


def test_a_path_that_was_entered_waits_no_longer(cast: Cast) -> None:
    by = {"by": cast[COORDINATOR], "at": clock.now()}
    cases = {path: triaged(cast, path=path) for path in (*PAGES, Path.TRO)}
    assert set(to_enter_of(cast)) == set(cases.values())
    for path in (Path.BILATERAL, Path.AI_NOTICE):
        asked = {"question": "Que faire ?", "service": "Un avis", "category": Category.WORK}
        send_request(cases[path], office=office("cms-sierre"), **asked, **by)
    words = {"objective": "Un emploi", "client_words": "", "has_client_agreement": True}
    draft_plan(cases[Path.TANDEM], **words, **by)
    who = {"user": cast[ORP_SION.manager], "office": office("cms-sierre"), "reason": "Pool."}
    designate_case_manager(cases[Path.CASE_MANAGEMENT], **who, **by)
    meeting_planned(cast, [cases[Path.TRO]], at=NOW)
    assert not to_enter_of(cast).exists()


def test_a_case_that_is_triaged_anew_waits_for_another_meeting(cast: Cast) -> None:
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=NOW)
    sat = NOW + DAYS_AHEAD + timedelta(hours=1)
    with clock.at(sat):
        item_decided(meeting.items.get(), at=sat)
    after = {"by": cast[COORDINATOR], "at": sat + timedelta(days=2)}
    with clock.at(after["at"]):
        case = reopen_case(
            close_case(case, outcome=Outcome.JOB, **after), reason="Revient.", **after
        )
        due_on = clock.today() + timedelta(days=20)
        triage(case, path=Path.TRO, reason="À revoir.", due_on=due_on, **after)
        assert list(to_enter_of(cast)) == [case]


def test_without_a_consent_nothing_is_to_be_begun(cast: Cast) -> None:
    case = triaged(cast, path=Path.BILATERAL)
    withdraw_procuration(case, note="", by=cast[ORP_SION.home], at=clock.now())
    assert not to_enter_of(cast).exists()


def test_the_youth_post_takes_over_from_the_board(cast: Cast, desk: Visitor) -> None:
    case = announced(cast)
    youth = CoordinationPost.objects.get(theme="youth_t1", is_lead=True)
    transfer_case(case, post=youth, reason="A 19 ans.", by=cast[COORDINATOR], at=clock.now())
    assert order(desk) == []
    assert order(Visitor(cast["camille_coord_t1"])) == [case]

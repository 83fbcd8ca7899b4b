"""What a trace names: each case with the grounds that opened it; and the register (P4, P6)."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from accounts.choices import Role
from accounts.models import Mandate
from audit.choices import Kind
from audit.models import Trace, TraceCase
from audit.record import CaseBasis, record
from cases.actions.assignments import assign
from cases.actions.notes import add_note
from cases.actions.participation import engage_office, release_office
from cases.choices import AssignmentKind, Tie
from cases.models import Case, Procuration
from cases.permissions import require
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from tests.factories import Cast, announced, confirmed, flagged, managed, office, triaged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db


def traced(event: str) -> list[TraceCase]:
    return list(TraceCase.objects.filter(trace__event=event))


# --- lists --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("home", "home.read"),
        ("cases:case_list", "cases.listed"),
        ("governance:meetings", "meetings.listed"),
    ],
)
def test_a_list_names_role_mandate_and_procuration_of_each_case(cast: Cast, name, event) -> None:
    cases = {triaged(cast).pk, triaged(cast).pk}
    by = cast["isabelle_coord_central"]
    assert Visitor(by).get(name).status_code == 200
    rows = traced(event)
    assert {row.case_id for row in rows} == cases
    for row in rows:
        ground = CaseAccess.of(Case.objects.get(pk=row.case_id), by).grounds[0]
        assert (row.role, row.mandate_id) == ("coordinator", ground.mandate.pk)
        assert row.procuration_id == Procuration.objects.get(case=row.case_id).pk


def test_a_search_names_the_grounds_of_what_it_found_and_hashes_the_term(cast: Cast) -> None:
    case = triaged(cast, last_name="Zurbriggen")
    Visitor(cast["isabelle_coord_central"]).post("cases:case_search", data={"q": "Zurbrig"})
    trace = Trace.objects.get(event="cases.searched")
    assert trace.kind == Kind.SEARCH
    assert "zurbrig" not in str(trace.details).lower()
    assert [(row.case_id, row.role) for row in trace.cases.all()] == [(case.pk, "coordinator")]


def test_a_case_open_on_two_grounds_is_listed_with_both(cast: Cast) -> None:
    case = managed(cast)
    Visitor(cast["mireille_cms_sierre"]).get("cases:case_list")
    rows = traced("cases.listed")
    assert {row.case_id for row in rows} == {case.pk}
    assert {row.role for row in rows} == {"engaged", "case_manager"}


def test_messages_on_the_home_page_name_their_cases(cast: Cast) -> None:
    """The title of a message says the number of its case."""
    case = managed(cast)
    Visitor(cast["mireille_cms_sierre"]).get("home")
    assert {row.case_id for row in traced("home.read")} == {case.pk}


def test_a_possible_double_shown_while_flagging_is_traced(cast: Cast) -> None:
    case = flagged(cast)
    person = case.client
    typed = {
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth_date": person.birth_date,
    }
    page = Visitor(cast["anna_orp_sion"]).post("cases:flag", data=typed)
    assert case.number in text(page)
    assert {row.case_id for row in traced("cases.recognised")} == {case.pk}


def test_the_dossier_names_the_possible_double_that_it_shows(cast: Cast) -> None:
    cases = {flagged(cast).pk, flagged(cast).pk}
    Visitor(cast["claire_orp_sion"]).get("dossier", next(iter(cases)))
    assert {row.case_id for row in traced("case.read")} == cases


# --- acts and refusals --------------------------------------------------------------------------
def test_an_act_is_done_under_a_live_procuration_where_one_of_the_grounds_has_it(
    cast: Cast,
) -> None:
    """Home répondante without any grant, and executing colleague of a covered dispositif."""
    covered = {office("bureau-cii"): set(Category), office("cms-sierre"): set(Category)}
    case = managed(cast, recipients=covered)
    claire, sierre = cast["claire_orp_sion"], office("cms-sierre")
    day = clock.today()
    Mandate.objects.create(user=claire, role=Role.FIELD_WORKER, office=sierre, valid_from=day)
    by = {"by": cast["isabelle_coord_central"], "at": clock.now()}
    assign(case, claire, AssignmentKind.EXECUTING, office=sierre, reason="Exécute.", **by)
    grounds = CaseAccess.of(case, claire).grounds
    assert {(ground.tie, bool(ground.procuration_id)) for ground in grounds} == {
        (Tie.HOME, False),
        (Tie.EXECUTING, True),
    }
    ground = require("note.add", case, by=claire, at=clock.now())
    assert ground.tie == Tie.EXECUTING


def test_a_refused_act_names_case_and_ground(cast: Cast) -> None:
    case = managed(cast)
    answer = Visitor(cast["mireille_cms_sierre"]).get("governance:case_triage", case.pk)
    assert answer.status_code == 403
    trace = Trace.objects.get(event="request.refused")
    assert (trace.kind, trace.details["page"]) == (Kind.REFUSAL, "governance:case_triage")
    assert {row.role for row in trace.cases.all()} == {"engaged", "case_manager"}
    assert {row.case_id for row in trace.cases.all()} == {case.pk}


def test_an_act_that_comes_too_late_names_case_and_ground(cast: Cast) -> None:
    case = confirmed(cast)
    answer = Visitor(cast["claire_orp_sion"]).post("cases:case_confirm", case.pk)
    assert answer.status_code == 409
    trace = Trace.objects.get(event="request.refused")
    assert [(row.case_id, row.role) for row in trace.cases.all()] == [(case.pk, "home")]


# --- the register -------------------------------------------------------------------------------
def leave_traces(case, by, moments) -> list[int]:
    return [
        record("case.read", kind=Kind.READ, by=by, at=at, cases=[CaseBasis(case.pk, "home")]).pk
        for at in moments
    ]


def pages(visitor: Visitor, case) -> list[list[int]]:
    """The register page after page, as the link « page suivante » leads."""
    found, query = [], ""
    while query is not None:
        page = visitor.get("cases:case_traces", case.pk, query=query)
        found.append([trace.pk for trace, _ties in page.context["traces"]])
        older = page.context["older"]
        query = f"?before={older.isoformat().replace('+', '%2B')}" if older else None
    return found


def test_the_register_shows_each_trace_once_page_after_page(cast: Cast) -> None:
    case, by = flagged(cast), cast["claire_orp_sion"]
    start = clock.now() - timedelta(days=30)
    left = leave_traces(case, by, [start + timedelta(hours=hour) for hour in range(120)])
    shown = pages(Visitor(by), case)
    assert [len(page) for page in shown[:2]] == [50, 50]
    seen = [pk for page in shown for pk in page]
    assert len(seen) == len(set(seen))
    assert set(left) <= set(seen)


def test_what_happened_in_one_moment_stays_on_one_page(cast: Cast) -> None:
    case, by = flagged(cast), cast["claire_orp_sion"]
    moment = clock.now() - timedelta(days=30)
    left = leave_traces(case, by, [moment] * 60)
    shown = pages(Visitor(by), case)
    assert set(left) <= set(shown[0])


def test_a_register_that_fills_its_page_to_the_last_line_has_no_empty_next_one(cast: Cast) -> None:
    case, by = flagged(cast), cast["claire_orp_sion"]
    moment = clock.now() - timedelta(days=30)
    leave_traces(case, by, [moment + timedelta(hours=hour) for hour in range(48)])
    assert Trace.objects.of_case(case.pk).count() == 50
    assert len(pages(Visitor(by), case)) == 1


@pytest.mark.parametrize("nonsense", ["x", "2026-03-12", "0001-01-01T00:00:00%2B05:00"])
def test_an_address_that_names_no_moment_begins_with_the_newest(cast: Cast, nonsense) -> None:
    case = flagged(cast)
    page = Visitor(cast["claire_orp_sion"]).get(
        "cases:case_traces", case.pk, query=f"?before={nonsense}"
    )
    assert (
        len(page.context["traces"])
        == Trace.objects.of_case(case.pk).exclude(event="traces.read").count()
        > 0
    )


def test_the_register_is_printed_in_the_language_of_the_person(cast: Cast) -> None:
    case = flagged(cast, language="de")
    add_note(
        case,
        category=Category.WORK,
        text="Un premier entretien.",
        by=cast["claire_orp_sion"],
        at=clock.now(),
    )
    page = text(Visitor(cast["claire_orp_sion"]).get("cases:case_traces_print", case.pk))
    with override("de"):
        said = Trace.objects.get(event="note.added").title
    assert said[1:] in page
    assert "Un premier entretien." not in page
    assert Trace.objects.get(event="traces.printed").kind == Kind.PRINT


def test_who_has_no_name_prints_the_register_in_her_own_language(cast: Cast) -> None:
    case = triaged(cast, language="de")
    page = text(Visitor(cast["valerie_chargee"]).get("cases:case_traces_print", case.pk))
    assert "Registre des accès" in page
    assert str(case.client) not in page


def test_what_begins_and_ends_a_participation_names_the_ground_of_who_did_it(cast):
    case = announced(cast)
    isabelle = {"by": cast["isabelle_coord_central"], "at": clock.now()}
    engagement = engage_office(case, office=office("cms-sierre"), reason="Suivi.", **isabelle)
    release_office(engagement, reason="Terminé.", **isabelle)
    found = {
        (trace.event, trace.actor, row.role, row.mandate_id is None)
        for trace in Trace.objects.filter(event__startswith="engagement.")
        for row in trace.cases.all()
    }
    post = Mandate.objects.get(user=cast["isabelle_coord_central"], role="coordinator")
    assert found == {
        ("engagement.begun", cast["anna_orp_sion"], "worker", False),
        ("engagement.begun", cast["claire_orp_sion"], "home", False),
        ("engagement.begun", cast["isabelle_coord_central"], "coordinator", False),
        ("engagement.ended", cast["isabelle_coord_central"], "coordinator", False),
    }
    ended = Trace.objects.get(event="engagement.ended").cases.get()
    assert ended.mandate_id == post.pk and ended.procuration_id

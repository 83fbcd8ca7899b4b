"""The data-protection reviewer: who could see, who did, why; never content (P4, P5)."""

import re
from datetime import datetime, timedelta

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Mandate
from audit.choices import Kind, Purpose
from audit.models import Trace, TraceCase
from audit.record import CaseBasis, record
from cases.actions.notes import add_note
from cases.actions.procurations import withdraw_procuration
from cases.models import Case
from core import clock
from core.choices import Category
from governance.actions.mandates import end_mandate
from tests.factories import Cast, managed, planned
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def agnes(cast: Cast) -> Visitor:
    return Visitor(cast["agnes_dpo"])


def main_of(response: HttpResponse) -> str:
    """What the page shows, in words and single spaces."""
    content = text(response).split("<main")[1].split("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def of_case(agnes: Visitor, case: Case, day: datetime | None = None) -> HttpResponse:
    day_asked = clock.day_of(day) if day else clock.today()
    query = f"?day={day_asked}&purpose=random"
    return agnes.get("cases:oversight_case", case.pk, query=query)


def traces(agnes: Visitor, **asked: object) -> HttpResponse:
    asked = {"since": clock.today(), "until": clock.today(), "purpose": "random"} | asked
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return agnes.get("cases:oversight_traces", query=f"?{query}")


# --- the way in ---------------------------------------------------------------------------------
def test_the_home_page_leads_to_the_control(agnes: Visitor) -> None:
    page = text(agnes.get("home"))
    assert page.count(reverse("cases:oversight")) == 2  # the menu and the duty


def test_a_case_is_asked_for_by_its_number_which_stays_out_of_the_address(
    agnes: Visitor, cast: Cast
) -> None:
    case = planned(cast)
    asked = {"number": case.number.lower(), "day": clock.today(), "purpose": "complaint"}
    response = agnes.post("cases:oversight", data=asked)
    assert response.status_code == 302
    address = response.headers["Location"]
    assert address.startswith(reverse("cases:oversight_case", args=[case.pk]))
    assert case.number not in address
    assert "plainte ou doute signalé" in main_of(agnes.client.get(address))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"number": "VS-1900-00001"}, "Aucun dossier ne porte ce numéro"),
        ({"purpose": ""}, "obligatoire"),
        ({"day": "2999-01-01"}, "dans le futur"),
    ],
)
def test_a_wrong_question_is_explained_and_nothing_typed_is_lost(
    agnes: Visitor, cast: Cast, wrong: dict[str, str], said: str
) -> None:
    asked = {"number": planned(cast).number, "day": str(clock.today()), "purpose": "random"} | wrong
    page = text(agnes.post("cases:oversight", data=asked))
    assert said in page and f'value="{asked["number"]}"' in page


def test_nothing_is_shown_before_a_purpose_is_given(agnes: Visitor, cast: Cast) -> None:
    case = planned(cast)
    response = agnes.get("cases:oversight_case", case.pk, query=f"?day={clock.today()}")
    assert response.headers["Location"] == reverse("cases:oversight")
    page = main_of(agnes.get("cases:oversight_traces", query=f"?since={clock.today()}"))
    assert case.number not in page
    assert not Trace.objects.filter(event__startswith="oversight").exists()


def test_nobody_else_enters_and_a_former_reviewer_neither(agnes: Visitor, cast: Cast) -> None:
    case = planned(cast)
    for key in ("isabelle_coord_central", "valerie_chargee", "luc_technique"):
        assert of_case(Visitor(cast[key]), case).status_code == 403
        assert traces(Visitor(cast[key])).status_code == 403
    mandate = Mandate.objects.get(user=cast["agnes_dpo"], role=Role.DPO_REVIEWER)
    end_mandate(mandate, by=cast["valerie_chargee"], at=clock.now())
    assert of_case(agnes, case).status_code == 403


# --- who could see, who did ---------------------------------------------------------------------
def test_who_could_see_a_case_is_told_by_category_and_with_the_reason(
    agnes: Visitor, cast: Cast
) -> None:
    page = main_of(of_case(agnes, managed(cast)))
    health = page.split("Santé")[1].split("Justice")[0]
    assert "Mireille Epiney" in health and "Monique Filliez" not in health
    identity = page.split("Identité")[1].split("Travail")[0]
    assert "Monique Filliez" in identity
    assert "Case manager · CMS Sierre" in page and "Procuration signée le" in page
    assert "Le numéro, les dates et l’état, rien de personnel" in page
    assert "Wilma Favre" not in page


def test_a_past_day_is_told_as_it_was_with_its_hours(agnes: Visitor, cast: Cast) -> None:
    start = clock.now().replace(hour=8, minute=0) - timedelta(days=30)
    with clock.at(start):
        case = managed(cast, at=start)
    withdrawn = start + timedelta(days=5)
    with clock.at(withdrawn):
        withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=withdrawn)
    assert "Mireille Epiney" in main_of(of_case(agnes, case, start + timedelta(days=2)))
    assert "jusqu’à" in main_of(of_case(agnes, case, withdrawn))
    assert "Mireille Epiney" not in main_of(of_case(agnes, case))
    assert "n’était ouvert à personne" in main_of(of_case(agnes, case, start - timedelta(days=2)))


def test_who_read_the_case_that_day_is_told_with_role_and_consent(
    agnes: Visitor, cast: Cast
) -> None:
    case = managed(cast)
    Visitor(cast["mireille_cms_sierre"]).get("dossier", case.pk)
    read = main_of(of_case(agnes, case)).split("Qui l’a consulté ce jour-là")[1]
    line = read.split("Mireille Epiney")[1].split("Toutes les traces")[0]
    assert "Dossier ouvert lecture" in line
    assert "Case manager" in line and "procuration signée le" in line


def test_content_and_the_name_of_the_person_are_shown_nowhere(agnes: Visitor, cast: Cast) -> None:
    case = planned(cast)
    by = {"by": cast["mireille_cms_sierre"], "at": clock.now()}
    add_note(case, category=Category.HEALTH, text="Opération du genou.", **by)
    Visitor(cast["mireille_cms_sierre"]).get("dossier", case.pk)
    pages = [of_case(agnes, case), traces(agnes), traces(agnes, case=case.pk), agnes.get("home")]
    for page in map(text, pages):
        for secret in ("Exemple", "Jeanne", "Opération", "mi-temps", "Retour à l’emploi"):
            assert secret not in page
    assert agnes.get("dossier", case.pk).status_code == 404
    assert not Case.objects.visible_to(cast["agnes_dpo"]).exists()


# --- traces -------------------------------------------------------------------------------------
def test_traces_are_found_by_person_case_kind_and_period(agnes: Visitor, cast: Cast) -> None:
    case, other = managed(cast), managed(cast, last_name="Autre")
    mireille = cast["mireille_cms_sierre"]
    Visitor(mireille).get("dossier", case.pk)
    hers = main_of(traces(agnes, person=mireille.pk)).split("les plus récentes d’abord")[1]
    assert "Mireille Epiney" in hers and "Claire Bonvin" not in hers
    assert case.number in hers and other.number not in hers
    of_it = text(traces(agnes, case=other.pk, kind="act")).split("<tbody>")[1]
    assert "Dossier annoncé à la coordination" in of_it and "Dossier ouvert" not in of_it
    earlier = clock.today() - timedelta(days=9)
    assert "Aucune trace" in main_of(traces(agnes, since=earlier, until=earlier))


def test_a_question_is_sent_on_by_ids_alone_and_comes_back_into_the_form(
    agnes: Visitor, cast: Cast
) -> None:
    case, claire = planned(cast), cast["claire_orp_sion"]
    asked = {"since": clock.today(), "until": clock.today(), "number": case.number}
    asked |= {"person": claire.pk, "kind": "act", "purpose": "incident"}
    response = agnes.post("cases:oversight_traces", data=asked)
    address = response.headers["Location"]
    assert str(case.pk) in address and case.number not in address and "claire" not in address
    page = text(agnes.client.get(address))
    assert f'value="{case.number}"' in page and "Claire Bonvin" in page.split("<tbody>")[1]


@pytest.mark.parametrize("before", ["x", "2026-13-45T00:00:00+00:00", "2026-01-01T00:00:00", "\0"])
def test_an_unreadable_place_in_the_list_is_the_beginning(agnes: Visitor, before: str) -> None:
    assert traces(agnes, before=before).status_code == 200


@pytest.mark.parametrize("case", ["00000000-0000-4000-8000-000000000001", "nothing"])
def test_an_address_of_no_case_shows_no_trace(agnes: Visitor, cast: Cast, case: str) -> None:
    planned(cast)
    page = text(traces(agnes, case=case))
    assert "Aucun dossier ne porte ce numéro" in page and "<tbody>" not in page


def test_pages_follow_each_other_without_a_gap_or_a_repetition(agnes: Visitor, cast: Cast) -> None:
    yesterday = clock.now() - timedelta(days=1)
    cases = [managed(cast).pk for _ in range(2)]
    reader = cast["wilma_oai_sion"]
    for number in range(120):
        at = yesterday.replace(hour=12, minute=0) + timedelta(seconds=number)
        record("case.read", kind=Kind.READ, by=reader, at=at, cases=[CaseBasis(cases[number % 2])])
    asked = {"person": reader.pk, "since": yesterday.date(), "until": yesterday.date()}
    address, seen = traces(agnes, **asked), []
    while True:
        page = text(address)
        seen += re.findall(r"<td>(\d\d\.\d\d\.\d{4}[^<]*)</td>", page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        if not following:
            break
        address = agnes.client.get(reverse("cases:oversight_traces") + following[1])
    assert len(seen) == 120


def test_a_list_that_somebody_read_tells_three_cases_and_counts_the_others(
    agnes: Visitor, cast: Cast
) -> None:
    cases = [managed(cast) for _ in range(5)]
    Visitor(cast["isabelle_coord_central"]).get("cases:case_list")
    isabelle = cast["isabelle_coord_central"].pk
    page = main_of(traces(agnes, person=isabelle, kind="read"))
    assert "et 2 autres" in page
    assert sum(case.number in page for case in cases) == 3


def test_a_destroyed_case_is_said_to_be_so(agnes: Visitor, cast: Cast) -> None:
    gone = CaseBasis(cast["anna_orp_sion"].pk, "worker")
    by = {"by": cast["anna_orp_sion"], "at": clock.now()}
    record("case.read", kind=Kind.READ, cases=[gone], **by)
    assert "dossier détruit" in main_of(traces(agnes))


# --- the control itself is traced ---------------------------------------------------------------
def test_what_the_reviewer_was_shown_is_traced_with_its_purpose(agnes: Visitor, cast: Cast) -> None:
    case = managed(cast)
    of_case(agnes, case)
    trace = Trace.objects.get(event="oversight.case_read")
    assert trace.actor == cast["agnes_dpo"]
    assert trace.details == {"purpose": Purpose.RANDOM, "day": clock.today().isoformat()}
    basis = TraceCase.objects.get(trace=trace)
    mandate = Mandate.objects.get(user=cast["agnes_dpo"])
    assert (basis.case_id, basis.role, basis.mandate_id) == (case.pk, "dpo_reviewer", mandate.pk)
    traces(agnes, case=case.pk)
    trace = Trace.objects.get(event="oversight.traces_read")
    assert [row.case_id for row in trace.cases.all()] == [case.pk]


def test_the_register_of_the_person_names_the_control_too(agnes: Visitor, cast: Cast) -> None:
    case = managed(cast)
    of_case(agnes, case)
    register = text(Visitor(cast["claire_orp_sion"]).get("cases:case_traces", case.pk))
    assert "Agnès Perruchoud" in register
    assert str(Role.DPO_REVIEWER.label) in register


def test_the_pages_ask_as_many_queries_for_many_traces(
    agnes: Visitor, cast: Cast, django_assert_max_num_queries: object
) -> None:
    case = managed(cast)
    for key in ("mireille_cms_sierre", "isabelle_coord_central", "claire_orp_sion"):
        Visitor(cast[key]).get("dossier", case.pk)
    with django_assert_max_num_queries(46):  # type: ignore[operator]
        of_case(agnes, case)
    with django_assert_max_num_queries(25):  # type: ignore[operator]
        traces(agnes)

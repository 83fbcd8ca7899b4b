"""The plan in plain language: what the person takes home, and the dates for her agenda (C10)."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pypdfium2
import pytest
from icalendar import Calendar

from accounts.models import Institution
from cases.actions.handouts import make_handout
from cases.actions.measures import move_measure
from cases.actions.plans import add_measure, adopt_plan, draft_plan
from cases.actions.procurations import withdraw_procuration
from cases.choices import PlanState
from cases.models import Case, CatalogueMeasure, InsertionPlan, PlanHandout
from cases.plain_plan import calendar_of, render_handout, store_handout
from core import clock
from core.choices import Category
from core.refusal import Refusal
from documents.models import Document
from documents.reading import read_document
from messaging.sweeper import sweep
from tests.factories import ALL, ORP_SION, Cast, office, planned
from tests.pages import Visitor, text
from tests.papers.test_minutes_paper import pages_of, text_of

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 12, 9, tzinfo=UTC)
MANAGER, COORDINATOR, HOME = ORP_SION.manager, ORP_SION.coordinator, ORP_SION.home
WORK_ONLY = {
    office_code: {Category.IDENTITY, Category.WORK} for office_code in ("orp-sion", "cms-sierre")
}


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.at(START):
        yield


def in_force(case: Case) -> InsertionPlan:
    return case.plans.get(state=PlanState.ADOPTED)


def handed(case: Case, cast: Cast, by: str = MANAGER, language: str = "fr") -> PlanHandout:
    return make_handout(in_force(case), language=language, by=cast[by], at=START)


def with_health(cast: Cast) -> Case:
    """A plan of two measures, one of which speaks of health; the CMS does not read that."""
    recipients = {office(code): kinds for code, kinds in WORK_ONLY.items()}
    case = planned(cast, recipients=recipients | {office("bureau-cii"): ALL})
    by = {"by": cast[COORDINATOR], "at": START}
    plan = draft_plan(
        case,
        objective="Un emploi.",
        client_words="Sans me presser.",
        has_client_agreement=True,
        **by,
    )
    for code, category in (
        ("coaching_orp_cms", Category.WORK),
        ("case_management", Category.HEALTH),
    ):
        add_measure(
            plan,
            measure=CatalogueMeasure.objects.get(code=code),
            responsible=office("cms-sierre"),
            payer=Institution.objects.get(code="sict"),
            starts_on=date(2026, 4, 1),
            ends_on=date(2026, 9, 30),
            detail=f"Rendez-vous {category.name}",
            category=category,
            **by,
        )
    adopt_plan(plan, **by)
    return case


def test_the_paper_says_what_is_agreed_in_the_words_of_the_person(cast):
    case = planned(cast)
    told = text_of(render_handout(handed(case, cast).pk, START))
    assert "Votre plan" in told and "Votre but" in told
    assert "Un emploi à mi-temps dans la vente" in told
    assert "Je veux retravailler près de chez moi." in told
    assert "Qui s’en occupe : CMS Sierre." in told
    assert f"Demandez à {cast[MANAGER]}" in told
    # It is carried in a bag: her number, and not her name.
    assert case.number in told and "Exemple" not in told
    assert "Il manque peut-être quelque chose" not in told


def test_the_card_to_cut_out_is_on_a_page_of_its_own_with_the_next_steps(cast):
    content = render_handout(handed(with_health(cast), cast, COORDINATOR).pk, START)
    assert pages_of(content) == 2
    pdf = pypdfium2.PdfDocument(content)
    card = pdf[1].get_textpage().get_text_bounded()
    pdf.close()
    for told in (
        "Mes prochaines étapes",
        "mercredi 01.04.2026",
        "30.09.2026",
        "commence.",
        "le point",
    ):
        assert told in card
    assert "Rendez-vous" not in card


def test_a_card_holds_no_more_steps_than_fit_on_it(cast):
    case = planned(cast)
    by = {"by": cast[COORDINATOR], "at": START}
    plan = draft_plan(case, objective="Un emploi.", has_client_agreement=True, **by)
    for row in CatalogueMeasure.objects.all()[:6]:
        dates = {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 5, 1)}
        payer = Institution.objects.get(code="sict")
        add_measure(plan, measure=row, responsible=office("cms-sierre"), payer=payer, **dates, **by)
    adopt_plan(plan, **by)
    pdf = pypdfium2.PdfDocument(render_handout(handed(case, cast).pk, START))
    card = pdf[len(pdf) - 1].get_textpage().get_text_bounded()
    pdf.close()
    assert card.count(".2026") == 4


def test_what_its_maker_may_not_read_is_not_on_it_and_it_says_so(cast):
    case = with_health(cast)
    told = text_of(render_handout(handed(case, cast).pk, START))
    assert "Rendez-vous WORK" in told and "Rendez-vous HEALTH" not in told
    assert "Il manque peut-être quelque chose" in told
    whole = text_of(render_handout(handed(case, cast, COORDINATOR).pk, START))
    assert "Rendez-vous HEALTH" in whole
    assert "Il manque peut-être quelque chose" not in whole


def test_what_is_over_is_said_and_has_no_dates_to_come(cast):
    case = with_health(cast)
    row = in_force(case).measures.get(category=Category.WORK)
    move_measure(row, move="break_off", reason="Trop loin.", by=cast[MANAGER], at=START)
    handout = handed(case, cast)
    told = text_of(render_handout(handout.pk, START))
    assert "C’est arrêté." in told and "Trop loin." not in told
    assert "01.04.2026" not in told
    assert "mesure" not in calendar_of(handout, START).decode()


def test_the_paper_is_sealed_once_into_the_file_in_the_language_that_was_chosen(cast):
    case = planned(cast)
    handout = handed(case, cast, language="de")
    sweep(START + timedelta(seconds=1))
    handout.refresh_from_db()
    document = handout.document
    content = read_document(document)
    assert document.sealed_at and document.language == "de" and document.category == 0
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    pdf = pypdfium2.PdfDocument(content)
    pdf.close()
    store_handout(handout.pk, START, b"%PDF-1.7 ... %%EOF")
    assert Document.objects.filter(case_id=case.pk, template__contains="plain_plan").count() == 1


def test_the_calendar_says_the_day_and_the_number_of_the_measure_alone(cast):
    case = with_health(cast)
    handout = handed(case, cast)
    raw = calendar_of(handout, START)
    events = Calendar.from_ical(raw).walk("VEVENT")
    told = [(event.decoded("dtstart"), str(event["summary"])) for event in events]
    assert (date(2026, 4, 1), "CII : La mesure 1 commence.") in told
    assert (date(2026, 9, 30), "CII : La mesure 1 se termine.") in told
    assert any("le point" in summary for _day, summary in told)
    for word in (case.number, "Exemple", "CMS", "Rendez-vous", "coaching"):
        assert word not in raw.decode()
    # Fetched again after some days, what is over is gone.
    later = calendar_of(handout, START + timedelta(days=60)).decode()
    assert "commence" not in later and "se termine" in later
    assert calendar_of(handout, START) == raw


def test_who_may_read_all_of_a_paper_fetches_it_and_its_dates(cast):
    case = with_health(cast)
    page = Visitor(cast[COORDINATOR])
    assert page.post("cases:plan_handouts", case.pk, data={"language": "fr"}).status_code == 302
    assert "se prépare" in text(page.get("cases:plan_handouts", case.pk))
    sweep(START + timedelta(seconds=1))
    handout = PlanHandout.objects.get()
    assert "Télécharger le PDF" in text(page.get("cases:plan_handouts", case.pk))
    answer = page.get("cases:plan_handout_pdf", handout.pk)
    assert answer["Content-Disposition"] == f'attachment; filename="{case.number}-plan.pdf"'
    assert answer.content.startswith(b"%PDF")
    dates = page.get("cases:plan_handout_calendar", handout.pk)
    assert dates["Content-Type"].startswith("text/calendar")
    # The case manager doesn't read what it says of health.
    hers = Visitor(cast[MANAGER])
    for name in ("cases:plan_handout_pdf", "cases:plan_handout_calendar"):
        assert hers.get(name, handout.pk).status_code == 404
    assert "Télécharger le PDF" not in text(hers.get("cases:plan_handouts", case.pk))
    assert "santé" in text(hers.get("cases:plan_handouts", case.pk))


def test_the_dates_of_a_replaced_plan_are_no_longer_given(cast):
    case = planned(cast)
    handout = handed(case, cast)
    by = {"by": cast[COORDINATOR], "at": START}
    plan = draft_plan(case, objective="Un stage.", has_client_agreement=True, **by)
    measure = handout.plan.measures.get()
    terms = {"responsible": measure.responsible, "payer": measure.payer}
    add_measure(plan, measure=measure.measure, starts_on=date(2026, 4, 1), **terms, **by)
    adopt_plan(plan, **by)
    page = Visitor(cast[MANAGER])
    assert page.get("cases:plan_handout_calendar", handout.pk).status_code == 404
    told = text(page.get("cases:plan_handouts", case.pk))
    assert "remplacé" in told and "Télécharger les dates" not in told


def test_a_plan_that_is_not_in_force_and_a_withdrawn_consent_give_no_paper(cast):
    case = planned(cast)
    by = {"by": cast[COORDINATOR], "at": START}
    draft = draft_plan(case, objective="Un stage.", has_client_agreement=True, **by)
    with pytest.raises(Refusal, match="en vigueur"):
        make_handout(draft, language="fr", **by)
    withdraw_procuration(case, note="", by=cast[HOME], at=START)
    assert Visitor(cast[HOME]).get("cases:plan_handouts", case.pk).status_code == 404

"""Two versions of a plan side by side, as far as each reader may read them (C10)."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Institution
from cases.actions.notes import add_document
from cases.actions.plans import add_measure, adopt_plan, draft_plan
from cases.actions.procurations import withdraw_procuration
from cases.models import Case, CatalogueMeasure, InsertionPlan
from core import clock
from core.choices import Category
from core.refusal import Refusal
from documents.models import Document
from tests.factories import ALL, ORP_SION, office, planned, scan
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 12, 9, tzinfo=UTC)
MANAGER, COORDINATOR, HOME = ORP_SION.manager, ORP_SION.coordinator, ORP_SION.home
PAGE = "cases:plan_compare"


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.at(START):
        yield


def new_version(cast, case: Case, *rows: tuple[str, Category, date], adopt=True) -> InsertionPlan:
    by = {"by": cast[COORDINATOR], "at": START}
    words = "Je préfère un apprentissage."
    told = {"objective": "Une formation de vendeuse.", "client_words": words}
    plan = draft_plan(case, **told, has_client_agreement=True, **by)
    for code, category, starts_on in rows:
        add_measure(
            plan,
            measure=CatalogueMeasure.objects.get(code=code),
            responsible=office("cms-sierre"),
            payer=Institution.objects.get(code="sict"),
            starts_on=starts_on,
            category=category,
            detail=f"Précision {category.name}",
            **by,
        )
    return adopt_plan(plan, **by) if adopt else plan


def test_a_new_version_shows_what_it_added_dropped_and_changed(cast):
    case = planned(cast)
    later = date(2026, 6, 1)
    new_version(
        cast,
        case,
        ("coaching_orp_cms", Category.WORK, later),
        ("social_integration", Category.SOCIAL, later),
    )
    page = text(Visitor(cast[MANAGER]).get(PAGE, case.pk))
    assert "modifiée" in page and "ajoutée" in page and "retirée du plan" not in page
    assert "Je veux retravailler près de chez moi." in page
    assert "Je préfère un apprentissage." in page
    new_version(cast, case, ("social_integration", Category.SOCIAL, later))
    page = text(Visitor(cast[MANAGER]).get(PAGE, case.pk))
    assert "retirée du plan" in page and "inchangée" in page
    assert "Je veux retravailler près de chez moi." not in page
    # Any two, whichever way they are asked for.
    chosen = text(Visitor(cast[MANAGER]).get(PAGE, case.pk, query="?former=3&latter=1"))
    assert "Je veux retravailler près de chez moi." in chosen


def test_each_reader_compares_the_categories_that_are_hers(cast):
    recipients = {
        office("bureau-cii"): ALL,
        office("orp-sion"): {Category.IDENTITY, Category.WORK},
        office("cms-sierre"): ALL,
    }
    case = planned(cast, recipients=recipients)
    new_version(cast, case, ("social_integration", Category.HEALTH, START.date()))
    assert "Précision HEALTH" in text(Visitor(cast[MANAGER]).get(PAGE, case.pk))
    page = text(Visitor(cast[HOME]).get(PAGE, case.pk))
    assert "Précision HEALTH" not in page and "ajoutée" not in page
    assert "retirée du plan" in page
    withdraw_procuration(case, note="", by=cast[HOME], at=START)
    for key in (MANAGER, HOME, COORDINATOR):
        assert Visitor(cast[key]).get(PAGE, case.pk).status_code == 404


def test_a_draft_is_no_version_and_one_version_has_nothing_to_be_compared_with(cast):
    case = planned(cast)
    new_version(cast, case, adopt=False)
    page = text(Visitor(cast[MANAGER]).get(PAGE, case.pk))
    assert "Une seule version" in page and "Une formation de vendeuse." not in page
    dossier = text(Visitor(cast[MANAGER]).get("dossier", case.pk))
    assert "Une formation de vendeuse." in dossier
    assert "Je veux retravailler près de chez moi." in dossier


def test_an_address_with_a_wrong_version_shows_the_last_two(cast):
    case = planned(cast)
    new_version(cast, case, ("social_integration", Category.SOCIAL, START.date()))
    page = Visitor(cast[MANAGER]).get(PAGE, case.pk, query="?former=9&latter=x")
    assert page.status_code == 200 and "Une formation de vendeuse." in text(page)


# --- the contrat d'insertion of the CMS -----------------------------------------------------------
def contract(case: Case, user, **changes) -> Document:
    said = {"title": "Contrat du 12 mars", "category": Category.SOCIAL, "is_contract": True}
    return add_document(case, file=scan(), **(said | changes), by=user, at=START)


def test_the_contract_of_the_cms_stands_with_the_plan_for_the_readers_of_its_category(cast):
    recipients = {
        office("bureau-cii"): ALL,
        office("orp-sion"): {Category.IDENTITY, Category.WORK},
        office("cms-sierre"): ALL,
    }
    case = planned(cast, recipients=recipients)
    contract(case, cast[MANAGER])
    for key, is_told in ((MANAGER, True), (COORDINATOR, True), (HOME, False)):
        page = text(Visitor(cast[key]).get("dossier", case.pk))
        assert ("Contrat du 12 mars" in page) == is_told
        assert ("Contrat d’insertion du CMS" in page) == is_told


def test_another_dispositif_has_no_contract_of_its_own(cast):
    case = planned(cast)
    with pytest.raises(Refusal, match="celui d’un CMS"):
        contract(case, cast[HOME], category=Category.WORK)
    field = "C’est le contrat d’insertion"
    assert field in text(Visitor(cast[MANAGER]).get("cases:document_add", case.pk))
    assert field not in text(Visitor(cast[HOME]).get("cases:document_add", case.pk))

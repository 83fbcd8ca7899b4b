from io import StringIO

import pytest
from django.core.management import call_command

from accounts.models import Institution, Office
from cases.actions.reference import load_case_reference
from cases.models import CatalogueMeasure, GridVersion, ProcurationTemplate


def load() -> str:
    out = StringIO()
    call_command("load_reference", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_loading_twice_changes_nothing():
    assert "created" in load()
    again = load()
    assert "created" not in again
    assert "changed" not in again.replace("unchanged", "")


def test_what_changed_is_changed_and_nothing_deleted(reference):
    CatalogueMeasure.objects.filter(code="tandem").update(name_fr="Tandem 2020")
    CatalogueMeasure.objects.create(
        code="local", name_fr="a", name_de="b", legal_basis="LIAS", valid_from="2024-01-01"
    )
    loaded = load_case_reference()
    assert loaded["changed"] == 1
    assert CatalogueMeasure.objects.get(code="tandem").name_fr == "Mesure tandem"
    assert CatalogueMeasure.objects.filter(code="local").exists()


def test_what_an_administrator_decided_stays(reference):
    Office.objects.filter(code="orp-monthey").update(is_confirmed=True, valid_until="2030-12-31")
    load()
    office = Office.objects.get(code="orp-monthey")
    assert office.is_confirmed
    assert f"{office.valid_until}" == "2030-12-31"


def test_a_version_in_use_is_not_rewritten(reference):
    ProcurationTemplate.objects.filter(version=1, language="fr").update(text="signed words")
    load_case_reference()
    assert ProcurationTemplate.objects.get(version=1, language="fr").text == "signed words"


def test_the_catalogue_names_law_and_payer(reference):
    assert CatalogueMeasure.objects.count() >= 15
    assert {"tandem", "coaching_orp_cms", "case_management"} <= set(
        CatalogueMeasure.objects.values_list("code", flat=True)
    )
    assert not CatalogueMeasure.objects.filter(legal_basis="").exists()
    assert CatalogueMeasure.objects.get(code="ait").normal_payer == Institution.objects.get(
        code="sict"
    )


def test_a_new_version_of_the_grid_asks_the_same_and_says_whom_an_answer_speaks_for(reference):
    first, second = GridVersion.objects.order_by("version")
    codes = [[row["code"] for row in grid.questions] for grid in (first, second)]
    assert codes[0] == codes[1]
    answers = {a["value"]: a["asks"] for q in second.questions for a in q["answers"]}
    assert answers["debts"] == ["cms"] and answers["secure"] == []
    kinds = {kind for asks in answers.values() for kind in asks}
    assert kinds <= set(Office.objects.values_list("kind", flat=True))

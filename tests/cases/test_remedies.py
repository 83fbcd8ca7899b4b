"""Ordinary legal remedies are named per institution, as pointers that the bureau corrects (C8)."""

from datetime import timedelta

import pytest
from django.utils import translation

from cases.actions.reference import load_case_reference
from cases.disputes import in_force, remedies
from cases.models import Remedy
from core import clock
from tests.cases.test_dispute_stages import CLAIRE, dispute
from tests.cases.test_matters import granted
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db


def corrected(row: Remedy, **changes: object) -> Remedy:
    """Another wording of the same remedy, as an administrator adds it."""
    said = {f.name: getattr(row, f.name) for f in Remedy._meta.fields if f.name != "id"}
    return Remedy.objects.create(**(said | changes))


def test_each_partner_institution_has_a_first_remedy_in_both_languages(cast):
    codes = {row.institution.code for row in in_force(clock.today()) if row.step == 1}
    assert codes == {"sict", "oai", "suva", "sas", "sfop", "she"}
    for row in Remedy.objects.all():
        assert all(
            getattr(row, f.name) for f in row._meta.fields if f.name.endswith(("_fr", "_de"))
        )
        assert not row.is_confirmed


def test_a_dispute_names_the_remedies_of_both_institutions_alone(cast):
    case = granted(cast)
    matter = dispute(case, cast)
    assert {one.code for one, _rows in remedies(matter)} == {"sict", "sas"}
    page = text(Visitor(cast[CLAIRE]).get("cases:dispute", matter.pk))
    assert "LPGA 52" in page and "Conseil d’État" in page
    assert "LAI 57a" not in page
    assert "à confirmer par le bureau CII" in page


def test_a_correction_is_a_row_from_its_day_on_and_reloading_keeps_it(cast):
    today = clock.today()
    row = Remedy.objects.get(institution__code="sas", step=2)
    words = {"authority_fr": "Une autre autorité", "is_confirmed": True}
    corrected(row, valid_from=today + timedelta(days=1), **words)
    load_case_reference()

    def named(day):
        return [r.authority_fr for r in in_force(day) if (r.institution.code, r.step) == ("sas", 2)]

    assert named(today) == ["Conseil d’État"]
    assert named(today + timedelta(days=1)) == ["Une autre autorité"]
    Remedy.objects.filter(pk=row.pk).update(term_fr="20 jours")
    load_case_reference()
    assert Remedy.objects.get(pk=row.pk).term_fr == "20 jours"


def test_a_remedy_that_ended_is_named_no_more(cast):
    today = clock.today()
    Remedy.objects.filter(institution__code="sict").update(valid_until=today - timedelta(days=1))
    assert "sict" not in {row.institution.code for row in in_force(today)}


def test_it_is_read_in_the_language_of_the_reader(cast):
    row = Remedy.objects.get(institution__code="oai", step=1)
    with translation.override("de"):
        assert (str(row), row.basis) == ("Einwand gegen den Vorbescheid", "IVG 57a")
    assert row.authority == "Office cantonal AI"

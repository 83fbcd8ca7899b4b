"""`manage.py explain_access`: who sees what of a case, and why (P5)."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cases.actions.procurations import withdraw_procuration
from core import clock
from core.choices import Category
from tests.factories import ALL, managed, office

pytestmark = pytest.mark.django_db


def explained(case, user) -> str:
    out = StringIO()
    call_command("explain_access", case.number, user.email, stdout=out)
    return out.getvalue()


@pytest.fixture
def case(cast):
    grants = {Category.IDENTITY, Category.WORK}
    return managed(cast, recipients={office("bureau-cii"): ALL, office("cms-sierre"): grants})


def test_each_ground_is_named_with_its_categories_and_its_end(case, cast):
    told = explained(case, cast["mireille_cms_sierre"])
    assert "case manager, CMS Sierre; shared part: identity, work; procuration" in told
    assert "dispositif engagé, CMS Sierre" in told
    assert "until" in told and "mandate" in told
    assert "health" not in told


def test_the_own_part_and_the_stub_are_told_apart(case, cast):
    assert "own part" in explained(case, cast["claire_orp_sion"])
    assert "sees the stub" in explained(case, cast["valerie_chargee"])


def test_after_withdrawal_nothing_is_left_of_a_partner(case, cast):
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    assert "sees nothing" in explained(case, cast["mireille_cms_sierre"])
    assert "sees the stub" in explained(case, cast["isabelle_coord_central"])


def test_nothing_personal_is_printed(case, cast):
    told = explained(case, cast["claire_orp_sion"])
    assert "Exemple" not in told and "Jeanne" not in told


def test_an_unknown_case_or_person_is_an_error(case, cast):
    with pytest.raises(CommandError, match="No such case"):
        call_command("explain_access", "VS-1900-00001", cast["claire_orp_sion"].email)
    with pytest.raises(CommandError, match="No such person"):
        call_command("explain_access", case.number, "nobody@example.ch")

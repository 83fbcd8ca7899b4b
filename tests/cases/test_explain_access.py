"""`manage.py explain_access`: who sees what of a case, and why (P5)."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.timezone import localtime

from audit.models import Trace
from cases.actions.assignments import assign
from cases.actions.notes import add_note
from cases.actions.procurations import withdraw_procuration
from cases.choices import AssignmentKind
from core import clock
from core.choices import Category
from tests.factories import ALL, managed, office

pytestmark = pytest.mark.django_db


def explained(case, user, at=None) -> str:
    out = StringIO()
    call_command("explain_access", case.number, user.email, at=at, stdout=out)
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


def test_any_past_day_is_explained_with_the_hours_at_which_it_changed(cast):
    start = clock.now().replace(hour=8) - timedelta(days=30)
    with clock.at(start):
        case = managed(cast, at=start)
    withdrawn = start + timedelta(days=9)
    with clock.at(withdrawn):
        withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=withdrawn)
    mireille = cast["mireille_cms_sierre"]
    assert "sees nothing" in explained(case, mireille)
    day_after = clock.day_of(withdrawn + timedelta(days=1)).isoformat()
    assert "sees nothing" in explained(case, mireille, day_after)
    that_day = explained(case, mireille, clock.day_of(withdrawn).isoformat())
    assert f"; until {localtime(withdrawn):%H:%M:%S}" in that_day
    noon = f"{clock.day_of(start + timedelta(days=2))}T12:00"
    assert "case manager, CMS Sierre; shared part" in explained(case, mireille, noon)


def test_a_case_is_named_by_its_uuid_too(case, cast):
    out = StringIO()
    call_command("explain_access", str(case.pk), cast["claire_orp_sion"].email, stdout=out)
    assert case.number in out.getvalue()


def test_who_keeps_her_own_entries_alone_is_not_said_to_keep_the_part_of_her_office(case, cast):
    ines, isabelle = cast["ines_cms_sierre"], cast["isabelle_coord_central"]
    executing = {"office": office("cms-sierre"), "reason": "Mesure."}
    at = {"at": clock.now()}
    assign(case, ines, AssignmentKind.EXECUTING, **executing, by=isabelle, **at)
    add_note(case, category=Category.WORK, text="Stage.", by=ines, **at)
    told = explained(case, ines)
    assert "own entries" in told and "own part" not in told


def test_a_question_leaves_a_trace(case, cast):
    explained(case, cast["claire_orp_sion"])
    trace = Trace.objects.get(event="access.explained")
    assert trace.job == "explain_access"
    assert [row.case_id for row in trace.cases.all()] == [case.pk]


@pytest.mark.parametrize("at", ["12 mars", "2026-13-45", "2999-01-01", "2999-01-01T12:00"])
def test_a_day_that_is_none_or_lies_ahead_is_an_error(case, cast, at):
    with pytest.raises(CommandError):
        call_command("explain_access", case.number, cast["claire_orp_sion"].email, at=at)

"""What a corrected person or a withdrawn consent changes in lists and readers."""

from datetime import timedelta

import pytest

from accounts.scope import Scope
from cases.actions.clients import update_client
from cases.actions.notes import add_note
from cases.actions.procurations import withdraw_procuration
from cases.caseload import caseload
from cases.choices import CaseState
from cases.models import Case
from core import clock
from core.choices import Category
from tests.factories import flagged, managed

pytestmark = pytest.mark.django_db


def test_a_corrected_birth_date_moves_the_case_to_the_right_repondant(cast):
    case = flagged(cast)
    young = clock.today() - timedelta(days=365 * 20)
    update_client(case, changes={"birth_date": young}, by=cast["claire_orp_sion"], at=clock.now())
    assert case not in Case.objects.visible_to(cast["claire_orp_sion"])
    assert case in Case.objects.visible_to(cast["david_orp_sion"])


def test_a_filter_does_not_tell_the_state_to_who_keeps_her_own_part_only(cast):
    case = managed(cast)
    mireille = cast["mireille_cms_sierre"]
    add_note(case, category=Category.WORK, text="Bilan.", by=mireille, at=clock.now())
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    scope = Scope.of(mireille)
    assert caseload(scope).cases == [case]
    assert caseload(scope, state=CaseState.TRIAGED).cases == []

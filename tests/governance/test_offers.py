"""A page offers an act only to who may do it, and only while it is possible."""

import pytest
from django.urls import reverse

from cases.models import Case
from core import clock
from tests.factories import drafted_plan, triaged
from tests.governance.browsing import page, url
from tests.governance.conftest import NOW
from tests.governance.sittings import meeting_convened

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("key", "is_offered"), [("isabelle_coord_central", True), ("monique_secretariat", False)]
)
def test_plan_and_case_manager_are_offered_to_who_decides_on_them(
    as_, cast, later, key, is_offered
):
    case = Case.objects.get(pk=drafted_plan(cast, at=NOW).case_id)
    item = meeting_convened(cast, [case], at=NOW).items.get()
    with clock.at(later):
        text = page(as_(key), "item", item.pk)
    assert (reverse("cases:plan", args=[case.pk]) in text) == is_offered
    assert (url("case_manager", item.pk) in text) == is_offered
    assert ('name="d-plan"' in text) == is_offered
    assert 'name="d-what"' in text


def test_a_meeting_that_is_convened_is_not_convened_again(as_, cast):
    meeting = meeting_convened(cast, [triaged(cast, at=NOW)], at=NOW)
    browser = as_("isabelle_coord_central")
    response = browser.get(url("convene", meeting.pk), follow=True)
    assert response.redirect_chain == [(url("meeting", meeting.pk), 302)]
    assert "la séance est convoquée" in response.content.decode()

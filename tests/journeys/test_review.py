"""The quarterly review of an unchanged case: how often she must act, counted by the browser."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.models import Case, FollowUp
from tests.factories import Cast, managed
from tests.journeys.conftest import PHONE, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

START = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.get_default_timezone())
MANAGER = "mireille_cms_sierre"
MOST = 4  # QU2
# Every press of a key or a pointer, over all the pages of the visit.
COUNTER = """
for (const kind of ["keydown", "pointerdown"]) {
  addEventListener(kind, event => {
    if (!event.isTrusted) return;
    sessionStorage.acts = Number(sessionStorage.acts || 0) + 1;
  }, true);
}
"""


@pytest.fixture
def case(moved_clock: Any, transactional_db: None, request: Any) -> Case:
    """In the hands of a case manager, its first review ten days ahead."""
    moved_clock(START)
    case = managed(request.getfixturevalue("cast"), at=START)
    due_on = FollowUp.objects.open().get(case=case).due_on
    morning = datetime.combine(due_on, datetime.min.time(), START.tzinfo)
    moved_clock(morning - timedelta(days=10) + timedelta(hours=8))
    return case


def counted(visitor: Visitor, cast: Cast, viewport: Any = None) -> Page:
    page = visitor.enter(cast[MANAGER], viewport)
    page.add_init_script(COUNTER)
    page.evaluate("sessionStorage.clear()")
    page.reload()
    return page


def acts(page: Page) -> int:
    return int(page.evaluate("sessionStorage.acts || 0"))


def assert_reviewed(case: Case, page: Page) -> None:
    expect(page.get_by_text("Suivi enregistré.")).to_be_visible()
    assert FollowUp.objects.exclude(reviewed_at=None).get(case=case).result == "on_track"
    assert FollowUp.objects.open().filter(case=case).count() == 1


@pytest.mark.parametrize("viewport", [PHONE, None], ids=["phone", "desktop"])
def test_an_unchanged_case_is_reviewed_in_few_interactions(visitor, case, cast, viewport):
    page = counted(visitor, cast, viewport)
    visitor.press(f"Exemple Jeanne · {case.number}")
    expect(page.get_by_text("Rien de ce que vous lisez n’a changé.")).to_be_visible()
    visitor.picture("suivi-inchange")
    visitor.press("Enregistrer le suivi")
    assert_reviewed(case, page)
    assert 2 <= acts(page) <= MOST


def test_an_unchanged_case_is_reviewed_by_keyboard_alone(visitor, case, cast):
    page = counted(visitor, cast)
    link = page.get_by_role("link", name=f"Exemple Jeanne · {case.number}").first
    for _press in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    before = acts(page)
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Enregistrer le suivi")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    assert_reviewed(case, page)
    assert acts(page) - before <= MOST


def test_another_decision_is_taken_by_keyboard_alone(visitor, case, cast):
    page = counted(visitor, cast)
    visitor.go("governance:follow_up_review", case.pk)
    chosen = page.locator('[name="result"]:checked')
    for _press in range(40):
        page.keyboard.press("Shift+Tab")
        if chosen.evaluate("radio => radio === document.activeElement"):
            break
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Le stage commence plus tard.")
    for _press in range(6):
        page.keyboard.press("Tab")
        if page.locator("form .actions button").evaluate("b => b === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Plan d’insertion")).to_be_visible()
    done = FollowUp.objects.exclude(reviewed_at=None).get(case=case)
    assert (done.result, done.summary) == ("adapt", "Le stage commence plus tard.")

"""A coordinator triages by her keyboard alone: open, decide, go to the next (C6)."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case
from tests.factories import Cast, announced
from tests.journeys.conftest import Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def waiting(transactional_db: None, cast: Cast) -> list[Case]:
    return [announced(cast, last_name=name) for name in ("Aymon", "Bagnoud", "Clivaz")]


def address(case: Case, name: str = "governance:case_triage") -> str:
    return reverse(name, args=[case.pk])


def test_each_case_is_opened_decided_and_left_by_one_key(
    visitor: Visitor, cast: Cast, waiting: list[Case]
) -> None:
    page = visitor.enter(cast["isabelle_coord_central"])
    visitor.go("governance:triage_board")
    visitor.picture("tri")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Bagnoud").first).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("d")
    page.wait_for_url(f"**{address(waiting[0])}?depuis=tri")
    visitor.picture("tri-decision")
    page.keyboard.press("n")
    page.wait_for_url(f"**{address(waiting[1])}?depuis=tri")
    page.keyboard.press("2")
    expect(page.locator('[name="path"][value="bilateral"]')).to_be_checked()
    reason = page.locator('[name="reason"]')
    reason.click()
    # A key that is typed is a letter.
    page.keyboard.type("non 3")
    expect(reason).to_have_value("non 3")
    expect(page.locator('[name="path"][value="bilateral"]')).to_be_checked()
    page.locator('[name="due_on"]').fill("2099-01-05")
    visitor.press("Enregistrer le triage")
    page.wait_for_url(f"**{address(waiting[2])}?depuis=tri")
    waiting[1].refresh_from_db()
    assert waiting[1].path == "bilateral"
    page.keyboard.press("t")
    page.wait_for_url(f"**{reverse('governance:triage_board')}")


def test_who_wants_no_keys_turns_them_off_for_good(
    visitor: Visitor, cast: Cast, waiting: list[Case]
) -> None:
    page = visitor.enter(cast["isabelle_coord_central"])
    visitor.go("governance:triage_board")
    visitor.press("Désactiver les touches")
    visitor.go("governance:triage_board")
    button = page.get_by_role("button", name="Désactiver les touches")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("d")
    visitor.sees("Ce qui attend un triage")
    button.click()
    page.locator("body").click(position={"x": 1, "y": 1})
    page.keyboard.press("d")
    page.wait_for_url(f"**{address(waiting[0])}?depuis=tri")


def test_without_script_the_links_serve(
    visitor: Visitor, cast: Cast, waiting: list[Case], browser: Any
) -> None:
    page = visitor.enter(cast["isabelle_coord_central"])
    context = browser.new_context(java_script_enabled=False, locale="fr-CH")
    context.add_cookies(page.context.cookies())
    plain = context.new_page()
    plain.goto(visitor.server + reverse("governance:triage_board"))
    expect(plain.get_by_text("Désactiver les touches")).to_be_hidden()
    plain.get_by_role("link", name=f"Décider : {waiting[0].number}").click()
    plain.get_by_role("link", name="Suivant").click()
    assert address(waiting[1]) in plain.url

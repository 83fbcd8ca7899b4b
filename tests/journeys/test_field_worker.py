"""A field worker flags on her phone, asks, and follows; what she must do is counted (C1, QU2)."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.actions.flags import hand_over
from cases.choices import CaseState, MatterKind
from cases.models import Case, Matter
from core import clock
from core.choices import Category
from messaging.models import InboxEntry
from tests.factories import Cast, confirmed, consent, triaged
from tests.journeys.conftest import PHONE, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

START = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.get_default_timezone())
WORKER, HOME, PARTNER = "anna_orp_sion", "claire_orp_sion", "mireille_cms_sierre"
NAME = "Pittet-Exemple"
MOST = 12  # QU2
# A control that is pressed counts once, and so does a field that is typed into, however long.
COUNTER = """
for (const kind of ["keydown", "pointerdown"]) {
  addEventListener(kind, event => {
    if (!event.isTrusted || event.key === "Tab") return;
    const field = event.target.closest(
      "input:not([type=radio]):not([type=checkbox]), select, textarea");
    const name = field ? location.pathname + field.name : "";
    if (name && sessionStorage.typed === name) return;
    sessionStorage.typed = name;
    sessionStorage.acts = Number(sessionStorage.acts || 0) + 1;
  }, true);
}
"""


@pytest.fixture
def march(moved_clock: Any, transactional_db: None, request: Any) -> Cast:
    moved_clock(START)
    return request.getfixturevalue("cast")


def counted(visitor: Visitor, cast: Cast) -> Page:
    page = visitor.enter(cast[WORKER], PHONE)
    page.add_init_script(COUNTER)
    page.evaluate("sessionStorage.clear()")
    page.reload()
    return page


def acts(page: Page) -> int:
    return int(page.evaluate("sessionStorage.acts || 0"))


def type_into(page: Page, name: str, text: str) -> None:
    page.locator(f'[name="{name}"]').click()
    page.keyboard.type(text)


def fits(page: Page) -> bool:
    """Nothing is cut off at the right of the phone."""
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_client_is_flagged_on_a_phone_in_few_interactions(visitor, march):
    page = counted(visitor, march)
    visitor.picture("terrain-accueil")
    visitor.press("Signaler une situation")
    expect(page.locator('[name="last_name"]')).to_be_visible()
    assert fits(page)
    type_into(page, "last_name", NAME)
    type_into(page, "first_name", "Jeanne")
    # The browser's own order of day and month is of no matter here.
    type_into(page, "birth_date", "11111984")
    commune = page.locator('[name="commune"]')
    commune.focus()
    page.keyboard.type("Sion")
    for question, answer in {"health": "some", "debts_income": "debts", "lost": "unclear"}.items():
        radio = page.locator(f'[name="q_{question}"][value="{answer}"]')
        page.locator("label.chip", has=radio).click()
    expect(page.locator('[name="chosen_path"]:checked')).to_have_count(1)
    assert fits(page)
    visitor.picture("terrain-signalement")
    assert not Case.objects.exists()
    visitor.press("Enregistrer le signalement")
    visitor.sees(NAME)
    visitor.picture("terrain-dossier")
    assert 8 <= acts(page) <= MOST
    case = Case.objects.select_related("client__commune").get()
    assert (case.state, case.flagged_by) == (CaseState.FLAGGED, march[WORKER])
    assert (str(case.client.birth_date), case.client.commune.name) == ("1984-11-11", "Sion")
    # Before a consent nothing leaves the dispositif; its répondant is told, nobody else.
    assert {row.user for row in InboxEntry.objects.open()} <= {march[HOME]}
    for stranger in (PARTNER, "isabelle_coord_central", "marc_orp_sion"):
        visitor.enter(march[stranger])
        assert visitor.go("dossier", case.pk) == 404
        visitor.go("home")
        visitor.sees_no(NAME)


def test_what_was_typed_stays_when_something_is_missing(visitor, march):
    page = visitor.enter(march[WORKER], PHONE)
    visitor.go("cases:flag")
    type_into(page, "last_name", NAME)
    visitor.press("Enregistrer le signalement")
    visitor.sees("À corriger avant de continuer")
    expect(page.locator('[name="last_name"]')).to_have_value(NAME)
    assert fits(page)
    assert not Case.objects.exists()


def test_she_asks_for_advice_and_follows_what_is_answered(visitor, march):
    case = triaged(march, last_name=NAME)
    page = visitor.enter(march[WORKER], PHONE)
    visitor.go("dossier", case.pk)
    visitor.picture("terrain-suivi")
    visitor.go("cases:matter_open", case.pk)
    kinds = page.locator('[name="kind"]')
    # A worker asks; a dispute or money is for others to submit.
    assert [box.get_attribute("value") for box in kinds.all()] == [MatterKind.ADVICE.value]
    kinds.first.check()
    page.locator('[name="category"]').select_option(str(int(Category.WORK)))
    visitor.fill(question="Un stage est-il possible avant la fin du droit ?")
    visitor.picture("terrain-question")
    visitor.press("Soumettre")
    visitor.sees("L’affaire est soumise")
    assert Matter.objects.get().opened_by == march[WORKER]
    visitor.enter(march["isabelle_coord_central"])
    visitor.sees(case.number)
    visitor.go("dossier", case.pk)
    visitor.sees("Un stage est-il possible")
    visitor.enter(march[WORKER], PHONE)
    visitor.go("cases:case_list")
    visitor.sees(NAME)
    visitor.picture("terrain-mes-dossiers")


def test_who_hands_the_case_over_follows_it_no_longer(visitor, march):
    case = confirmed(march, last_name=NAME)
    consent(case, march)
    visitor.enter(march[WORKER], PHONE)
    visitor.go("cases:case_list")
    visitor.sees(NAME)
    by = {"by": march[WORKER], "at": clock.now()}
    hand_over(case, to=march["marc_orp_sion"], reason="Autre secteur.", **by)
    # The open page shows nothing more at its next request.
    answer = visitor.page.reload()
    assert answer is not None and answer.status == 200
    visitor.sees_no(NAME)
    assert visitor.go("dossier", case.pk) == 404

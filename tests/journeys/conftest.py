"""A real browser before the real server, and a picture of every step."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect, sync_playwright

from accounts.models import User

CHROMIUM = "/usr/bin/chromium"
PICTURES = Path(settings.BASE_DIR) / "var" / "screenshots"
PHONE, DESKTOP = {"width": 360, "height": 740}, {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium for the tests of one file: the loop it needs in this thread ends with it."""
    if not Path(CHROMIUM).exists():
        pytest.skip("journeys in a browser: chromium is not installed")
    # Playwright keeps a loop in this thread, and Django would refuse the database beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield chromium
        chromium.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Visitor:
    """One person at a time before the browser, entering through the page of personas."""

    def __init__(self, browser: Browser, server: str, prefix: str) -> None:
        self.browser, self.server, self.prefix = browser, server, prefix
        self.pictures = 0
        self.page: Page

    def enter(self, user: User, viewport: Any = None) -> Page:
        """Sign in as a persona, by one click as in the demonstration."""
        context = self.browser.new_context(viewport=viewport or DESKTOP, locale="fr-CH")
        context.set_default_timeout(5_000)
        self.page = context.new_page()
        self.page.goto(self.server + reverse("accounts:personas"))
        self.page.locator(f'form[action$="{user.pk}/"] button').first.click()
        expect(self.page.get_by_role("heading", level=1)).to_be_visible()
        return self.page

    def go(self, name: str, *args: Any) -> int:
        """Open a page by its URL name; returns the status."""
        answer = self.page.goto(self.server + reverse(name, args=args))
        return answer.status if answer else 0

    def press(self, label: str) -> None:
        """Press a button or follow a link by what it says."""
        control = self.page.get_by_role("button", name=label, exact=True)
        control = control.or_(self.page.get_by_role("link", name=label, exact=True))
        control.first.click()

    def confirm(self, label: str) -> None:
        """Press a button that asks once more, and say yes."""
        asked = self.page.locator("details.act-confirm").filter(has_text=label).first
        asked.locator("summary").click()
        asked.get_by_role("button").click()

    def fill(self, **values: str) -> None:
        """Type into fields by their names."""
        for name, value in values.items():
            field = self.page.locator(f'[name="{name}"]')
            if field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            elif field.first.get_attribute("type") == "radio":
                self.page.locator(f'[name="{name}"][value="{value}"]').check()
            else:
                field.fill(value)

    def sign(self) -> None:
        """Draw a line into the frame of a signature."""
        pad = self.page.locator(".signature canvas")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + 40, box["y"] + 60)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 200, box["y"] + 20, steps=5)
        self.page.mouse.up()

    def picture(self, title: str) -> None:
        self.pictures += 1
        PICTURES.mkdir(parents=True, exist_ok=True)
        name = f"{self.prefix}-{self.pictures:02d}-{title}.png"
        self.page.screenshot(path=PICTURES / name, full_page=True)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def sees_no(self, text: str) -> None:
        assert text not in self.page.content()


@pytest.fixture
def visitor(browser: Browser, live_server: Any, settings: Any) -> Iterator[Visitor]:
    settings.DEMO = True
    engine = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    visiting = Visitor(browser, live_server.url, engine)
    yield visiting
    # The last page, whatever happened: where a failing journey stood.
    visiting.picture("fin")
    # An open page goes on asking the server, and would write into the next test's database.
    for context in browser.contexts:
        context.close()


@pytest.fixture
def moved_clock() -> Iterator[Any]:
    """Moves the clock of the whole process, the server's threads included; it goes on ticking."""
    travels = []

    def travel(moment: Any) -> None:
        for running in travels:
            running.stop()
        travels[:] = [time_machine.travel(moment, tick=True)]
        travels[0].start()

    yield travel
    for running in travels:
        running.stop()

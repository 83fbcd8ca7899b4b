"""QN5: after an end the very next request is denied, whoever asks, at whatever door.

Every way in which an access ends, against every door that stood open before; the doors and what
is left come from the tables of the policy. Nothing runs in the background unless a test says so.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.handlers.base import BaseHandler
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.actions.personas import load_personas
from accounts.models import Absence
from cases.choices import ReceiptKind
from cases.models import Receipt
from core import clock
from governance.actions.desk import postpone_item
from governance.actions.minutes import adopt, settle_correction
from governance.choices import ItemState
from governance.models import Correction, Excerpt, Minutes
from messaging.models import Job
from messaging.sweeper import sweep
from tests.access.doors import HIDDEN, OK
from tests.access.ends import (
    BUREAU,
    PEOPLE,
    SOON,
    End,
    ends,
    judged_by,
    last_moment,
    left_as,
    live,
    withdrawn,
)
from tests.access.engine import (
    FORM,
    TOKEN,
    UNKNOWN,
    _urls,
    address,
    fingerprint,
    silence,
    undone,
    verdict,
    words_of,
)
from tests.access.policy import may_read
from tests.access.scene import START, WALK, Scene, day
from tests.access.sittings import build, convened
from tests.access.table import door_of

LEAST_REQUESTS = 1_000
HTMX = {"HX-Request": "true"}
PARTNERS = {"mireille_cms_sierre", "ines_cms_sierre", "wilma_oai_sion", "remy_oai_sion"}
# Pages that she keeps, and that must tell nothing more of the case.
# The receipt that somebody's part ended names the case (access-policy, ties).
HANDS_A_RECEIPT = {"engagement", "assignment"}
LISTS = ["home", "cases:case_list", "cases:matches"]


# --- who asks -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ask:
    """One request: at which door of the live case, how, and what the policy answers."""

    name: str
    path: str
    method: str
    answer: str


def asks(persona: str, scene: Scene) -> list[Ask]:
    """Every door that takes an object of the live case, with the answer it gives her now."""
    rows = []
    for url in _urls():
        door = door_of(url.name, url.route)
        for target in door.targets if door else []:
            if target.state == "live" and target.key:
                path = address(url, target, scene) + door.query
                for method in ("GET", "POST"):
                    answer = door.expected(persona, target, method)
                    rows.append(Ask(url.name, path, method, answer))
    return rows


def shut_by(end: End, persona: str, scene: Scene) -> list[Ask]:
    """The doors that stood open to her and that this end closes."""
    before = asks(persona, scene)
    with judged_by(end.left):
        after = asks(persona, scene)
    pairs = zip(before, after, strict=True)
    return [now for then, now in pairs if then.answer == OK and now.answer != OK]


class Guest:
    """A person of the scene who signed in before the end, in two browsers."""

    def __init__(self, persona: str, scene: Scene) -> None:
        self.persona = persona
        self.browsers = [RequestFactory(), RequestFactory()]
        self.unknown: dict[tuple[str, str, bool], object] = {}
        self.handler = BaseHandler()
        self.handler.load_middleware()
        for browser in self.browsers:
            client = Client()
            client.force_login(scene.cast[persona.partition(":")[0]])
            browser.cookies = client.cookies

    def ask(
        self,
        browser: RequestFactory,
        path: str,
        method: str,
        is_partial: bool = False,
        data: str = "",
    ) -> HttpResponse:
        headers = HTMX if is_partial else {}
        request = browser.generic(method, path, data, content_type=FORM, headers=headers)
        request._dont_enforce_csrf_checks = True
        return self.handler.get_response(request)

    def ways(self, method: str) -> list[tuple[RequestFactory, bool]]:
        """How she asks: for a page in one browser, for the part that htmx fetches in another."""
        first, second = self.browsers
        return [(second, False)] if method == "POST" else [(first, False), (second, True)]

    def about_unknown(self, ask: Ask, is_partial: bool) -> object:
        key = ask.name, ask.method, is_partial
        if key not in self.unknown:
            path = reverse(ask.name, args=[UNKNOWN])
            response = self.ask(self.browsers[0], path, ask.method, is_partial)
            self.unknown[key] = fingerprint(response, path)
        return self.unknown[key]


def foreign_tokens(words: str, persona: str, scene: Scene) -> set[str]:
    """The canaries in a page that she may not read (any more)."""
    mine = {canary.token for canary in scene.canaries if may_read(persona, canary)}
    return set(TOKEN.findall(words)) - mine


def denied(end: End, guest: Guest, scene: Scene) -> tuple[int, list[str]]:
    """Ask at every door that this end shuts; returns the number of requests, and what opened."""
    shut = shut_by(end, guest.persona, scene)
    count, faults = 0, []
    if end.changes_offices:
        # The frame of every page names them.
        guest.unknown.clear()
    with judged_by(end.left):
        for ask in shut:
            for browser, is_partial in guest.ways(ask.method):
                response = guest.ask(browser, ask.path, ask.method, is_partial)
                count += 1
                told = foreign_tokens(words_of(response), guest.persona, scene)
                found = verdict(response)
                is_known = found == HIDDEN and fingerprint(
                    response, ask.path
                ) != guest.about_unknown(ask, is_partial)
                if found != ask.answer or told or is_known:
                    faults.append(
                        f"{end.name} {guest.persona} {ask.method} {ask.name}: {found} ≠ "
                        f"{ask.answer} {told or ''} {'told from an unknown id' * is_known}"
                    )
    return count, faults


def told_in_lists(end: End, guest: Guest, scene: Scene) -> list[str]:
    """What the pages that she keeps still tell of the case."""
    case, faults = live(scene), []
    number = case.number.lower()
    browser = guest.browsers[0]
    paths = [reverse(name) for name in LISTS]
    paths.append(reverse("governance:meeting", args=[scene.objects["running"]["meeting"]]))
    paths.append(reverse("governance:minutes", args=[scene.objects["held"]["minutes"]]))
    search = reverse("cases:case_search")
    with judged_by(end.left):
        pages = {path: words_of(guest.ask(browser, path, "GET")) for path in paths}
        for term in (case.number, case.client.last_name):
            # A search repeats what was typed.
            page = words_of(guest.ask(browser, search, "POST", data=urlencode({"q": term})))
            pages[f"{search} {len(term)}"] = page.replace(term.lower(), "")
        for path, page in pages.items():
            told = foreign_tokens(page, guest.persona, scene)
            if end.left[guest.persona] is None:
                keys = {number, str(case.pk)}
                if path == reverse("home") and end.name in HANDS_A_RECEIPT:
                    keys.remove(number)
                told |= {what for what in keys if what in page}
            if told:
                faults.append(f"{end.name} {guest.persona} {path}: {sorted(told)}")
    return faults


def closed_before(guests: list[Guest], scene: Scene) -> list[str]:
    """Doors that were shut all along, so that their closing would prove nothing."""
    return [
        f"{guest.persona} {ask.name} was shut before"
        for guest in guests
        for ask in asks(guest.persona, scene)
        if (ask.method, ask.answer) == ("GET", OK)
        and verdict(guest.ask(guest.browsers[1], ask.path, "GET")) != OK
    ]


# --- what was under way -------------------------------------------------------------------------


def under_way(scene: Scene) -> None:
    """Minutes adopted and a meeting convened: their papers and calendar mails wait for a worker."""
    minutes = Minutes.objects.get(pk=scene.objects["running"]["minutes"])
    by = {"by": minutes.meeting.chair, "at": WALK}
    for item in minutes.meeting.items.filter(state=ItemState.OPEN):
        postpone_item(item, **by)
    settle_correction(Correction.objects.get(pk=scene.objects["live"]["correction"]), **by)
    adopt(minutes, **by)
    convened(scene, "next", {"live": live(scene)}, starts_at=day(50), at=WALK)
    assert set(Job.objects.due(SOON).values_list("kind", flat=True)) >= {"mail", "minutes.seal"}


def told_late(guests: list[Guest], scene: Scene) -> list[str]:
    """What the papers and mails tell that were queued before the end and made after it."""
    mail.outbox.clear()
    sweep(SOON)
    assert any(message.attachments for message in mail.outbox)
    faults = [str(m.subject) for m in mail.outbox if TOKEN.search(str(m.message()).lower())]
    excerpt = Excerpt.objects.get(
        minutes=scene.objects["running"]["minutes"], item__case=live(scene)
    )
    receipt = Receipt.objects.get(procuration__case=live(scene), kind=ReceiptKind.WITHDRAWN)
    assert excerpt.document_id and receipt.document_id
    doors = {
        "governance:excerpt": excerpt.pk,
        "governance:excerpt_pdf": excerpt.pk,
        "cases:document": excerpt.document_id,
        "cases:receipt": receipt.pk,
        "governance:item": excerpt.item_id,
    }
    left = left_as("withdrawn", *PARTNERS)
    with judged_by(left):
        for guest in guests:
            for name, pk in doors.items():
                response = guest.ask(guest.browsers[0], reverse(name, args=[pk]), "GET")
                # Who keeps her own entries sees the item without its texts, and the receipt.
                may_open = left[guest.persona] and name in ("cases:receipt", "governance:item")
                told = foreign_tokens(words_of(response), guest.persona, scene)
                if told or not (may_open or verdict(response) == HIDDEN):
                    faults.append(f"{guest.persona} {name}: {verdict(response)} {sorted(told)}")
    return faults


# --- the tests ----------------------------------------------------------------------------------


@pytest.fixture
def scene(reference: None) -> Scene:
    """The scene of the matrix, with the coordinator away and her deputy acting."""
    with clock.at(START):
        scene = build(load_personas(clock.today()))
    Absence.objects.create(user=scene.cast[BUREAU], valid_from=START.date())
    return scene


def asked_after(end: End, guests: list[Guest], scene: Scene) -> tuple[int, list[str]]:
    """The requests that follow at once on one way of ending, and what they found open."""
    count, faults = 0, []
    with undone(), clock.at(SOON):
        end.act(scene)
        with clock.at(end.at):
            for guest in guests:
                number, found = denied(end, guest, scene)
                count += number
                faults += found + told_in_lists(end, guest, scene)
    assert count, f"{end.name} shuts no door"
    print(f"{end.name}: {count} requests asked again, {len(faults)} faults")
    return count, faults


@pytest.mark.django_db
def test_after_every_way_of_ending_every_next_request_is_denied(scene: Scene) -> None:
    guests = [Guest(persona, scene) for persona in PEOPLE]
    asked = 0
    with silence():
        with undone(), clock.at(last_moment(scene) - timedelta(seconds=1)):
            faults = closed_before(guests, scene)
        with undone(), clock.at(WALK):
            under_way(scene)
            with clock.at(SOON):
                withdrawn(scene)
                partners = [guest for guest in guests if guest.persona in PARTNERS]
                faults += told_late(partners, scene)
        for end in ends(scene):
            concerned = [guest for guest in guests if guest.persona in end.left]
            count, found = asked_after(end, concerned, scene)
            asked, faults = asked + count, faults + found
    print(f"withdrawal: {asked} requests after an end, {len(faults)} faults")
    assert faults == []
    assert asked >= LEAST_REQUESTS

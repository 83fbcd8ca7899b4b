"""Walks every URL of the URLconf with every person and compares with the doors of the policy."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from logging.handlers import QueueHandler
from queue import Queue
from typing import Any
from uuid import UUID

import pypdfium2
import structlog
import structlog.testing
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from accounts.models import Absence
from audit.models import Trace, TraceCase
from cases.models import Case
from core import clock
from core.access import Url, iter_urls
from core.logs import ReticentFormatter
from core.readonly import WRITES
from tests.access.doors import FORBIDDEN, HIDDEN, LOGIN, METHOD, OK, Door, Target
from tests.access.policy import ANONYMOUS, CASES, DEPUTY_ACTING, SUPERUSER
from tests.access.scene import START, WALK, Scene
from tests.access.selection import Selection
from tests.access.table import ADMIN_PAGE, door_of

FORM = "application/x-www-form-urlencoded"
UNKNOWN = UUID("00000000-0000-4000-8000-000000000001")
TOKEN = re.compile(r"canari_[a-z_]+")
SECRETS = re.compile(r'(name="csrfmiddlewaretoken" value="|nonce="|nonce-|csrftoken=)[^"\';]+')
EXAMPLES = {
    "account_confirm_email": {"key": "abc"},
    "account_reset_password_from_key": {"uidb36": "1", "key": "abc-def"},
    "admin:app_list": {"app_label": "accounts"},
    "admin:view_on_site": {"content_type_id": "1", "object_id": "1"},
}
FOUND = {200: OK, 409: OK, 404: HIDDEN, 403: FORBIDDEN, 405: METHOD}
# What reading and refusing may write themselves.
MAY_WRITE = set(settings.GET_MAY_WRITE)


@dataclass
class Cell:
    """One request: what the policy expects, what was found, and what it let slip."""

    url: str
    method: str
    persona: str
    state: str
    object: str
    expected: str
    found: str
    tokens: set[str] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    untraced: set[str] = field(default_factory=set)
    differs_from_unknown: bool = False

    @property
    def agrees(self) -> bool:
        return self.found in self.expected.split("|")

    def as_json(self) -> dict[str, str]:
        return {
            name: value
            for name, value in asdict(self).items()
            if name in ("url", "method", "persona", "state", "object", "expected", "found")
        }


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def unknown_urls() -> list[str]:
    """The URLs that the policy's table says nothing about."""
    return [f"{url.name} {url.route}" for url in _urls() if door_of(url.name, url.route) is None]


def _urls() -> list[Url]:
    # Django's admin redirects old addresses of rows by patterns without a name.
    return [url for url in iter_urls() if url.name != "admin:"]


def walk(scene: Scene, is_whole: bool = False) -> tuple[list[Cell], list[str]]:
    """The matrix at the moment of the scene, and what was logged; each request is rolled back.

    Unless the whole is asked for, cells that repeat others are left out (`selection.py`).
    """
    cells: list[Cell] = []
    wanted = Selection(is_whole, is_bound=connection.vendor == "postgresql")
    with clock.at(WALK), silence() as lines:
        for persona in CASES:
            with undone():
                cells += _walk_as(Visitor(persona, scene, wanted.compares(persona)), scene, wanted)
    return cells, lines


def _walk_as(visitor: "Visitor", scene: Scene, wanted: Selection) -> Iterator[Cell]:
    for url in _urls():
        door = door_of(url.name, url.route)
        if door is None or not wanted.concerns(visitor.persona, url):
            continue
        for target, method in wanted.of(visitor.persona, url, door):
            path = address(url, target, scene) + door.query
            yield visitor.visit(url, path, door, target, method)


@contextmanager
def silence() -> Iterator[list[str]]:
    """Thousands of refusals would each write a line of log; here are the lines instead."""
    lines: list[str] = []
    records: Queue[logging.LogRecord] = Queue()
    root, handler = logging.getLogger(), QueueHandler(records)
    handler.setFormatter(ReticentFormatter())
    former, root.handlers = root.handlers, [handler]
    try:
        with structlog.testing.capture_logs() as entries:
            yield lines
    finally:
        root.handlers = former
        lines += [record.getMessage() for record in records.queue]
        lines += map(str, entries)


def address(url: Url, target: Target, scene: Scene) -> str:
    """The path of a URL for one object of the scene. Raises KeyError when the scene lacks it."""
    if target.key:
        return reverse(url.name, args=[scene.objects[target.state][target.key]])
    if kwargs := EXAMPLES.get(url.name):
        return reverse(url.name, kwargs=kwargs)
    if page := ADMIN_PAGE.match(url.name):
        first = apps.get_model(*page[1].split("_", 1)).objects.first()
        if page[2] in ("history", "change", "delete"):
            return reverse(url.name, args=[first.pk if first else UNKNOWN])
    try:
        return reverse(url.name)
    except NoReverseMatch:
        return reverse(url.name, args=[UNKNOWN])


class Visitor:
    """One person with her session."""

    def __init__(self, persona: str, scene: Scene, is_compared: bool = False) -> None:
        self.persona, self.is_compared = persona, is_compared
        self.states = scene.states()
        rows = Case.objects.filter(pk__in=self.states).values_list("pk", "number")
        self.numbers = {number.lower(): self.states[pk] for pk, number in rows}
        self.requests = RequestFactory()
        self.handler = BaseHandler()
        self.handler.load_middleware()
        client = Client()
        self.unknown: dict[tuple[str, str], tuple[Any, ...]] = {}
        if persona == DEPUTY_ACTING:
            absent = scene.cast["isabelle_coord_central"]
            Absence.objects.create(user=absent, valid_from=START.date())
        if persona == SUPERUSER:
            names = {"first_name": "R", "last_name": "R"}
            root = get_user_model().objects.create_superuser("root@demo.invalid", **names)
            client.force_login(root)
        elif persona != ANONYMOUS:
            client.force_login(scene.cast[persona.partition(":")[0]])
        self.requests.cookies = client.cookies

    def visit(self, url: Url, path: str, door: Door, target: Target, method: str) -> Cell:
        response, written, traced = self.ask(path, method)
        words = words_of(response)
        cell = Cell(
            url.name,
            method,
            self.persona,
            target.state,
            target.key,
            door.expected(self.persona, target, method),
            verdict(response),
            tokens=set(TOKEN.findall(words)),
            written=written - MAY_WRITE,
            untraced=self.cases_in(words) - traced,
        )
        if cell.found == HIDDEN and target.key and self.is_compared:
            same = self._answer_to_unknown(url.name, method)
            cell.differs_from_unknown = fingerprint(response, path) != same
        return cell

    def _answer_to_unknown(self, name: str, method: str) -> tuple[Any, ...]:
        if (name, method) not in self.unknown:
            path = reverse(name, args=[UNKNOWN])
            self.unknown[name, method] = fingerprint(self.ask(path, method)[0], path)
        return self.unknown[name, method]

    def cases_in(self, words: str) -> set[str]:
        """The cases that a page or a paper tells something of, by their state."""
        by_token = {token.split("_")[1] for token in TOKEN.findall(words)}
        return by_token | {state for number, state in self.numbers.items() if number in words}

    def _traced(self, since: int) -> set[str]:
        """The cases that the traces of a request name, each with role and mandate.

        Where she has no tie, as to the other side of a match, there is none to name.
        """
        rows = TraceCase.objects.filter(trace__gt=since)
        return {
            state
            for case, role, mandate in rows.values_list("case_id", "role", "mandate_id")
            if (state := self.states.get(case))
            and ((role and mandate) or state not in CASES[self.persona])
        }

    def ask(
        self, path: str, method: str, data: str = "", **headers: str
    ) -> tuple[HttpResponse, set[str], set[str]]:
        written: set[str] = set()
        request = self.requests.generic(method, path, data, content_type=FORM, headers=headers)
        request._dont_enforce_csrf_checks = True
        with undone():
            since = Trace.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
            with connection.execute_wrapper(_noting(written)):
                response = self.handler.get_response(request)
            traced = self._traced(since)
        return response, written, traced


def _noting(written: set[str]) -> Callable[..., Any]:
    def note(execute: Any, sql: Any, params: Any, many: Any, context: Any) -> Any:
        if write := WRITES.match(str(sql)):
            written.add(write[1])
        return execute(sql, params, many, context)

    return note


def verdict(response: HttpResponse) -> str:
    """The class of an answer."""
    if response.status_code in (301, 302):
        to_login = (reverse(settings.LOGIN_URL), reverse("admin:login"))
        return LOGIN if response["Location"].startswith(to_login) else OK
    return FOUND.get(response.status_code, str(response.status_code))


def fingerprint(response: HttpResponse, path: str) -> tuple[Any, ...]:
    """Status, headers and body, without the address asked for and what is drawn at random."""
    body = response.content.decode(errors="replace")
    headers = {name: _plain(value, path) for name, value in response.headers.items()}
    if told := headers.get("Content-Length"):
        # An address may be longer than another one; what is told must be the length there is.
        headers["Content-Length"] = str(int(told) - len(response.content))
    return response.status_code, tuple(sorted(headers.items())), _plain(body, path)


def _plain(text: str, path: str) -> str:
    return SECRETS.sub("", text).replace(path, "")


def words_of(response: HttpResponse) -> str:
    """What a page or a paper says, in lower case, its headers included."""
    if response.headers.get("Content-Type") == "application/pdf" and response.status_code == 200:
        text = text_of(response.content)
    else:
        text = response.content.decode(errors="replace")
    return f"{text} {response.headers}".lower()


def text_of(content: bytes) -> str:
    try:
        pdf = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:  # the scene's scans are no real ones
        return ""
    text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    # A word broken at the end of a line is whole again.
    return text.replace("\ufffe\r\n", "").replace("\ufffe", "")

"""QN6: one case more that a person may not see changes no byte of any page of hers.

Two worlds grow from one scene. In both a meeting is held about a case that she may know; in the
second one there is a case more: with a plan, notes, papers, a match with a case of hers, and a
place before hers on the agenda of that meeting. What is drawn at random is named by the order of
its appearance; everything else must be equal. With `ALL_PAGES=1` everybody opens every page.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import zip_longest
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse

from accounts.actions.personas import load_personas
from accounts.models import Commune
from cases import caseload
from cases.actions.matches import open_match
from cases.actions.notes import add_document, add_note
from cases.choices import CaseState, FingerprintKind
from cases.models import Case
from core import clock
from core.choices import Category
from governance.actions.desk import postpone_item
from governance.actions.invitations import convene
from governance.actions.meetings import add_item
from governance.actions.minutes import adopt
from governance.models import Excerpt, Meeting
from messaging.sweeper import sweep
from tests.access.doors import OK
from tests.access.engine import (
    SECRETS,
    UNKNOWN,
    Visitor,
    _urls,
    address,
    silence,
    text_of,
    undone,
)
from tests.access.policy import DEPUTY_ACTING
from tests.access.scene import HAUT, START, WALK, Scene, day
from tests.access.sittings import build, planned
from tests.access.table import door_of
from tests.factories import Who, confirmed, office, scan
from tests.factories import planned as with_plan
from tests.governance.sittings import item_decided, minutes_circulated

IS_BOUND = connection.vendor == "postgresql"
LEAST_PAGES = 80 if IS_BOUND else 400
# Of the same dispositif, region and coordination, by another worker and with another partner.
NEAR = Who(worker="marc_orp_sion", manager="odile_cms_sion", manager_office="cms-sion")
# Confirmed by another dispositif of the region; nobody else was told.
UNTOLD = Who(worker="chloe_orp_sierre", home="elise_orp_sierre")

WITHOUT_TIE = {"david_orp_sion", "agnes_dpo"}
# To whom the case more is invisible.
BLIND = {
    "near": {"anna_orp_sion", "mireille_cms_sierre", "kurt_orp_haut_valais", *WITHOUT_TIE},
    # Who organises a meeting sees who is invited to it: this one stands on no convened agenda.
    "far": {"claire_orp_sion", "isabelle_coord_central", DEPUTY_ACTING},
    "untold": {"valerie_chargee", "monique_secretariat", "markus_coord_haut"},
}
# The reviewer reads the traces of every case, never content; the sealed minutes name the excerpt
# of each case by its hash (docs/proofs.md).
MAY_TELL = {"cases:oversight_traces", "governance:minutes_pdf"}
# Some open every page; the others those that gather, list or count.
THOROUGH = {"mireille_cms_sierre", "isabelle_coord_central"}
# Row-level security can only hide more: on PostgreSQL one of each kind does the latter.
OF_EACH_KIND = {
    "mireille_cms_sierre",
    "david_orp_sion",
    "isabelle_coord_central",
    "valerie_chargee",
}
if os.environ.get("ALL_PAGES"):
    THOROUGH = set().union(*BLIND.values())
elif IS_BOUND:
    THOROUGH = set()
    BLIND = {kind: people & OF_EACH_KIND for kind, people in BLIND.items()}
GATHERING = {
    "home",
    "waiting",
    "dossier",
    "cases:case_traces",
    "cases:matches",
    "cases:match",
    "cases:retention",
    "cases:oversight",
    "governance:meetings",
    "governance:meeting",
    "governance:agenda",
    "governance:blocked_cases",
    "governance:triage_board",
    "governance:desk",
    "governance:minutes",
    "governance:item",
    "governance:excerpt",
}
# Pages that show several things: all of them; of the others, the first that is open.
ALL_OF = {"dossier", "governance:meeting", "governance:agenda", "governance:minutes", "cases:match"}
DRAWN = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=PV-2026-....-)[0-9A-F]{8}|[0-9a-f]{64}"
)
NEXT = re.compile(r'href="(\?[^"]*after=[^"]*)"')


# --- the worlds ---------------------------------------------------------------------------------


def near(scene: Scene) -> Case:
    """Of the person of the live case and of the foreign one, as far as a match tells."""
    case = with_plan(scene.cast, who=NEAR, at=START, last_name=name_in(scene, "live"))
    return filled(scene, case, NEAR, like=("live", "foreign"))


def far(scene: Scene) -> Case:
    more = {"last_name": name_in(scene, "foreign"), "commune": Commune.objects.get(name="Naters")}
    case = with_plan(scene.cast, who=HAUT, at=START, **more)
    return filled(scene, case, HAUT, like=("foreign",))


def untold(scene: Scene) -> Case:
    case = confirmed(scene.cast, who=UNTOLD, at=START, last_name=name_in(scene, "live"))
    return filled(scene, case, UNTOLD, like=("live",))


MORE = {"near": near, "far": far, "untold": untold}


def name_in(scene: Scene, state: str) -> str:
    return Case.objects.get(pk=scene.objects[state]["case"]).client.last_name


def filled(scene: Scene, case: Case, who: Who, *, like: tuple[str, ...]) -> Case:
    """With notes and a document, and taken for the person of other cases."""
    by = {"by": scene.cast[who.home], "at": START}
    for category in (Category.WORK, Category.HEALTH):
        add_note(case, category=category, text="Une note de plus.", **by)
    add_document(case, file=scan(), title="Certificat", category=Category.WORK, **by)
    for state in like:
        other = Case.objects.get(pk=scene.objects[state]["case"])
        open_match(other, case, FingerprintKind.NAME, START)
    return case


@dataclass
class World:
    """The scene, perhaps with a case more, and the pages of a meeting held in it."""

    scene: Scene
    held: dict[str, UUID]


def grown(scene: Scene, common: Case, kind: str = "") -> World:
    """A case more, its place before the common one in a meeting, and the papers of that meeting."""
    officer, chair = scene.cast["valerie_chargee"], scene.cast["isabelle_coord_central"]
    with clock.at(START):
        extra = MORE[kind](scene) if kind else None
        sweep(START)
    # Moments of their own: what is told at the same one stands in no order.
    planned_at, held_at, adopted_at = day(28), day(30, 1), day(30, 2)
    meeting = planned(scene, day(30), planned_at)
    invited = {}
    if extra and kind == "near":
        invited[add_item(meeting, case=extra, by=officer, at=planned_at)] = []
    item = add_item(meeting, case=common, by=officer, at=planned_at)
    convene(meeting, invitations=invited | {item: [office("cms-sierre")]}, by=officer, at=day(29))
    with clock.at(held_at):
        for other in invited:
            postpone_item(other, by=chair, at=held_at)
        item_decided(item, at=held_at)
        minutes = minutes_circulated(meeting, at=held_at)
    with clock.at(adopted_at):
        adopt(minutes, by=chair, at=adopted_at)
        sweep(adopted_at)
    if extra and kind != "untold":
        coming = Meeting.objects.get(pk=scene.objects["coming"]["meeting"])
        add_item(coming, case=extra, by=officer, at=day(39, 2))
    with clock.at(WALK):
        sweep(WALK)
    excerpt = Excerpt.objects.get(minutes=minutes)
    held = {
        "dossier": common.pk,
        "cases:case_traces": common.pk,
        "cases:case_traces_print": common.pk,
        "governance:meeting": meeting.pk,
        "governance:minutes": minutes.pk,
        "governance:item": item.pk,
        "governance:excerpt": excerpt.pk,
        "governance:excerpt_pdf": excerpt.pk,
    }
    return World(scene, held)


# --- the pages ----------------------------------------------------------------------------------


def pages(world: World, persona: str) -> Iterator[tuple[str, str]]:
    """Every page that is open to her, part by part, and what she gets where nothing is."""
    visitor = Visitor(persona, world.scene)
    for url in _urls():
        door = door_of(url.name, url.route)
        if door is None or url.name in MAY_TELL or url.name.startswith(("account", "mfa", "admin")):
            continue
        if persona not in THOROUGH and url.name not in GATHERING:
            continue
        for target in door.targets:
            if door.expected(persona, target, "GET") == OK:
                path = address(url, target, world.scene) + door.query
                yield f"{url.name} {target.state} {target.key}", told(visitor, path)
                if url.name not in ALL_OF:
                    break
    for name, pk in world.held.items():
        yield f"{name} of the meeting", told(visitor, reverse(name, args=[pk]))
    yield "unknown", told(visitor, reverse("dossier", args=[UNKNOWN]))
    yield from lists(visitor)
    yield from searches(visitor, world.scene)


def lists(visitor: Visitor) -> Iterator[tuple[str, str]]:
    """Her caseload page after page, and narrowed to a state."""
    path = start = reverse("cases:case_list")
    for number in range(20):
        page = told(visitor, path)
        yield f"list, page {number}", page
        if not (link := NEXT.search(page)):
            break
        path = start + unescape(link[1])
    for state in (CaseState.CONFIRMED, CaseState.TRIAGED):
        yield f"list, {state}", told(visitor, f"{start}?state={state}")


def searches(visitor: Visitor, scene: Scene) -> Iterator[tuple[str, str]]:
    """By what numbers begin with and end on, and by the names of her cases and of others."""
    names = [name_in(scene, state) for state in ("live", "foreign")]
    for term in ("0001", "canari", *names):
        data = urlencode({"q": term})
        yield f"search {term}", told(visitor, reverse("cases:case_search"), "POST", data)
    # What the form of a flag says while it is filled in.
    data = urlencode({"last_name": names[0], "first_name": "Jeanne", "birth_date": "1980-05-17"})
    flag = reverse("cases:flag")
    yield "flag", told(visitor, flag, "POST", data)
    yield "flag, a part", told(visitor, flag, "POST", data, **{"HX-Request": "true"})


def told(visitor: Visitor, path: str, method: str = "GET", data: str = "", **headers: str) -> str:
    """Status, headers and body, unfolded; of a paper its text: its bytes follow a random number."""
    response, _written, _traced = visitor.ask(path, method, data, **headers)
    of_answer = dict(response.headers)
    if of_answer.get("Content-Type") == "application/pdf":
        of_answer.pop("Content-Length", None)
        body = text_of(response.content)
    else:
        body = response.content.decode("utf-8", "backslashreplace").replace("\r\n ", "")
    page = SECRETS.sub("", f"{response.status_code} {sorted(of_answer.items())}\n{body}")
    drawn: dict[str, str] = {}
    return DRAWN.sub(lambda found: drawn.setdefault(found[0], f"#{len(drawn)}"), page)


def differing(one: dict[str, str], other: dict[str, str]) -> Iterator[str]:
    """The pages that tell the two worlds apart, each with the first line that does."""
    for name in one.keys() | other.keys():
        left, right = one.get(name, "").splitlines(), other.get(name, "").splitlines()
        for mine, theirs in zip_longest(left, right, fillvalue=""):
            if mine != theirs:
                yield f"{name}: {mine.strip()!r} ≠ {theirs.strip()!r}"
                break


# --- the tests ----------------------------------------------------------------------------------


def seen_by(people: Iterable[str], world: World) -> dict[str, dict[str, str]]:
    found = {}
    for persona in sorted(people):
        with undone():
            found[persona] = dict(pages(world, persona))
    return found


@pytest.mark.django_db
def test_a_case_that_she_may_not_see_changes_no_page_of_hers(
    reference: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Few rows a page, so that lists have many.
    monkeypatch.setattr(caseload, "PAGE", 2)
    with clock.at(START):
        scene = build(load_personas(clock.today()))
        common = with_plan(scene.cast, at=START)
        sweep(START)
    everybody = set().union(*BLIND.values())
    with silence():
        with undone():
            world = grown(scene, common)
            with clock.at(WALK):
                before = seen_by(everybody, world)
        faults, count = [], 0
        for kind, people in BLIND.items():
            with undone():
                world = grown(scene, common, kind)
                with clock.at(WALK):
                    after = seen_by(people, world)
            for persona, found in after.items():
                count += len(found)
                lines = differing(before[persona], found)
                faults += [f"{kind} {persona} {line}" for line in lines]
    print(f"noninterference: {count} pages of {len(everybody)} people, {len(faults)} differ")
    assert faults == []
    assert count >= LEAST_PAGES

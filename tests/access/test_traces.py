"""QN10: where its trace can't be written, no page shows a case and no act is done."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.actions.personas import load_personas
from cases.choices import NoteKind
from cases.models import Case, CaseNote
from cii.database import as_owner
from core import clock
from core.access import iter_urls
from core.choices import Category
from tests.access.doors import OK
from tests.access.engine import Visitor, address, silence, undone, words_of
from tests.access.scene import START, WALK, Scene
from tests.access.sittings import build
from tests.access.table import DOORS
from tests.pages import BACKEND

# Some of those that show a case, of each kind: list, page, file, paper, register, print.
SURELY = {
    "home",
    "cases:case_list",
    "dossier",
    "cases:document",
    "cases:procuration",
    "cases:case_traces",
    "cases:case_traces_print",
    "governance:item",
    "governance:excerpt_pdf",
}
# Together they may open every page that shows a case.
READERS = (
    "claire_orp_sion",
    "isabelle_coord_central",
    "valerie_chargee",
    "monique_secretariat",
    "mireille_cms_sierre",
    "kurt_orp_haut_valais",
    "didier_droit_sict",
    "agnes_dpo",
)
Asked = tuple[str, str, str]


@contextmanager
def traces_refused() -> Iterator[None]:
    """The database takes no trace any more."""
    refusal = {
        "postgresql": "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
        "sqlite": "BEGIN SELECT RAISE(ABORT, 'no trace today'); END",
    }
    create = "CREATE TRIGGER audit_refused BEFORE INSERT ON audit_trace "
    drop = "DROP TRIGGER audit_refused"
    _as_owner(create + refusal[connection.vendor])
    yield
    _as_owner(drop + (" ON audit_trace" if connection.vendor == "postgresql" else ""))


def _as_owner(statement: str) -> None:
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement)


def pages(scene: Scene) -> dict[str, Asked]:
    """For each URL that shows a case on GET: who may ask for which address."""
    found: dict[str, Asked] = {}
    for persona in READERS:
        with undone():
            visitor = Visitor(persona, scene)
            for url in iter_urls():
                door = DOORS.get(url.name)
                if door is None or url.name in found:
                    continue
                for target in door.targets:
                    path = address(url, target, scene)
                    if door.expected(persona, target, "GET") == OK and shows(visitor, path):
                        found[url.name] = (persona, target.state, path)
                        break
    return found


def shows(visitor: Visitor, path: str) -> bool:
    return bool(visitor.cases_in(words_of(visitor.ask(path, "GET")[0])))


@pytest.mark.django_db(transaction=True)
def test_without_a_trace_nothing_is_shown_and_nothing_is_done(reference):
    with clock.at(START):
        scene = build(load_personas(clock.today()))
    with clock.at(WALK), silence():
        asked = pages(scene)
        assert set(asked) >= SURELY
        with undone():
            assert acts(scene) == [302, 302]
        before = done(scene)
        with traces_refused():
            faults = [line for one in asked.values() for line in shown_all_the_same(scene, *one)]
            assert faults == []
            assert acts(scene) == [500, 500]
        assert done(scene) == before


def shown_all_the_same(scene: Scene, persona: str, state: str, path: str) -> list[str]:
    with undone():
        visitor = Visitor(persona, scene)
        answer, written, _traced = visitor.ask(path, "GET")
    words = words_of(answer)
    return [
        f"{path} {fault}"
        for fault, holds in {
            f"answers {answer.status_code}": answer.status_code != 500,
            "shows a case": bool(visitor.cases_in(words)),
            f"writes {written}": bool(written - set(settings.GET_MAY_WRITE)),
        }.items()
        if holds
    ]


def acts(scene: Scene) -> list[int]:
    """What two acts answer: an entry in the journal, and data marked as checked."""
    note = {"category": int(Category.WORK), "kind": NoteKind.JOURNAL, "text": "Un entretien."}
    posted = [
        ("claire_orp_sion", "cases:note_add", note),
        ("monique_secretariat", "cases:client_check", {}),
    ]
    answers = []
    for persona, name, data in posted:
        client = Client(raise_request_exception=False)
        client.force_login(scene.cast[persona], backend=BACKEND)
        url = reverse(name, args=[scene.objects["live"]["case"]])
        answers.append(client.post(url, data).status_code)
    return answers


def done(scene: Scene) -> tuple[int, object]:
    case = Case.objects.select_related("client").get(pk=scene.objects["live"]["case"])
    return CaseNote.objects.count(), case.client.checked_at

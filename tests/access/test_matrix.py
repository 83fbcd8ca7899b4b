"""QN2, QN3, QN4: every URL × method × person × state of the procuration, against the policy.

One test, because the walk takes a minute: a parallel run must not do it twice.
"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.contrib.admin import site
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection

from accounts.actions.personas import load_personas
from audit.models import Trace, TraceCase
from core import clock
from documents.models import Document
from messaging.models import InboxEntry, Job, Mail
from tests.access.canaries import mark, unmarked
from tests.access.doors import FORBIDDEN, HIDDEN, LOGIN, OK
from tests.access.engine import Cell, unknown_urls, walk
from tests.access.policy import may_read
from tests.access.scene import START, Scene
from tests.access.selection import is_open
from tests.access.sittings import build
from tests.access.table import REFERENCE

# On PostgreSQL denials of one kind are asked for once (tests/access/selection.py).
LEAST_CELLS = {"sqlite": 5_000, "postgresql": 1_000}
CLOSED = {HIDDEN, FORBIDDEN, LOGIN}


def told(cells: Iterable[Cell]) -> list[str]:
    """One line a cell: what was expected, and what was found."""
    return [
        f"{c.method} {c.url} [{c.state} {c.object}] {c.persona}: {c.expected} ≠ {c.found}"
        for c in cells
    ]


def leaking(cells: list[Cell], scene: Scene) -> list[str]:
    canaries = {canary.token: canary for canary in scene.canaries}
    return [
        f"{c.method} {c.url} [{c.state} {c.object}] {c.persona}: {token}"
        for c in cells
        for token in c.tokens
        if token not in canaries or not may_read(c.persona, canaries[token])
    ]


def withheld(cells: list[Cell], scene: Scene) -> list[str]:
    """Entries that a dossier doesn't show although its reader may read them."""
    entries = [c for c in scene.canaries if "_note_" in c.token or "_document_" in c.token]
    return [
        f"{c.persona} {c.state}: {canary.token}"
        for c in cells
        for canary in entries
        if (c.url, c.method, c.found, c.state) == ("dossier", "GET", OK, canary.state)
        and may_read(c.persona, canary)
        and canary.token not in c.tokens
    ]


def told_outside(lines: list[str]) -> list[str]:
    """What travels, is logged, or stays outside the file says numbers and codes alone (P9)."""
    tables = [Mail, InboxEntry, Job, Trace, TraceCase, Session]
    rows = [str(row) for table in tables for row in table.objects.values_list()]
    rows += [str(message.message()) for message in mail.outbox]
    rows += Document.objects.values_list("storage_name", flat=True)
    assert rows and lines
    rows += lines
    return [row for row in rows if "canari" in row.lower()]


@pytest.mark.django_db
def test_every_page_answers_everybody_as_the_policy_says(reference):
    with clock.at(START):
        scene = build(load_personas(clock.today()))
    mark(scene)
    file = os.environ.get("ACCESS_MATRIX_FILE")
    cells, lines = walk(scene, is_whole=bool(file))
    if file:
        Path(file).write_text(json.dumps([cell.as_json() for cell in cells]))
    wrong = [cell for cell in cells if not cell.agrees]
    leaks = [cell for cell in wrong if set(cell.expected.split("|")) <= CLOSED]
    print(f"access matrix: {len(cells)} cells, {len(leaks)} leaks, {len(wrong)} differences")

    found = {
        "leaks": told(leaks),
        "false denials": told(c for c in wrong if is_open(c.expected)),
        "other answers": told(wrong),
        "a foreign id told from an unknown one": told(c for c in cells if c.differs_from_unknown),
        "written although refused": told(c for c in cells if c.found in CLOSED and c.written),
        "canaries where they don't belong": leaking(cells, scene),
        "entries withheld from a reader": withheld(cells, scene),
        "shown without a trace that names the case and the ground": [
            f"{c.method} {c.url} [{c.state} {c.object}] {c.persona}: {case}"
            for c in cells
            for case in sorted(c.untraced)
        ],
        "told outside the file": told_outside(lines),
    }
    faults = [f"{what}: {line}" for what, lines in found.items() for line in lines]
    assert not faults, "\n".join(faults)
    assert len(cells) >= LEAST_CELLS[connection.vendor]


def test_every_written_field_of_a_case_bears_a_canary_or_says_why_not():
    assert unmarked() == []


def test_every_url_stands_in_the_table_of_the_policy():
    assert unknown_urls() == []


def test_the_admin_site_keeps_reference_data_alone():
    """QN9: what hangs on a case or a person is not registered there."""
    kept = {f"{model._meta.app_label}_{model._meta.model_name}" for model in site._registry}
    assert kept <= REFERENCE

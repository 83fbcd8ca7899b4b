"""No word of a destroyed case is left, and nothing of another one goes with it (P7)."""

from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection, models

from cases.actions.destructions import approve_destruction
from cases.models import Case, Certificate, Client, Match, MatchStep, Merge
from documents.models import Document
from documents.reading import read_document
from governance.models import AgendaItem, Excerpt, Minutes
from messaging.models import InboxEntry, Job, Mail
from messaging.sweeper import sweep
from tests.endings import (
    DUE,
    HOME,
    LATER,
    OFFICER,
    START,
    closed,
    content_rows,
    destroyed,
    proposed,
    rich_case,
)
from tests.factories import ORP_SION, triaged
from tests.pages import Visitor

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("ledger_file", "long_after"),
]
# Names and numbers that are no content: keys, hashes, what another table or a file is found by.
NOT_FILLED = {"key", "message_id", "number", "sha256", "storage_name", "url"}


def fill(case: Case, token: str) -> int:
    """Put the token into every free text and every file of the case; returns how many."""
    filled = 0
    for model, rows in content_rows(case).items():
        free = {}
        for field in model._meta.fields:
            is_text = isinstance(field, models.CharField | models.TextField | models.JSONField)
            if is_text and not field.choices and field.name not in NOT_FILLED:
                mark = f"{token}{model._meta.model_name}{field.name}"
                value = [mark] if isinstance(field, models.JSONField) else mark
                is_short = field.max_length and field.max_length < len(mark)
                if not is_short:
                    free[field.name] = value
        if free and rows.exists():
            rows.update(**free)
            filled += len(free)
    for document in Document.objects.filter(case_id=case.pk):
        with (Path(default_storage.location) / document.storage_name).open("ab") as file:
            file.write(token.encode())
    return filled


def dump() -> str:
    """Every row of every table, and what the sessions hold, as text."""
    parts = [str(session.get_decoded()) for session in Session.objects.all()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            parts += [f"{table}: {row}" for row in cursor.fetchall()]
    return "\n".join(parts)


def test_a_case_with_everything_has_a_row_in_every_table_of_its_content(cast):
    triaged(cast, at=START)
    case = rich_case(cast)
    proposed(case, cast)
    empty = {model._meta.label for model, rows in content_rows(case).items() if not rows.exists()}
    assert empty == set()


def test_no_word_of_a_destroyed_case_is_left_in_any_table_or_file(cast):
    token = f"jeton{uuid4().hex}"[:20]
    triaged(cast, at=START)
    case = rich_case(cast)
    for key in (HOME, OFFICER, ORP_SION.coordinator):
        visitor = Visitor(cast[key])
        visitor.get("dossier", case.pk)
        visitor.post("cases:note_add", case.pk, data={"text": token, "category": "x"})
    proposed(case, cast)
    assert fill(case, token) > 40
    assert token in dump()
    approve_destruction(case, by=cast[OFFICER], at=DUE)
    approve_destruction(case, by=cast[HOME], at=DUE)
    sweep(LATER)
    assert Certificate.objects.get().document
    assert [line for line in dump().splitlines() if token in line] == []
    left = [path for path in Path(settings.DATA_DIR).rglob("*") if path.is_file()]
    assert left
    assert [path for path in left if token.encode() in path.read_bytes()] == []
    assert token.encode() not in settings.DESTRUCTION_LEDGER.read_bytes()


def test_every_row_and_file_of_the_case_goes_and_nothing_of_another(cast):
    case, other = rich_case(cast), rich_case(cast)
    rows = {model: set(found.values_list("pk")) for model, found in content_rows(case).items()}
    # What was known of both goes with the first.
    shared = {Match, MatchStep, Merge, InboxEntry, Mail}
    kept = {
        model: found.count() for model, found in content_rows(other).items() if model not in shared
    }
    files = list(Document.objects.filter(case_id=case.pk).values_list("storage_name", flat=True))
    minutes = Minutes.objects.get(pk=Excerpt.objects.get(item__case=case).minutes_id)
    destroyed(case, cast)
    for model, gone in rows.items():
        assert not model._default_manager.filter(pk__in=[key for (key,) in gone]).exists(), model
    left = content_rows(other)
    assert {model: left[model].count() for model in kept} == kept
    assert [name for name in files if default_storage.exists(name)] == []
    assert not Job.objects.exclude(key__startswith="case.").filter(done_at=None).exists()
    # The seal of the meeting holds: it never held anything of the case.
    assert read_document(minutes.document)
    assert not AgendaItem.objects.filter(case=case.pk).exists()


def test_the_person_stays_while_another_case_of_hers_is_kept(cast):
    case, other = closed(cast), closed(cast)
    person = case.client
    Case.objects.filter(pk=other.pk).update(client=person)
    destroyed(case, cast)
    assert Client.objects.filter(pk=person.pk).exists()
    assert person.history.exists()
    destroyed(other, cast)
    assert not Client.objects.filter(pk=person.pk).exists()
    assert not Client.history.filter(id=person.pk).exists()

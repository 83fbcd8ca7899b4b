"""A restored backup does not bring back what was destroyed (QR5)."""

import json
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from audit.models import Trace
from cases.actions.merges import propose_undo, undo_merge
from cases.choices import CaseState, Outcome
from cases.models import Case, CaseNote, Certificate, Destruction, Match, Remainder
from cii import ledger
from cii.destruction import replay
from core import clock
from documents.reading import read_document
from messaging.sweeper import sweep
from tests.backups import back_up, missing, restore
from tests.endings import (
    LATER,
    START,
    closed,
    content_rows,
    destroyed,
    dropped,
    rich_case,
    text_of,
    united,
)
from tests.factories import planned

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("ledger_file", "long_after"),
]


# --- a restored backup --------------------------------------------------------------------------
@pytest.fixture
def backup(tmp_path) -> Path:
    if reason := missing():
        print(f"NOT RUN: {reason}")
        pytest.skip(reason)
    return tmp_path / "backup"


def run(**options) -> str:
    out = StringIO()
    call_command("replay_destructions", stdout=out, **options)
    return out.getvalue()


def test_a_restored_backup_destroys_again_what_it_brought_back(cast, backup):
    early, case, other = closed(cast), rich_case(cast), rich_case(cast)
    destroyed(early, cast)
    back_up(backup)
    destroyed(case, cast)
    restore(backup)
    assert Case.objects.filter(pk=case.pk).exists()
    assert case.number in run(dry_run=True)
    assert Case.objects.filter(pk=case.pk).exists()
    assert case.number in run()
    assert set(Case.objects.values_list("pk", flat=True)) == {other.pk}
    assert content_rows(other)[CaseNote].exists()
    sweep(LATER)
    certificate = Certificate.objects.get(case_id=case.pk)
    assert certificate.destruction is None
    assert case.number in text_of(read_document(certificate.document))
    assert Remainder.objects.count() == 2
    assert Trace.objects.filter(event="case.destroyed_again").count() == 1
    assert "0 destroyed again" in run()


def test_a_backup_from_before_the_end_of_the_case_brings_nothing_back_either(cast, backup):
    with clock.at(START):
        case = planned(cast, at=START)
    back_up(backup)
    closed(cast, case)
    destroyed(case, cast)
    restore(backup)
    assert replay(LATER) == [case.number]
    assert not Case.objects.exists() and not Destruction.objects.exists()
    assert Remainder.objects.get().ending == Outcome.OTHER


def test_a_file_that_was_separated_after_the_backup_stands_by_itself_again(cast, backup):
    kept, merged = united(cast)
    back_up(backup)
    with clock.at(START):
        match = Match.objects.get()
        propose_undo(match, reason="Deux cousines.", by=cast["markus_coord_haut"], at=START)
        undo_merge(match, by=cast["valerie_chargee"], at=START)
    closed(cast, kept)
    destroyed(kept, cast)
    restore(backup)
    assert replay(LATER) == [kept.number]
    case = Case.objects.get()
    assert (case.pk, case.state, case.merged_into) == (merged.pk, CaseState.ANNOUNCED, None)
    call_command("access_rebuild", check=True)


@pytest.mark.parametrize("what", ["missing", "truncated", "edited", "reordered", "garbage"])
def test_a_ledger_that_was_touched_is_refused(cast, what):
    for _ in range(3):
        destroyed(dropped(cast), cast)
    file = settings_ledger()
    lines = file.read_bytes().splitlines(keepends=True)
    if what == "missing":
        file.unlink()
    elif what == "truncated":
        file.write_bytes(b"".join(lines[:2]))
    elif what == "edited":
        edited = json.loads(lines[1]) | {"case": str(uuid4())}
        file.write_bytes(lines[0] + json.dumps(edited).encode() + b"\n" + lines[2])
    elif what == "reordered":
        file.write_bytes(lines[1] + lines[0] + lines[2])
    else:
        file.write_bytes(lines[0] + b"no json\n" + lines[2])
    with pytest.raises(CommandError, match="nothing done"):
        run()


def settings_ledger() -> Path:
    return settings.DESTRUCTION_LEDGER


def test_a_line_without_its_end_is_none_and_the_next_one_takes_its_place(cast):
    destroyed(dropped(cast), cast)
    with settings_ledger().open("ab") as file:
        file.write(b'{"position": 2, "case"')
    assert len(ledger.read()) == 1
    destroyed(dropped(cast), cast)
    assert [line.position for line in ledger.read()] == [1, 2]
    assert "0 destroyed again" in run()


def test_the_ledger_names_keys_and_digests_alone(cast):
    case = closed(cast)
    destroyed(case, cast)
    line = json.loads(settings_ledger().read_text())
    assert line.keys() == {"position", "case", "facts", "at", "digest"}
    assert line["case"] == str(case.pk)
    assert case.number not in settings_ledger().read_text()

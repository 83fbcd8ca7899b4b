"""The sealer: one chain, whoever seals, whenever it is stopped (P4)."""

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection, connections

from accounts.models import User
from audit.actions import seals
from audit.actions.seals import seal_traces
from audit.anchors import Anchor, append_anchor, last_anchor, read_anchors
from audit.chain import PATIENCE, START, canonical_forms, digest_of, verify
from audit.choices import Kind
from audit.models import Trace, TraceSeal
from audit.record import CaseBasis, record
from audit.tasks import seal_new_traces

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
LATER = AT + timedelta(seconds=5)


@pytest.fixture(autouse=True)
def anchor_file(settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "outside" / "anchors.jsonl")
    return Path(settings.AUDIT_ANCHOR_FILE)


@pytest.fixture
def reader(db):
    return User.objects.create(email="r@example.ch", first_name="Rita", last_name="Amherd")


def leave_traces(reader, count, **changes):
    for number in range(count):
        cases = [CaseBasis(uuid4(), "home", uuid4(), uuid4()), CaseBasis(uuid4())]
        facts = {"kind": Kind.READ, "by": reader, "at": AT, "cases": cases, "page": number}
        record("case.read", **facts | changes)


def chain():
    return list(TraceSeal.objects.values_list("position", "trace", "digest"))


def test_a_trace_waits_for_its_seal_and_then_stands_in_the_chain(reader):
    leave_traces(reader, 3)
    assert verify().unsealed == 3
    assert seal_traces(AT) == 3
    assert [(position, trace) for position, trace, _digest in chain()] == list(
        enumerate(Trace.objects.order_by("pk").values_list("pk", flat=True), start=1)
    )
    report = verify()
    assert (report.sealed, report.unsealed, report.fault) == (3, 0, "")


def test_what_is_sealed_is_not_sealed_again(reader):
    leave_traces(reader, 2)
    seal_traces(AT)
    before = chain()
    assert seal_new_traces() == 0
    assert chain() == before


def test_a_long_queue_is_sealed_in_batches_and_a_turn_ends(reader, monkeypatch, anchor_file):
    monkeypatch.setattr(seals, "BATCH", 2)
    monkeypatch.setattr(seals, "BATCHES", 2)
    leave_traces(reader, 5)
    assert seal_traces(AT) == 4
    assert seal_traces(LATER) == 1
    assert verify().fault == ""
    assert [anchor.position for anchor in read_anchors()] == [2, 4, 5]


def test_who_commits_late_is_sealed_later_and_the_chain_stays_whole(reader, monkeypatch):
    """A trace with a lower id than one that is sealed already: its transaction took longer."""
    # Where several write at once; SQLite hands out ids one writer after the other.
    monkeypatch.setattr("audit.chain.patience", lambda: PATIENCE)
    leave_traces(reader, 2)
    first, second = Trace.objects.order_by("pk")
    TraceSeal.objects.bulk_create(sealed_alone(second))
    assert seal_traces(LATER) == 1
    assert TraceSeal.objects.get(position=2).trace_id == first.pk
    assert verify().fault == ""


def sealed_alone(trace):
    form = canonical_forms([trace.pk])[trace.pk]
    return [TraceSeal(position=1, trace=trace, digest=digest_of(START, form), sealed_at=AT)]


def test_an_empty_trail_is_whole_and_needs_no_anchor(db, anchor_file):
    assert seal_traces(AT) == 0
    assert verify().fault == ""
    assert not anchor_file.exists()


# --- anchors ------------------------------------------------------------------------------------
def test_the_head_is_anchored_outside_the_database_once(reader, anchor_file):
    leave_traces(reader, 2)
    seal_traces(AT)
    seal_traces(LATER)
    head = TraceSeal.objects.get(position=2)
    assert read_anchors() == [Anchor(2, head.digest, AT.isoformat())]
    assert last_anchor() == read_anchors()[0]
    assert anchor_file.stat().st_mode & 0o777 == 0o600


def test_what_was_sealed_but_not_anchored_is_anchored_by_the_next_turn(reader, settings, tmp_path):
    """As after a kill between the two, or while the file can't be written."""
    right = settings.AUDIT_ANCHOR_FILE
    settings.AUDIT_ANCHOR_FILE = str(tmp_path)
    leave_traces(reader, 2)
    with pytest.raises(OSError, match="directory"):
        seal_traces(AT)
    settings.AUDIT_ANCHOR_FILE = right
    assert TraceSeal.objects.count() == 2
    assert seal_traces(LATER) == 0
    assert last_anchor().position == 2


def test_a_torn_line_is_passed_over_and_written_anew(reader, anchor_file):
    leave_traces(reader, 1)
    seal_traces(AT)
    whole = anchor_file.read_text()
    anchor_file.write_text(whole + '{"position": 2, "dig')
    assert last_anchor().position == 1
    leave_traces(reader, 1)
    seal_traces(LATER)
    seal_traces(LATER)
    assert last_anchor().position == 2
    assert verify().fault == ""


def test_the_last_anchor_of_a_long_file_is_found(anchor_file):
    for position in range(100):
        append_anchor(Anchor(position, "f" * 64, AT.isoformat()))
    assert last_anchor().position == 99


def test_a_line_of_something_else_is_no_anchor(anchor_file):
    append_anchor(Anchor(1, "f" * 64, AT.isoformat()))
    anchor_file.write_text(anchor_file.read_text() + '5\n{"position": "x"}\n{}\n')
    assert [anchor.position for anchor in read_anchors()] == [1]


# --- two at once --------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_two_sealers_at_once_make_one_chain(monkeypatch):
    reader = User.objects.create(email="r@example.ch", first_name="Rita", last_name="Amherd")
    monkeypatch.setattr(seals, "BATCH", 5)
    leave_traces(reader, 60)
    both = threading.Barrier(3)

    def keep_sealing():
        both.wait()
        for _turn in range(6):
            seal_traces(AT)
        connections.close_all()

    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    for sealer in sealers:
        sealer.start()
    both.wait()
    for sealer in sealers:
        sealer.join()
    seal_traces(LATER)
    assert TraceSeal.objects.count() == 60
    assert verify().fault == ""
    assert last_anchor().position == 60
    connection.close()


def test_who_comes_second_gives_way(reader, monkeypatch):
    """Both read the same head; the position is taken when the second one adds his links."""
    leave_traces(reader, 2)
    forms = seals.canonical_forms

    def overtaken(wanted):
        found = forms(wanted)
        monkeypatch.setattr(seals, "canonical_forms", forms)
        seal_traces(AT)
        return found

    monkeypatch.setattr(seals, "canonical_forms", overtaken)
    assert seal_traces(AT) == 0
    assert TraceSeal.objects.count() == 2
    assert verify().fault == ""

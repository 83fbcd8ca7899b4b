"""QN10: `audit_verify` finds every way of touching the trail, even by the owner of the database."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from audit.actions.seals import seal_traces
from audit.chain import PATIENCE, canonical_forms, digest_of
from audit.choices import Kind
from audit.models import Trace, TraceCase, TraceSeal
from audit.record import CaseBasis, record
from cii.database import as_owner
from core import clock
from tests.database import without_triggers

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
TABLES = ["audit_trace", "audit_tracecase", "audit_traceseal"]
WHOLE = 9


@pytest.fixture(autouse=True)
def anchor_file(settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "anchors.jsonl")
    return Path(settings.AUDIT_ANCHOR_FILE)


def leave_trace(at=AT):
    by, _made = User.objects.get_or_create(email="r@example.ch", first_name="R", last_name="A")
    cases = [CaseBasis(uuid4(), "home", uuid4(), uuid4()), CaseBasis(uuid4())]
    return record("case.read", kind=Kind.READ, by=by, at=at, cases=cases, page=1)


def leave_sealed_traces():
    """Nine traces in three sealings, a good while apart."""
    for turn in range(3):
        for _number in range(WHOLE // 3):
            leave_trace()
        seal_traces(AT + turn * 2 * PATIENCE)


def verified():
    out = StringIO()
    call_command("audit_verify", stdout=out)
    return out.getvalue()


@contextmanager
def tampering():
    """What the owner of the database could do with the triggers off; undone at the end."""
    with as_owner(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                for table in TABLES:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            yield
        else:
            with without_triggers():
                yield
        transaction.set_rollback(True)


def row_of(position):
    return TraceSeal.objects.get(position=position).trace_id


# --- the ways of touching -----------------------------------------------------------------------
def edit_a_trace():
    Trace.objects.filter(pk=row_of(5)).update(event="home.read")


def edit_its_moment():
    Trace.objects.filter(pk=row_of(5)).update(at=AT + timedelta(microseconds=1))


def edit_a_case_of_a_trace():
    TraceCase.objects.filter(trace=row_of(5), role="home").update(role="engaged")


def delete_a_trace():
    TraceCase.objects.filter(trace=row_of(5))._raw_delete("default")
    Trace.objects.filter(pk=row_of(5))._raw_delete("default")


def delete_a_case_of_a_trace():
    TraceCase.objects.filter(trace=row_of(5), role="home")._raw_delete("default")


def delete_a_trace_and_its_seal():
    trace = row_of(5)
    TraceSeal.objects.filter(position=5)._raw_delete("default")
    TraceCase.objects.filter(trace=trace)._raw_delete("default")
    Trace.objects.filter(pk=trace)._raw_delete("default")


def insert_a_case_into_a_trace():
    TraceCase.objects.create(trace_id=row_of(5), case_id=uuid4(), role="home")


def insert_a_trace_among_the_sealed():
    """An id between two that were sealed long ago, as if somebody had read then."""
    trace = row_of(5)
    delete_a_trace_and_its_seal()
    forged = Trace.objects.create(pk=trace, event="case.read", kind=Kind.READ, job="forged", at=AT)
    renumber_from(5, [forged.pk, *[row_of(place) for place in range(6, WHOLE + 1)]])


def insert_a_link():
    """A trace of today sealed in the midst, and every digest after it made anew."""
    forged = Trace.objects.create(event="case.read", kind=Kind.READ, job="forged", at=AT)
    renumber_from(5, [forged.pk, *[row_of(place) for place in range(5, WHOLE + 1)]])


def exchange_two_links():
    fifth, sixth = row_of(5), row_of(6)
    renumber_from(5, [sixth, fifth, *[row_of(place) for place in range(7, WHOLE + 1)]])


def exchange_two_rows_of_seals():
    fifth, sixth = row_of(5), row_of(6)
    spare = Trace.objects.create(event="case.read", kind=Kind.READ, job="forged", at=AT)
    TraceSeal.objects.filter(position=5).update(trace=spare)
    TraceSeal.objects.filter(position=6).update(trace=fifth)
    TraceSeal.objects.filter(position=5).update(trace=sixth)


def cut_the_end_off():
    for place in range(WHOLE - 2, WHOLE + 1):
        trace = row_of(place)
        TraceSeal.objects.filter(position=place)._raw_delete("default")
        TraceCase.objects.filter(trace=trace)._raw_delete("default")
        Trace.objects.filter(pk=trace)._raw_delete("default")


def forget_everything():
    TraceSeal.objects.all()._raw_delete("default")
    TraceCase.objects.all()._raw_delete("default")
    Trace.objects.all()._raw_delete("default")


def renumber_from(place, trace_ids):
    """Make the rest of the chain anew, with digests that fit: only the anchors know better."""
    digest = TraceSeal.objects.get(position=place - 1).digest
    TraceSeal.objects.filter(position__gte=place)._raw_delete("default")
    forms = canonical_forms(trace_ids)
    for position, trace in enumerate(trace_ids, start=place):
        digest = digest_of(digest, forms[trace])
        TraceSeal.objects.create(position=position, trace_id=trace, digest=digest, sealed_at=AT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("touch", "place"),
    [
        (edit_a_trace, 5),
        (edit_its_moment, 5),
        (edit_a_case_of_a_trace, 5),
        (delete_a_trace, 5),
        (delete_a_case_of_a_trace, 5),
        (delete_a_trace_and_its_seal, 5),
        (insert_a_case_into_a_trace, 5),
        # Rows that fit each other: the first anchor after them tells.
        (insert_a_trace_among_the_sealed, 6),
        (insert_a_link, 6),
        (exchange_two_links, 6),
        (exchange_two_rows_of_seals, 5),
        (cut_the_end_off, WHOLE - 2),
        (forget_everything, 1),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_first_bad_row_is_named(touch, place):
    leave_sealed_traces()
    assert "whole" in verified()
    with tampering():
        touch()
        with pytest.raises(CommandError, match=rf"seal {place}\b"):
            verified()
    assert "whole" in verified()


@pytest.mark.django_db
def test_a_trace_put_in_afterwards_is_named_before_and_after_the_sealer_takes_it(monkeypatch):
    leave_trace()
    missing = leave_trace().pk + 1
    skip_an_id(missing)
    for turn in range(3):
        leave_trace()
        seal_traces(AT + turn * 2 * PATIENCE)
    assert "whole" in verified()
    Trace.objects.create(pk=missing, event="case.read", kind=Kind.READ, job="forged", at=AT)
    with pytest.raises(CommandError, match=f"trace {missing} was put in"):
        verified()
    seal_traces(AT + 6 * PATIENCE)
    with pytest.raises(CommandError, match=f"trace {missing} was put in"):
        verified()
    TraceSeal.objects.create(
        position=6, trace_id=missing, digest=links(missing), sealed_at=AT + 7 * PATIENCE
    )
    with pytest.raises(CommandError, match=rf"trace {missing} \(seal 6\) was put in"):
        verified()


def skip_an_id(pk):
    """As after a transaction that was rolled back, which PostgreSQL leaves behind by itself."""
    with transaction.atomic():
        leave_trace()
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sqlite_sequence SET seq = %s WHERE name = 'audit_trace'", [pk])


def links(trace_id):
    head = TraceSeal.objects.order_by("-position").first()
    return digest_of(head.digest, canonical_forms([trace_id])[trace_id])


# --- what it says -------------------------------------------------------------------------------
@pytest.mark.django_db
def test_it_says_how_long_the_unsealed_tail_is_and_which_anchor_is_the_last(anchor_file):
    leave_trace()
    seal_traces(AT)
    leave_trace(AT + timedelta(seconds=1))
    leave_trace(AT + timedelta(seconds=2))
    with clock.at(AT + timedelta(seconds=5)):
        said = verified()
    assert "sealed: 1\n" in said
    assert "unsealed: 2, the oldest since 2026-03-12T09:00:01+00:00 (4 s)\n" in said
    assert f"last anchor: 1 at 2026-03-12T09:00:00+00:00, in {anchor_file}\n" in said


@pytest.mark.django_db
def test_an_empty_trail_is_whole():
    said = verified()
    assert "sealed: 0\nunsealed: 0\nlast anchor: none" in said


@pytest.mark.django_db
def test_a_chain_without_any_anchor_could_have_lost_its_end(anchor_file):
    leave_trace()
    seal_traces(AT)
    anchor_file.unlink()
    with pytest.raises(CommandError, match="anchored nowhere"):
        verified()


@pytest.mark.django_db
def test_a_long_chain_is_read_in_parts(monkeypatch):
    monkeypatch.setattr("audit.chain.CHUNK", 2)
    leave_sealed_traces()
    assert "whole" in verified()

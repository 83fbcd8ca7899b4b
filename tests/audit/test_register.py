"""The register of one case: its own traces, newest first, in pages that end with a moment (P6)."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest

from audit.actions.seals import seal_traces
from audit.append_only import append_only
from audit.choices import Kind
from audit.models import Trace, TraceSeal
from audit.record import CaseBasis, record

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)


def leave(case_id, at):
    """Two grounds on one case: the register still shows it once."""
    cases = [CaseBasis(case_id, "home"), CaseBasis(case_id, "engaged")]
    return record("case.read", kind=Kind.READ, by=None, job="demo", at=at, cases=cases)


@pytest.mark.django_db
def test_a_register_holds_the_traces_of_its_case_alone_newest_first():
    case = uuid4()
    older, newer = leave(case, AT), leave(case, AT + timedelta(hours=1))
    leave(uuid4(), AT)
    assert list(Trace.objects.of_case(case)) == [newer, older]


@pytest.mark.django_db
def test_a_page_ends_with_all_of_its_last_moment():
    case = uuid4()
    first = leave(case, AT)
    twins = [leave(case, AT + timedelta(hours=1)) for _ in range(2)]
    last = leave(case, AT + timedelta(hours=2))
    register = Trace.objects.of_case(case)
    assert list(register.page(2)) == [last, *reversed(twins)]
    assert list(register.page(2, before=twins[0].at)) == [first]


@pytest.mark.django_db
def test_rows_name_themselves_without_a_person(settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "anchors.jsonl")
    trace = leave(uuid4(), AT)
    seal_traces(AT)
    assert str(trace) == "case.read 2026-03-12 09:00"
    assert str(trace.cases.first()).endswith(" home")
    assert str(TraceSeal.objects.get()).startswith("1 ")
    assert trace.title


@pytest.mark.parametrize(
    ("vendor", "created", "dropped"),
    [
        ("postgresql", "EXECUTE FUNCTION audit_append_only()", " ON audit_x"),
        ("sqlite", "RAISE(ABORT, 'audit_x is append-only')", "DROP TRIGGER audit_x_no_update"),
    ],
)
def test_each_database_gets_the_rule_in_its_own_words(vendor, created, dropped):
    said = []
    editor = SimpleNamespace(
        connection=SimpleNamespace(vendor=vendor),
        execute=lambda statement, params=(): said.append(statement),
    )
    step = append_only("audit_x")
    step.code(None, editor)
    assert sum(created in statement for statement in said) == 2
    said.clear()
    step.reverse_code(None, editor)
    assert sum(dropped in statement and "DROP" in statement for statement in said) >= 1

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from accounts.models import User
from audit.actions.seals import seal_traces
from audit.choices import Kind
from audit.models import Trace, TraceCase, TraceSeal
from audit.record import CaseBasis, record
from cii.database import as_owner, grant_application_role

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db
CHANGED = {Trace: "event", TraceCase: "role", TraceSeal: "digest"}


@pytest.fixture
def reader():
    return User.objects.create(email="r@example.ch", first_name="Rita", last_name="Amherd")


def test_trace_names_actor_role_mandate_and_procuration_of_each_case(reader):
    first, second = CaseBasis(uuid4(), "coordinator", uuid4(), uuid4()), CaseBasis(uuid4())
    record("case.read", kind=Kind.READ, by=reader, at=AT, cases=[first, second], page=2)
    trace = Trace.objects.get()
    assert (trace.actor, trace.at, trace.event, trace.kind) == (reader, AT, "case.read", "read")
    assert trace.details == {"page": 2}
    bases = {row.case_id: row for row in trace.cases.all()}
    assert bases[first.case_id].role == "coordinator"
    assert bases[first.case_id].mandate_id == first.mandate_id
    assert bases[first.case_id].procuration_id == first.procuration_id
    assert bases[second.case_id].procuration_id is None


def test_case_read_on_two_grounds_is_traced_with_both(reader):
    case_id = uuid4()
    grounds = [CaseBasis(case_id, "repondant"), CaseBasis(case_id, "coordinator")]
    record("case.read", kind=Kind.READ, by=reader, at=AT, cases=grounds)
    assert {row.role for row in TraceCase.objects.all()} == {"repondant", "coordinator"}


def test_job_is_traced_by_its_name():
    record("minutes.sealed", kind=Kind.ACT, by=None, job="minutes.seal", at=AT, on=date(2026, 1, 2))
    assert Trace.objects.get().job == "minutes.seal"


def test_trace_of_nobody_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        record("case.read", kind=Kind.READ, by=None, at=AT)


def test_personal_text_does_not_get_into_a_trace(reader):
    with pytest.raises(ValueError, match="neutral"):
        record("cases.searched", kind=Kind.SEARCH, by=reader, at=AT, term="Jean Dupont")
    assert not Trace.objects.exists()


def test_trace_goes_with_the_transaction_that_it_traces(reader):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record("case.closed", kind=Kind.ACT, by=reader, at=AT, cases=[CaseBasis(uuid4())])
        raise ZeroDivisionError
    assert not Trace.objects.exists()


@pytest.mark.parametrize("model", [Trace, TraceCase, TraceSeal])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_database_refuses_to_change_or_delete_a_trace(reader, model, change):
    record("case.read", kind=Kind.READ, by=reader, at=AT, cases=[CaseBasis(uuid4(), "x")])
    seal_traces(AT)
    rows = model.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        if change == "update":
            rows.update(**{CHANGED[model]: "y"})
        else:
            rows._raw_delete(rows.db)
    assert rows.count() == 1


def test_triggers_stand_after_all_migrations():
    catalogue = {
        "postgresql": "SELECT count(*) FROM pg_trigger WHERE tgname LIKE 'audit_trace%'",
        "sqlite": "SELECT count(*) FROM sqlite_master"
        " WHERE type = 'trigger' AND name LIKE 'audit_trace%'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        assert cursor.fetchone() == (6,)


@pytest.mark.django_db(transaction=True)
def test_triggers_hold_the_owner_too_once_taken_back_and_put_again():
    with as_owner():
        for name in ("0001_initial", "0003_seals"):
            executor = MigrationExecutor(connection)
            executor.migrate([("audit", name)])
    # The tables are new ones, as after `manage.py prepare`.
    grant_application_role()
    person = User.objects.create(email="r@example.ch", first_name="R", last_name="A")
    record("case.read", kind=Kind.READ, by=person, at=AT)
    with as_owner(), pytest.raises(DatabaseError, match="append-only"):
        Trace.objects.update(event="y")


def test_an_event_that_the_register_cannot_name_is_refused(reader):
    with pytest.raises(ValueError, match="No words"):
        record("moon.landed", kind=Kind.ACT, by=reader, at=AT)

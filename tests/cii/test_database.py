import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import ProgrammingError, connection, transaction
from django.db.transaction import TransactionManagementError

from cii import checks, database
from cii.database import APPLICATION_ROLE, as_owner, owner_credentials

two_roles = pytest.mark.skipif(
    not settings.DATABASE_OWNER_URL, reason="only PostgreSQL knows an owner and an application"
)


def faults(**kwargs):
    return [finding.id for finding in checks.application_role_is_powerless(**kwargs)]


@pytest.mark.django_db
def test_a_database_of_one_role_has_nothing_to_refuse(settings):
    settings.DATABASE_OWNER_URL = ""
    assert owner_credentials() == {}
    assert faults(databases=["default"]) == []


@pytest.mark.django_db
def test_the_owner_never_takes_over_inside_a_transaction():
    with pytest.raises(TransactionManagementError), as_owner():
        pass


@pytest.mark.django_db(transaction=True)
def test_the_start_is_not_refused_here():
    checks.refuse_faulty_start()
    assert "cii" not in {finding.id.split(".")[0] for finding in run_checks()}


@two_roles
@pytest.mark.django_db
def test_the_application_is_no_superuser_and_owns_no_table():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_user, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole"
            " FROM pg_roles WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (APPLICATION_ROLE, False, False, False, False)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)
    assert faults(databases=["default"]) == []


@two_roles
@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_trace SET event = ''",
        "DELETE FROM audit_tracecase",
        "TRUNCATE cases_case CASCADE",
        "DROP TABLE cases_case",
        "CREATE TABLE mine (id int)",
        "DELETE FROM django_migrations",
    ],
)
def test_the_application_may_not(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            cursor.execute(statement)
        transaction.set_rollback(True)


@two_roles
@pytest.mark.django_db
def test_a_role_that_owns_or_rules_is_refused(monkeypatch):
    monkeypatch.setattr(checks, "APPLICATION_ROLE", owner_credentials()["USER"])
    assert faults(databases=["default"]) == ["cii.E004"]
    monkeypatch.setattr(checks, "APPLICATION_ROLE", "postgres")
    assert faults(databases=["default"])[:2] == ["cii.E002", "cii.E003"]
    monkeypatch.setattr(checks, "APPLICATION_ROLE", "nobody_at_all")
    assert faults(databases=["default"]) == ["cii.E001"]


@two_roles
@pytest.mark.django_db(transaction=True)
def test_rights_are_given_again_without_harm():
    database.grant_application_role()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, 'audit_trace', 'DELETE')", [APPLICATION_ROLE]
        )
        assert cursor.fetchone() == (False,)

"""The two roles of a PostgreSQL database: the owner migrates, the application owns nothing.

Row-level security binds both; the owner crosses it as a job while it changes tables.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.conf import settings
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.transaction import TransactionManagementError
from psycopg import sql

from cii.row_policies import secure_rows

# The database's own rule behind "traces are append-only" (P4).
APPEND_ONLY_TABLES = r"audit\_trace%"
# Read once: inside `as_owner` the settings name the owner.
APPLICATION_ROLE = settings.DATABASES["default"].get("USER", "")
# What the application never needs to write.
READ_ONLY_TABLES = ["django_migrations"]


# Of each connection while the owner works: a migration runs in transactions of its own.
OWNER_CONTEXT = "-c cii.context=job:migrate"


def owner_credentials() -> dict[str, Any]:
    """User, password, host and port of the owner; empty where one role does everything."""
    if connection.vendor != "postgresql" or not settings.DATABASE_OWNER_URL:
        return {}
    owner = environ.Env.db_url_config(settings.DATABASE_OWNER_URL)
    return {key: owner[key] for key in ("USER", "PASSWORD", "HOST", "PORT")}


@contextmanager
def as_owner() -> Iterator[None]:
    """Inside, the default connection is the owner's; outside, the application's again.

    Raises TransactionManagementError inside a transaction, which would be lost.
    """
    if connection.in_atomic_block:
        raise TransactionManagementError("The owner takes over between transactions only.")
    if connection.vendor != "postgresql":
        yield
        return
    options = connection.settings_dict["OPTIONS"]
    named = options | {"options": f"{options.get('options', '')} {OWNER_CONTEXT}"}
    owner = owner_credentials() | {"OPTIONS": named}
    application = {key: connection.settings_dict[key] for key in owner}
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(application)


def grant_application_role() -> None:
    """Give the role of DATABASE_URL its rights, and put the policies that bind every role.

    It may use every table, and of traces only read and add. Idempotent; only PostgreSQL has roles.
    """
    if connection.vendor != "postgresql":
        return
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        if owner_credentials():
            _grant(cursor)
        secure_rows(cursor)


def _grant(cursor: CursorWrapper) -> None:
    role = sql.Identifier(APPLICATION_ROLE)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {role}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    ):
        cursor.execute(sql.SQL(statement).format(role=role))
    cursor.execute(
        "SELECT tablename, tablename LIKE %s FROM pg_tables"
        " WHERE schemaname = 'public' AND (tablename LIKE %s OR tablename = ANY(%s))",
        [APPEND_ONLY_TABLES, APPEND_ONLY_TABLES, READ_ONLY_TABLES],
    )
    for table, append_only in cursor.fetchall():
        withdrawn = "UPDATE, DELETE" if append_only else "INSERT, UPDATE, DELETE"
        cursor.execute(
            sql.SQL("REVOKE {withdrawn}, TRUNCATE ON {table} FROM {role}").format(
                withdrawn=sql.SQL(withdrawn), table=sql.Identifier(table), role=role
            )
        )

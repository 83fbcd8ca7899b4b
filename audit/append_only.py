"""The database's own rule that a trace is never changed nor deleted (domain P4).

PostgreSQL leaves TRUNCATE to the owner of the tables, which the application role is not. A later
migration that alters a table on SQLite rebuilds it and must put the triggers back.
"""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.migrations import RunPython

POSTGRESQL = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def append_only(*tables: str) -> RunPython:
    """The step of a migration that refuses UPDATE and DELETE on these tables from then on."""
    return RunPython(_on_each(tables, _create), _on_each(tables, _drop))


def _on_each(tables: tuple[str, ...], statement: Callable[[str, str, str], str]) -> Any:
    def run(apps: Any, schema_editor: Any) -> None:
        vendor = schema_editor.connection.vendor
        if vendor == "postgresql":
            schema_editor.execute(POSTGRESQL, params=None)
        for table, operation in _pairs(tables):
            schema_editor.execute(statement(vendor, table, operation))

    return run


def _pairs(tables: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((table, operation) for table in tables for operation in ("update", "delete"))


def _create(vendor: str, table: str, operation: str) -> str:
    head = f"CREATE TRIGGER {table}_no_{operation} BEFORE {operation.upper()} ON {table} "
    if vendor == "postgresql":
        return head + "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
    return head + f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def _drop(vendor: str, table: str, operation: str) -> str:
    suffix = f" ON {table}" if vendor == "postgresql" else ""
    return f"DROP TRIGGER {table}_no_{operation}{suffix}"

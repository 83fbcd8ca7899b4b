"""The database's own rule that a trace is never changed nor deleted (domain P4).

PostgreSQL leaves TRUNCATE to the owner of the tables, which the application role is not. A later
migration that alters a table on SQLite rebuilds it and must put the triggers back.
"""

TABLES = ("audit_trace", "audit_tracecase")

POSTGRESQL = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def create_triggers(apps, schema_editor):
    """Refuse UPDATE and DELETE on the audit tables from now on."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
    for table in TABLES:
        for operation in ("update", "delete"):
            schema_editor.execute(_trigger(schema_editor.connection.vendor, table, operation))


def drop_triggers(apps, schema_editor):
    """Undo `create_triggers`."""
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        for operation in ("update", "delete"):
            suffix = f" ON {table}" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_no_{operation}{suffix}")
    if postgresql:
        schema_editor.execute("DROP FUNCTION audit_append_only()")


def _trigger(vendor: str, table: str, operation: str) -> str:
    head = f"CREATE TRIGGER {table}_no_{operation} BEFORE {operation.upper()} ON {table} "
    if vendor == "postgresql":
        return head + "FOR EACH ROW EXECUTE FUNCTION audit_append_only()"
    return head + f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"

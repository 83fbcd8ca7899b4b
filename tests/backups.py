"""A real backup of the test's database, and the return to it."""

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path

from django.db import connection


def tool(name: str) -> str | None:
    """A program of PostgreSQL, which Debian keeps outside PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


def missing() -> str:
    """Why no backup can be made here; empty where it can."""
    if connection.vendor == "sqlite":
        return ""
    if not tool("pg_dump"):
        return "pg_dump is not installed"
    probe = _run("psql", "--command", "SELECT 1", check=False)
    return "" if probe.returncode == 0 else "the superuser does not answer"


def back_up(path: Path) -> None:
    """Copy the whole database into a file, while it is in use."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(path) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        copy.close()
    else:
        _run("pg_dump", "--data-only", "--format=custom", f"--file={path}")


def restore(path: Path) -> None:
    """Put the database back to what the file holds."""
    connection.close()
    if connection.vendor == "sqlite":
        database = Path(connection.settings_dict["NAME"])
        for suffix in ("-wal", "-shm"):
            database.with_name(database.name + suffix).unlink(missing_ok=True)
        shutil.copy(path, database)
        return
    tables = ", ".join(f'"{name}"' for name in connection.introspection.table_names())
    connection.close()
    _run("psql", "--command", f"TRUNCATE {tables} CASCADE")
    _run("pg_restore", "--data-only", "--disable-triggers", "--single-transaction", str(path))


def _run(name: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[bytes]:
    database = connection.settings_dict
    where = {
        "PGHOST": database["HOST"],
        "PGPORT": str(database["PORT"]),
        "PGUSER": "postgres",
        "PGDATABASE": database["NAME"],
    }
    program = tool(name)
    assert program
    target = ["--dbname", database["NAME"]] if name == "pg_restore" else []
    return subprocess.run(
        [program, *target, *arguments],
        env=os.environ | where,
        capture_output=True,
        check=check,
    )

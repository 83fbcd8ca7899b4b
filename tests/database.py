"""How the suite keeps the two roles of PostgreSQL apart: made by the owner, used by the other."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import TransactionTestCase

from cii.database import as_owner

_flush = TransactionTestCase._fixture_teardown


@contextmanager
def without_triggers() -> Iterator[None]:
    """Empty tables between tests although the database refuses to delete traces (P4).

    PostgreSQL empties by TRUNCATE, which the owner may; only SQLite deletes row by row.
    """
    triggers: list[tuple[str, str]] = []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
    yield
    with connection.cursor() as cursor:
        for _name, statement in triggers:
            cursor.execute(statement)


def flush_as_owner(test: TransactionTestCase) -> None:
    """The end of a transactional test: every table empty again."""
    with as_owner(), without_triggers():
        _flush(test)

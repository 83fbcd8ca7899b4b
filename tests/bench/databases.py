"""A database for each size on one server, copied from one that holds the reference data."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import environ
from django.conf import settings
from django.db import connection, connections, transaction

from cii.row_policies import TABLES
from tests.bench.world import fill

# Checks and indexes of 30 million rows row by row would take hours.
BULK = """
SET LOCAL session_replication_role = replica;
SET LOCAL maintenance_work_mem = '512MB';
UPDATE pg_index SET indisready = FALSE
WHERE indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)
"""
# A person's transaction that reads nothing of her.
ENTER_NOBODY = """
CREATE OR REPLACE FUNCTION cii_enter(person uuid, moment timestamptz) RETURNS void LANGUAGE sql
AS $$ SELECT set_config('cii.context', 'user', true) $$
"""


class Sizes:
    """The databases of this run by their number of cases; one of them is the default connection."""

    def __init__(self, superuser_url: str) -> None:
        url = environ.Env.db_url_config(superuser_url)
        self._superuser = {name: url[name] for name in ("USER", "PASSWORD", "HOST", "PORT")}
        self._template = settings.DATABASES["default"]["NAME"]
        self._open: dict[int, Any] = {}

    def make(self, cases: int, then: Callable[[], None]) -> None:
        """Copy the template, fill the copy and let `then` add to it; leaves it analysed."""
        name = f"bench_{cases}"
        connection.close()
        with self._as_superuser("postgres"), connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self._template}"')
        with self._as_superuser(name), connection.cursor() as cursor:
            with transaction.atomic():
                cursor.execute(BULK)
                fill(cases)
                cursor.execute(BULK.replace("FALSE", "TRUE"))
            cursor.execute(f'REINDEX DATABASE "{name}"')
            cursor.execute("VACUUM ANALYZE")
            then()
            cursor.execute("VACUUM ANALYZE")
        self._open[cases] = self._connection(name)

    def unbound(self, cases: int) -> int:
        """The same rows without row-level security, copied when first asked for.

        Returns the size under which they are used.
        """
        if -cases in self._open:
            return -cases
        for wrapper in self._open.values():
            wrapper.close()
        with self._as_superuser("postgres"), connection.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "bench_unbound" TEMPLATE "bench_{cases}"')
        with self._as_superuser("bench_unbound"), connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
            cursor.execute(ENTER_NOBODY)
            cursor.execute("VACUUM ANALYZE")
        self._open[-cases] = self._connection("bench_unbound")
        return -cases

    def use(self, cases: int) -> None:
        """From now on the product asks the database of this size, as its own role."""
        connections["default"] = self._open[cases]

    def on(self, cases: int, call: Callable[[], object]) -> Callable[[], object]:
        """The same call, on the database of this size."""

        def called() -> object:
            self.use(cases)
            return call()

        return called

    @contextmanager
    def _as_superuser(self, name: str) -> Iterator[None]:
        product = connections["default"]
        connections["default"] = self._connection(name, **self._superuser)
        try:
            yield
        finally:
            connection.close()
            connections["default"] = product

    def _connection(self, name: str, **changes: Any) -> Any:
        wrapper = connections.create_connection("default")
        wrapper.settings_dict = {**wrapper.settings_dict, "NAME": name, **changes}
        return wrapper

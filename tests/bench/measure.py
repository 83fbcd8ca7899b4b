"""Times, plans and rows written: how a call of the product is measured."""

import gc
import statistics
import time
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection

ROUNDS = 40
WARM_UP = 4
# After so many seconds the rounds so far must do.
PATIENCE = 300
BIG = 1000
# Who may see what is read from these; the rest says what was done.
ACCESS = {
    "accounts_mandate",
    "cases_assignment",
    "cases_casegate",
    "cases_caseuserobjectpermission",
    "cases_engagement",
    "cases_grant",
}
Key = TypeVar("Key", bound=Hashable)


def medians(calls: Mapping[Key, Callable[[], object]], rounds: int = ROUNDS) -> dict[Key, float]:
    """The median milliseconds of each call, all taken in turn, so that noise hits them alike.

    Another one begins each round: what follows the collection of garbage finds cold caches.
    """
    began = time.perf_counter()
    times: dict[Key, list[float]] = {key: [] for key in calls}
    order = list(calls.items())
    for number in range(WARM_UP + rounds):
        if number and time.perf_counter() - began > PATIENCE:
            break
        gc.collect()
        gc.disable()
        order.append(order.pop(0))
        for key, call in order:
            start = time.perf_counter()
            call()
            times[key].append(1000 * (time.perf_counter() - start))
        gc.enable()
    return {key: statistics.median(found[WARM_UP:] or found) for key, found in times.items()}


@dataclass
class Reading:
    """What a call asked of the database: statements, blocks, and big tables read whole."""

    queries: int = 0
    buffers: int = 0
    scanned: set[str] = field(default_factory=set)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """Explain each SELECT before it runs, in the same transaction and as the same role."""
        self.queries += 1
        if sql.lstrip("(").startswith("SELECT"):
            execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {sql}", params, False, context)
            plan = context["cursor"].fetchone()[0][0]["Plan"]
            self.buffers += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
            self._find_scans(plan)
        return execute(sql, params, many, context)

    def _find_scans(self, node: dict[str, Any]) -> None:
        if node["Node Type"] == "Seq Scan":
            self.scanned.add(node["Relation Name"])
        for part in node.get("Plans", []):
            self._find_scans(part)


def read_by(call: Callable[[], object]) -> Reading:
    """What a call asks of the database; of the tables scanned whole only the big ones are kept."""
    reading = Reading()
    with connection.execute_wrapper(reading):
        call()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > %s", [BIG])
        reading.scanned &= {name for (name,) in cursor.fetchall()}
    return reading


def queries_of(call: Callable[[], object]) -> int:
    """How many statements a call sends."""
    sent: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        sent.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        call()
    return len(sent)


def access_rows_written_by(call: Callable[[], object]) -> int:
    """Rows that decide on access, inserted, changed or deleted by a call in a transaction."""
    before = _access_rows_written()
    call()
    return _access_rows_written() - before


def _access_rows_written() -> int:
    # PostgreSQL goes on counting from one transaction to the next until it reports them.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
            " WHERE relname = ANY(%s)",
            [list(ACCESS)],
        )
        return int(cursor.fetchone()[0])

"""In whose name a transaction reads and writes: PostgreSQL's row-level security asks it (QN8).

A person, a job of the closed list below, or the statistics. Outside of any, PostgreSQL shows no row
with client data. SQLite knows no such security: there the name is only remembered.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from functools import wraps
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest
from psycopg.pq import TransactionStatus

from core import clock

# Who crosses need to know on purpose, and why.
JOBS = {
    "job:access_rebuild": "compares every gate with the facts",
    "job:audit_verify": "walks the whole chain of traces",
    "job:demo": "lives a year as everybody of the cast",
    "job:explain": "says why another person sees a case, or doesn't",
    "job:mail": "sends what the outbox holds for anybody",
    "job:gates": "writes what the facts say, in the files that were merged too",
    "job:handover": "counts what somebody who leaves had in hand",
    "job:match": "compares people across dispositifs without showing them",
    "job:migrate": "the owner changes tables with what they hold",
    "job:minutes": "seals the papers of a whole meeting",
    "job:orphans": "compares every document with its file",
    "job:outbox": "who acts tells others, and never reads what waits for them",
    "job:reminders": "reminds whoever follows a case",
    "job:person_file": "gives a person everything held about her",
    "job:plans": "seals the plan in plain language that a person takes home",
    "job:pool": "counts how many cases each person of a pool manages",
    "job:receipts": "seals what a person takes home",
    "job:retention": "ends the life of cases that are open to nobody any more",
    "job:rotate_key": "encrypts every number anew",
    "job:sealer": "chains the traces of everybody",
    "job:start": "looks whether a database holds more than the demo year",
    "job:sweeper": "runs jobs, each for whatever case it is about",
    "job:trace": "who acts leaves a trace, of what is shut to her afterwards too",
}
STATISTICS = "statistics"
USER = "user"

# The innermost last.
_nested: ContextVar[tuple[str | UUID, ...]] = ContextVar("context", default=())


def current() -> str | UUID | None:
    """The person's id, `job:<name>` or `statistics`; None outside of any context."""
    return _nested.get()[-1] if _nested.get() else None


@contextmanager
def acting(who: UUID | str) -> Iterator[None]:
    """Read and write as a person (her id), as `job:<name>` or as `statistics`.

    On PostgreSQL the block is one transaction, or a part of the one that runs already; it gives
    back the context that it found, and nothing of it survives the transaction. What her mandates
    open is read when the block begins, at the moment of the clock. Raises ValueError for a job
    outside the closed list, RuntimeError for a person inside another person's block.
    """
    if isinstance(who, str) and who != STATISTICS and who not in JOBS:
        raise ValueError(f"Unknown context: {who}")
    outer = _nested.get()
    if isinstance(who, UUID) and any(isinstance(one, UUID) and one != who for one in outer):
        raise RuntimeError("A person acts in her own name alone.")
    is_the_same = who == current()
    token = _nested.set((*outer, who))
    try:
        if connection.vendor != "postgresql" or is_the_same:
            yield
        else:
            with _transaction_of(who):
                yield
    finally:
        _nested.reset(token)


@contextmanager
def _transaction_of(who: UUID | str) -> Iterator[None]:
    is_nested = connection.in_atomic_block
    # A job inside a transaction has its own savepoint where it needs one.
    with nullcontext() if is_nested and isinstance(who, str) else transaction.atomic():
        former = _enter(who)
        try:
            yield
        finally:
            # What is rolled back takes its settings with it.
            if is_nested and not connection.needs_rollback and not _is_broken():
                _set("cii.context", former)


def _is_broken() -> bool:
    """A statement failed, and PostgreSQL waits for the rollback."""
    return connection.connection.info.transaction_status == TransactionStatus.INERROR


def _enter(who: UUID | str) -> str:
    """Name the context to the database; returns the one that it had."""
    with connection.cursor() as cursor:
        call, values = "set_config('cii.context', %s, true)", [f"{who}"]
        if isinstance(who, UUID):
            call = "cii_enter(%s::uuid, %s::timestamptz)"
            values.append(clock.now().isoformat())
        cursor.execute(f"SELECT current_setting('cii.context', true), {call}", values)
        return cursor.fetchone()[0] or ""


def _set(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [name, value])


def act_on(*ids: UUID) -> None:
    """Open whole cases, clients or agendas to the act that has locked or is making them.

    An act writes what follows from it for everybody: gates, messages, engagements of others. It
    ends with the transaction. Called where the row came through its own policy, and nowhere else.
    """
    if ids and isinstance(current(), UUID) and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('cii.acting_on',"
                " concat_ws(',', current_setting('cii.acting_on', true), %s::text), true)",
                [",".join(map(str, ids))],
            )


def in_own_name(view: Any) -> Any:
    """Answer a request as the person who is signed in; everybody else acts as nobody.

    On PostgreSQL each request is one transaction, so that what is refused or not found leaves
    nothing behind. A page that is rendered late is rendered here.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.is_authenticated:
            return view(request, *args, **kwargs)
        with acting(request.user.pk):
            response = view(request, *args, **kwargs)
            if callable(getattr(response, "render", None)):
                response.render()
            return response

    return guarded

"""Whether the result of a closed case holds: asked some months later, or no longer (C13)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.coverage import repondants_of
from cases.durable_results import answer_due_on, due_cases
from cases.models import Case, DurableResult
from core import clock
from core.context import acting
from messaging.actions.notify import mark_done, notify

REMINDERS = "job:reminders"


def ask_results(at: datetime, limit: int | None = None) -> int:
    """Ask about every closed case whose day has come; returns how many.

    What is due is decided in SQL. Each question is one transaction with its inbox entries and
    mails, and its row says that it was asked, so that a killed worker loses and doubles nothing.
    """
    with acting(REMINDERS):
        due = list(due_cases(clock.day_of(at)).order_by("closed_at", "pk")[:limit])
    asked = 0
    for case in due:
        with acting(REMINDERS):
            asked += _ask(case, at)
    return asked


@transaction.atomic
def _ask(case: Case, at: datetime) -> bool:
    """Ask the home dispositif; False when another worker was faster or the case went on."""
    day = clock.day_of(at)
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None or not locked.closed_at or not due_cases(day).filter(pk=case.pk).exists():
        return False
    row = DurableResult.objects.create(
        case=locked,
        closed_at=locked.closed_at,
        outcome=locked.outcome,
        asked_at=at,
        due_on=answer_due_on(day),
    )
    for user in repondants_of(locked.home_office, locked.population, day):
        notify(
            user,
            "result.asked",
            key=key_of(row),
            at=at,
            url=reverse("cases:result_answer", args=[locked.pk]),
            params={"number": locked.number, "due_on": row.due_on},
            case_id=locked.pk,
            due_on=row.due_on,
        )
    record(
        "result.asked",
        kind=Kind.ACT,
        by=None,
        job="result.ask",
        at=at,
        cases=[CaseBasis(locked.pk)],
        object_id=row.pk,
    )
    return True


def end_question(case: Case, at: datetime) -> None:
    """Nobody waits for the answer any more; in the caller's transaction."""
    for row in DurableResult.objects.filter(case=case, answered_at=None):
        mark_done(key=key_of(row), at=at)


def key_of(row: DurableResult) -> str:
    """The occasion of what is said about a question."""
    return f"result:{row.pk}"

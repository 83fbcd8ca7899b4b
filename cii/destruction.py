"""The job that destroys a case, and the replay after a restored backup (P7, QR5)."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.destructions import DESTROY
from cases.actions.flags import age_on
from cases.actions.merges import separate
from cases.certificates import CERTIFY
from cases.choices import DestructionState, Outcome
from cases.models import Case, Certificate, Destruction, DurableResult, Merge, Remainder
from cases.retention import Term, term_of
from cases.rules import require_destroyable
from cases.workflow import DESTRUCTION
from cii import ledger
from cii.erasure import erase
from core import clock
from core.refusal import Refusal
from messaging.actions.jobs import queue_job

REPLAY = "case.replay"
AGE_GROUPS = ((25, "-25"), (35, "26-35"), (45, "36-45"), (55, "46-55"))
OLDEST = "56+"


class LedgerTruncated(Exception):
    """A certificate of the database has no line in the ledger; carries its position."""


def destroy(destruction_id: UUID, at: datetime) -> None:
    """Destroy a case on the order of two approvals, in the transaction of the job.

    Does nothing when it is done already, or while a hold or a longer term stands: the schedule
    asks again.
    """
    ordered = Destruction.objects.filter(state=DestructionState.SECONDED)
    case = (
        Case.objects.select_for_update()
        .filter(pk__in=ordered.filter(pk=destruction_id).values("case_id"))
        .first()
    )
    destruction = ordered.select_for_update().filter(pk=destruction_id).first()
    if destruction is None or case is None:
        return
    try:
        term = require_destroyable(case, day=clock.day_of(at))
    except Refusal:
        return
    move = DESTRUCTION.check(destruction.state, "execute")
    destruction.state, destruction.executed_at = move.target, at
    destruction.executed_by = destruction.seconded_by
    destruction.save()
    for merged in Case.objects.select_for_update().filter(merged_into=case).order_by("pk"):
        _destroy(merged, destruction, event=move.event, job=DESTROY, at=at)
    _leave_remainder(case, term)
    _destroy(case, destruction, event=move.event, job=DESTROY, at=at)


def _destroy(
    case: Case, destruction: Destruction | None, *, event: str, job: str, at: datetime
) -> None:
    """Erase, trace, and write the certificate and its line of the ledger."""
    case_id, number = case.pk, case.number
    facts = erase(case).as_facts()
    certificate = Certificate(
        case_id=case_id,
        number=number,
        destruction=destruction,
        facts=facts,
        facts_sha256=_digest(number, facts, at),
        destroyed_at=at,
    )
    record(
        event,
        kind=Kind.ACT,
        by=None,
        job=job,
        at=at,
        cases=[CaseBasis(case_id)],
        object_id=certificate.pk,
        sha256=certificate.facts_sha256,
    )
    queue_job(CERTIFY, certificate.pk, key=f"{CERTIFY}:{certificate.pk}", due_at=at)
    # The line is written when nothing can fail any more but the commit itself.
    connection.check_constraints()
    line = ledger.append(case_id, certificate.facts_sha256, at)
    certificate.position, certificate.ledger_digest = line.position, line.digest
    certificate.save()


def _digest(number: str, facts: dict[str, object], at: datetime) -> str:
    text = json.dumps({"number": number, "at": at.isoformat(), **facts}, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


# --- what statistics keep -----------------------------------------------------------------------
def _leave_remainder(case: Case, term: Term) -> None:
    client, office = case.client, case.home_office
    flagged_on = clock.day_of(case.flagged_at)
    Remainder.objects.create(
        announced_in=_quarter(clock.day_of(case.announced_at)) if case.announced_at else "",
        ended_in=_quarter(term.ended_on),
        institution=office.institution.code if office.institution else "",
        region=case.region.code,
        age_group=_age_group(age_on(client.birth_date, flagged_on)),
        sex=client.sex,
        language=client.language,
        path=case.path,
        ending=term.ending,
        lasting=_lasting(case),
        months_to_triage=_months(flagged_on, clock.day_of(case.triaged_at))
        if case.triaged_at
        else None,
        months_to_end=_months(flagged_on, term.ended_on),
    )


def _lasting(case: Case) -> str:
    """What was answered about the closure that stands; blank where nobody knew to ask."""
    answers = DurableResult.objects.about(case).values_list("answer", flat=True)
    return answers.first() or ""


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def _age_group(age: int) -> str:
    return next((name for last, name in AGE_GROUPS if age <= last), OLDEST)


def _months(first: date, last: date) -> int:
    return max(0, (last.year - first.year) * 12 + last.month - first.month)


# --- after a restored backup --------------------------------------------------------------------
def brought_back() -> Iterator[tuple[ledger.Line, Case]]:
    """The lines of the ledger whose case stands in the database.

    Raises LedgerBroken, and LedgerTruncated where the database knows more than the ledger.
    """
    lines = ledger.read()
    digests = {line.position: line.digest for line in lines}
    for certificate in Certificate.objects.order_by("position"):
        if digests.get(certificate.position) != certificate.ledger_digest:
            raise LedgerTruncated(certificate.position)
    cases = Case.objects.in_bulk([line.case_id for line in lines])
    for line in lines:
        if line.case_id in cases:
            yield line, cases[line.case_id]


def replay(at: datetime) -> list[str]:
    """Destroy again what a restored backup brought back; returns the numbers of the cases.

    What was decided about a destruction after the backup is lost with it: the certificate names
    the line of the ledger instead. Raises as `brought_back`.
    """
    numbers = []
    for line, case in list(brought_back()):
        with transaction.atomic():
            case = Case.objects.select_for_update().get(pk=case.pk)
            term = term_of(case, clock.day_of(at)) or _term_at(line)
            Destruction.objects.filter(case_id=case.pk).delete()
            _keep_the_others(case)
            # What was merged counts with the case that was kept.
            if case.merged_into_id is None:
                _leave_remainder(case, term)
            _destroy(case, None, event="case.destroyed_again", job=REPLAY, at=at)
        numbers.append(case.number)
    return numbers


def _keep_the_others(case: Case) -> None:
    """What was merged into the case goes with it; a file that is still there when its turn comes
    was separated after the backup, and stands by itself again."""
    merges = Merge.objects.filter(kept=case, merged__merged_into=case)
    for merge in merges.select_related("merged").order_by("pk"):
        separate(merge, Case.objects.select_for_update().get(pk=merge.merged_id))


def _term_at(line: ledger.Line) -> Term:
    """The end of a case that the backup knows as going on: the day of its destruction."""
    day = clock.day_of(line.at)
    return Term(Outcome.OTHER, day, day)

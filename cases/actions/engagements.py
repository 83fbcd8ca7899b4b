"""Who takes part in a case. No permission of their own: the act that implies them has asked."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from accounts.choices import OfficeKind
from accounts.models import Office, User
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.gates import refresh_gates
from cases.choices import EngagementKind
from cases.coverage import repondants_of
from cases.models import Case, CaseGate, Engagement
from cases.reading import CaseAccess
from cases.rules import LASTING
from core import clock
from messaging.actions.notify import notify


@transaction.atomic
def engage(
    case: Case,
    recipient: Office,
    kind: EngagementKind,
    *,
    by: User,
    at: datetime,
    source_id: UUID | None = None,
    reason: str = "",
) -> Engagement:
    """Let a recipient take part from now on; an open engagement of the same source stays one."""
    # Its gates follow what the case is now, not what it was when somebody read it.
    case = Case.objects.select_for_update().get(pk=case.pk)
    engagement, created = Engagement.objects.get_or_create(
        case=case,
        recipient=recipient,
        kind=kind,
        source_id=source_id,
        ended_at=None,
        defaults={"begun_at": at, "begun_by": by, "reason": reason},
    )
    if created:
        refresh_gates(case)
        record(
            "engagement.begun",
            kind=Kind.ACT,
            by=by,
            at=at,
            cases=_grounds(case, by=by, at=at),
            object_id=engagement.pk,
            recipient=recipient.pk,
            reason=kind.value,
        )
    return engagement


@transaction.atomic
def end_engagements(*, source_id: UUID, by: User, at: datetime) -> None:
    """End what a meeting, a decision or a plan began."""
    engagements = Engagement.objects.open().filter(source_id=source_id)
    cases = Case.objects.filter(pk__in=engagements.values("case"))
    # A gate is written under the lock of its case: a withdrawal in the same moment must not be
    # overwritten. Always in one order, so that two acts on several cases don't block each other.
    for case in cases.select_for_update().order_by("pk"):
        end_in(case, engagements.filter(case=case), by=by, at=at)


def end_all_engagements(case: Case, *, by: User, at: datetime) -> None:
    """Nobody takes part in a case that ends but those who lasted before; under its lock."""
    end_in(
        case, Engagement.objects.open().filter(case=case).exclude(kind__in=LASTING), by=by, at=at
    )


def end_in(
    case: Case, engagements: Iterable[Engagement], *, by: User, at: datetime, reason: str = ""
) -> None:
    """End these engagements of one case, in the caller's transaction and under its lock."""
    ended = list(engagements)
    # As she stands before: what ends may be what opens the case to her.
    bases = _grounds(case, by=by, at=at) if ended else []
    for engagement in ended:
        engagement.ended_at, engagement.ended_by = at, by
        engagement.end_reason = reason
        engagement.save(update_fields=["ended_at", "ended_by", "end_reason"])
        record(
            "engagement.ended",
            kind=Kind.ACT,
            by=by,
            at=at,
            cases=bases,
            object_id=engagement.pk,
            recipient=engagement.recipient_id,
        )
    if ended:
        refresh_gates(case)
        _hand_receipts(case, ended, at=at)


def _grounds(case: Case, *, by: User, at: datetime) -> list[CaseBasis]:
    """The grounds on which the case is open to who acts (G2); the case alone where it is not."""
    return CaseAccess.of(case, Scope.of(by, at)).bases() or [CaseBasis(case.pk)]


def _hand_receipts(case: Case, ended: Iterable[Engagement], *, at: datetime) -> None:
    """The répondants of a dispositif that is out are told which act let it in, since when.

    The receipt hangs on no case: the case is shut to them, and the receipt must stay.
    """
    gates = CaseGate.objects.filter(case=case).select_related("recipient")
    left = {gate.recipient_id: gate for gate in gates if gate.released_at}
    last = {row.recipient_id: row for row in ended if row.recipient_id in left}
    for office_id, engagement in last.items():
        gate = left[office_id]
        if gate.recipient.kind in (OfficeKind.BUREAU, OfficeKind.COMMISSION):
            continue
        for repondant in repondants_of(gate.recipient, case.population, clock.day_of(at)):
            notify(
                repondant,
                f"engagement.ended.{engagement.kind}",
                key=f"engagement.ended:{engagement.pk}",
                at=at,
                url=reverse("dossier", args=[case.pk]) if gate.own_since else reverse("home"),
                params={"number": case.number, "since_on": clock.day_of(engagement.begun_at)},
            )

"""Who takes part in a case. No permission of their own: the act that implies them has asked."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import Office, User
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.gates import refresh_gates
from cases.choices import EngagementKind
from cases.models import Case, Engagement


@transaction.atomic
def engage(
    case: Case,
    recipient: Office,
    kind: EngagementKind,
    *,
    by: User,
    at: datetime,
    source_id: UUID | None = None,
) -> Engagement:
    """Let a recipient take part from now on; an open engagement of the same source stays one."""
    Case.objects.select_for_update().get(pk=case.pk)
    engagement, created = Engagement.objects.get_or_create(
        case=case,
        recipient=recipient,
        kind=kind,
        source_id=source_id,
        ended_at=None,
        defaults={"begun_at": at, "begun_by": by},
    )
    if created:
        refresh_gates(case)
        record(
            "engagement.begun",
            kind=Kind.ACT,
            by=by,
            at=at,
            cases=[CaseBasis(case.pk)],
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
        for engagement in engagements.filter(case=case):
            engagement.ended_at, engagement.ended_by = at, by
            engagement.save(update_fields=["ended_at", "ended_by"])
            record(
                "engagement.ended",
                kind=Kind.ACT,
                by=by,
                at=at,
                cases=[CaseBasis(case.pk)],
                object_id=engagement.pk,
                recipient=engagement.recipient_id,
            )
        refresh_gates(case)

"""The gate: today's reading of the facts, written by the action that changes one of them."""

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min

from accounts.choices import OfficeKind
from accounts.models import Office
from cases.models import (
    Case,
    CaseGate,
    CollaborationRequest,
    Engagement,
    FollowUp,
    Grant,
    Matter,
    Procuration,
)
from cases.workflow import ASKS_OFFICER
from core.context import acting
from documents.models import Document


@dataclass
class GateFacts:
    """The columns of one gate row, as the facts have them."""

    population: str
    next_follow_up_on: date
    procuration_id: UUID | None = None
    categories: int = 0
    valid_from: date | None = None
    valid_until: date | None = None
    engaged_at: datetime | None = None
    released_at: datetime | None = None
    own_since: datetime | None = None
    post_id: UUID | None = None
    officer_since: datetime | None = None
    disputed_since: datetime | None = None


def facts_of(case: Case) -> dict[UUID, GateFacts]:
    """For each recipient that ever had a part in the case, what its gate must say now."""
    facts = _own_facts(case)
    return _joined(case, facts) if case.merged_into else facts


def _own_facts(case: Case) -> dict[UUID, GateFacts]:
    due = FollowUp.objects.open().filter(case=case).values_list("due_on", flat=True).first()
    rows: dict[UUID, GateFacts] = {}

    def row(recipient_id: UUID) -> GateFacts:
        return rows.setdefault(recipient_id, GateFacts(case.population, due or date.max))

    for engagement in Engagement.objects.filter(case=case).order_by("begun_at"):
        _add_engagement(row(engagement.recipient_id), engagement)
    for grant in (
        Grant.objects.standing().filter(procuration__case=case).select_related("procuration")
    ):
        _add_grant(row(grant.recipient_id), grant)
    for office_id, since in _own_parts(case).items():
        row(office_id).own_since = since
    disputes = Matter.objects.touching().filter(case=case).order_by()
    waiting = CollaborationRequest.objects.escalated().filter(case=case).order_by()
    # What reaches the regional manager of a dispositif: a dispute, a request that nobody takes up.
    for office_id, since in [
        *disputes.values_list("office").annotate(Min("opened_at")),
        *waiting.values_list("office").annotate(Min("reminders__reminded_at")),
    ]:
        known = row(office_id).disputed_since
        row(office_id).disputed_since = min(known, since) if known else since
    for office_id in Office.objects.filter(kind=OfficeKind.BUREAU, pk__in=rows).values_list(
        "pk", flat=True
    ):
        rows[office_id].post_id = case.post_id
    return rows


def _add_engagement(facts: GateFacts, engagement: Engagement) -> None:
    """Open engagements win; among ended ones the last one that ended tells."""
    is_open = engagement.ended_at is None
    if is_open and (facts.engaged_at is None or facts.released_at is not None):
        facts.engaged_at, facts.released_at = engagement.begun_at, None
    elif not is_open and (facts.engaged_at is None or facts.released_at is not None):
        facts.engaged_at = facts.engaged_at or engagement.begun_at
        facts.released_at = max(filter(None, [facts.released_at, engagement.ended_at]))
    if is_open and engagement.kind in ASKS_OFFICER and facts.officer_since is None:
        facts.officer_since = engagement.begun_at


def _add_grant(facts: GateFacts, grant: Grant) -> None:
    facts.categories |= grant.category
    facts.procuration_id = grant.procuration_id
    facts.valid_from = grant.procuration.valid_from
    facts.valid_until = grant.procuration.valid_until


def _own_parts(case: Case) -> dict[UUID, datetime]:
    """Since when each dispositif has written something in the case."""
    written = [
        case.flags.values_list("office").annotate(Min("flagged_at")),
        case.notes.values_list("office").order_by("office").annotate(Min("written_at")),
        Document.objects.filter(case_id=case.pk, office__isnull=False)
        .order_by("office")
        .values_list("office")
        .annotate(Min("created_at")),
    ]
    since: dict[UUID, datetime] = {}
    for rows in written:
        for office_id, moment in rows:
            since[office_id] = min(since.get(office_id, moment), moment)
    return since


def _joined(merged: Case, own: dict[UUID, GateFacts]) -> dict[UUID, GateFacts]:
    """The gate of a merged case: the ties of the kept one, and never more than was consented to.

    A recipient reads a category when the consent of the kept case covers both, and so does the one
    under which it was written: the narrower of the two, until the person signs anew. Own parts
    stay.
    """
    kept = _own_facts(merged.merged_into)  # type: ignore[arg-type]
    is_enough = _spoke_last(merged)
    rows = {}
    for recipient_id in own.keys() | kept.keys():
        facts = replace(
            kept.get(recipient_id, GateFacts(merged.population, date.max)),
            population=merged.population,
            next_follow_up_on=date.max,
            own_since=None,
        )
        if before := own.get(recipient_id):
            facts.own_since = before.own_since
            if before.engaged_at and facts.engaged_at is None:
                # It took part here alone: the Commission keeps the number of what it ruled on.
                facts.engaged_at = before.engaged_at
                facts.released_at = before.released_at or merged.merged_at
        if not is_enough:
            _narrow(facts, before)
        rows[recipient_id] = facts
    return rows


def _narrow(facts: GateFacts, before: GateFacts | None) -> None:
    """Keep of a consent what another one covers too."""
    if before is None or not facts.categories & before.categories:
        facts.procuration_id = facts.valid_from = facts.valid_until = None
        facts.categories = 0
        return
    facts.categories &= before.categories
    facts.valid_from = max(filter(None, [facts.valid_from, before.valid_from]))
    facts.valid_until = min(filter(None, [facts.valid_until, before.valid_until]))


def _spoke_last(merged: Case) -> bool:
    """The consent of the kept case is the person's last word on both.

    It was recorded after the merge, and nothing was taken back in the merged case since.
    """
    consent = Procuration.objects.standing().filter(case=merged.merged_into).first()
    if consent is None or merged.merged_at is None or consent.recorded_at <= merged.merged_at:
        return False
    since = {"withdrawn_at__gte": consent.recorded_at}
    consents = Procuration.objects.filter(case=merged, **since)
    grants = Grant.objects.filter(procuration__case=merged, **since)
    return not consents.exists() and not grants.exists()


def refresh_gates(case: Case) -> None:
    """Write what the facts say, in the caller's transaction; equal rows are not touched.

    What changes in a case changes in those merged into it.
    """
    with acting("job:gates"):
        _write(case)
        for merged in Case.objects.select_for_update().filter(merged_into=case).order_by("pk"):
            _write(merged)


def _write(case: Case) -> None:
    standing = {gate.recipient_id: gate for gate in CaseGate.objects.filter(case=case)}
    wanted = facts_of(case)
    for recipient_id in standing.keys() - wanted.keys():
        # Named in a consent that stands no more, and never engaged.
        standing[recipient_id].delete()
    for recipient_id, facts in wanted.items():
        gate = standing.get(recipient_id) or CaseGate(case=case, recipient_id=recipient_id)
        changed = [name for name, value in asdict(facts).items() if getattr(gate, name) != value]
        if changed or gate.pk is None:
            for name in changed:
                setattr(gate, name, getattr(facts, name))
            gate.save()


def begin_own_part(case: Case, office: Office) -> None:
    """After a dispositif wrote something: only its first entry changes what it may read."""
    if not CaseGate.objects.filter(case=case, recipient=office).exclude(own_since=None).exists():
        refresh_gates(case)


def stale_gates(case: Case) -> list[UUID]:
    """The recipients whose gate row differs from the facts; empty when all is right."""
    standing = {gate.recipient_id: gate for gate in CaseGate.objects.filter(case=case)}
    wanted = facts_of(case)
    return [
        recipient_id
        for recipient_id in standing.keys() | wanted.keys()
        if recipient_id not in standing
        or recipient_id not in wanted
        or any(
            getattr(standing[recipient_id], name) != value
            for name, value in asdict(wanted[recipient_id]).items()
        )
    ]

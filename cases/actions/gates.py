"""The gate: today's reading of the facts, written by the action that changes one of them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Min

from accounts.choices import OfficeKind
from accounts.models import Office
from cases.choices import EngagementKind
from cases.models import Case, CaseGate, Engagement, FollowUp, Grant
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


def facts_of(case: Case) -> dict[UUID, GateFacts]:
    """For each recipient that ever had a part in the case, what its gate must say now."""
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
    if is_open and engagement.kind == EngagementKind.ASSESSMENT and facts.officer_since is None:
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


def refresh_gates(case: Case) -> None:
    """Write what the facts say, in the caller's transaction; equal rows are not touched."""
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

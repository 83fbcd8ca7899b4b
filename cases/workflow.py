"""State machines of a case, its plan, its destruction, and a match of two cases.

Letters as in the access policy.
"""

from accounts.choices import OfficeKind
from cases.choices import (
    AccessRequestState,
    AidState,
    CaseState,
    DestructionState,
    DisputeState,
    EngagementKind,
    MatchState,
    MatterKind,
    MeasureState,
    MergeState,
    PlanState,
    RequestState,
)
from core.workflow import Move, Workflow

# Whom a matter lets take part until it is settled. The bureau's cantonal officer reads with it: a
# special situation is the Commission's alone (access-policy, ties).
ENGAGES: dict[str, tuple[OfficeKind, ...]] = {
    MatterKind.PREFINANCING: (OfficeKind.COMMISSION, OfficeKind.BUREAU),
    MatterKind.MONEY_DISPUTE: (OfficeKind.BUREAU,),
    MatterKind.SPECIAL: (OfficeKind.COMMISSION,),
    MatterKind.DISPUTE: (OfficeKind.BUREAU,),
    MatterKind.ADVICE: (OfficeKind.BUREAU,),
}
# Before the Commission from the beginning; a dispute comes before it as its last stage.
MONEY = frozenset(kind for kind in MatterKind if OfficeKind.COMMISSION in ENGAGES[kind])
# What touches a dispositif: its regional managers are told the number.
DISPUTES = (MatterKind.MONEY_DISPUTE, MatterKind.DISPUTE)
# What opens the bureau's categories to the cantonal officer, while it lasts.
ASKS_OFFICER = frozenset(
    {EngagementKind.ASSESSMENT}
    | {EngagementKind(kind) for kind in MatterKind if OfficeKind.BUREAU in ENGAGES[kind]}
)

# Something is still to be done about it.
OPEN_REQUESTS = (
    RequestState.SENT,
    RequestState.TAKEN_UP,
    RequestState.AGREED,
    RequestState.DISAGREED,
)

# A merged case returns to where it stood.
MERGEABLE = (CaseState.CONFIRMED, CaseState.ANNOUNCED, CaseState.TRIAGED)

CASE = Workflow(
    "case",
    CaseState,
    CaseState.FLAGGED,
    (
        Move("confirm", (CaseState.FLAGGED,), CaseState.CONFIRMED, "H", "case.confirmed"),
        Move(
            "drop", (CaseState.FLAGGED, CaseState.CONFIRMED), CaseState.DROPPED, "H", "case.dropped"
        ),
        Move("announce", (CaseState.CONFIRMED,), CaseState.ANNOUNCED, "H", "case.announced"),
        Move("triage", (CaseState.ANNOUNCED,), CaseState.TRIAGED, "C O", "case.triaged"),
        Move(
            "close",
            (CaseState.ANNOUNCED, CaseState.TRIAGED),
            CaseState.CLOSED,
            "C O",
            "case.closed",
        ),
        Move("reopen", (CaseState.CLOSED,), CaseState.ANNOUNCED, "C O", "case.reopened"),
        Move("merge", MERGEABLE, CaseState.MERGED, "C O", "merge.approved"),
        *(
            Move(f"restore_{state}", (CaseState.MERGED,), state, "C O", "merge.undone")
            for state in MERGEABLE
        ),
    ),
)

# Taken up always, by whom it is asked; then agreed to or not, never refused (C7).
REQUEST = Workflow(
    "request",
    RequestState,
    RequestState.SENT,
    (
        Move("take_up", (RequestState.SENT,), RequestState.TAKEN_UP, "E H", "request.taken_up"),
        Move("agree", (RequestState.TAKEN_UP,), RequestState.AGREED, "E H", "request.agreed"),
        Move(
            "disagree",
            (RequestState.TAKEN_UP,),
            RequestState.DISAGREED,
            "E H",
            "request.disagreed",
        ),
        Move(
            "withdraw",
            (RequestState.SENT, RequestState.TAKEN_UP),
            RequestState.WITHDRAWN,
            "H E M C",
            "request.withdrawn",
        ),
        Move(
            "complete",
            (RequestState.AGREED, RequestState.DISAGREED),
            RequestState.COMPLETED,
            "H E M C",
            "request.completed",
        ),
    ),
)

# A meeting, a position, and where money is at stake a ruling; an agreement ends it anywhere (C8).
DISPUTE = Workflow(
    "dispute",
    DisputeState,
    DisputeState.COORDINATION,
    (
        *(
            Move(f"pass_to_{step}", (before,), step, who, "dispute.passed_on")
            for before, step, who in (
                (DisputeState.COORDINATION, DisputeState.OFFICER, "C O"),
                (DisputeState.OFFICER, DisputeState.COMMISSION, "O"),
            )
        ),
        Move(
            "agreed",
            (DisputeState.COORDINATION, DisputeState.OFFICER, DisputeState.COMMISSION),
            DisputeState.SETTLED,
            "C O S",
            "matter.settled",
        ),
        Move(
            "ruled",
            (DisputeState.OFFICER, DisputeState.COMMISSION),
            DisputeState.SETTLED,
            "O D S",
            "matter.settled",
        ),
    ),
)

# Where a stage without agreement leads.
STEP_AFTER = {
    source: DisputeState(move.target)
    for move in DISPUTE.moves
    for source in move.sources
    if move.event == "dispute.passed_on"
}

PLAN = Workflow(
    "plan",
    PlanState,
    PlanState.DRAFT,
    (
        Move("adopt", (PlanState.DRAFT,), PlanState.ADOPTED, "C", "plan.adopted"),
        Move("replace", (PlanState.ADOPTED,), PlanState.REPLACED, "C", "plan.replaced"),
    ),
)

# What has come of a measure; the plan itself stays as it was adopted (C10).
MEASURE = Workflow(
    "measure",
    MeasureState,
    MeasureState.PLANNED,
    (
        Move(
            "start",
            (MeasureState.PLANNED,),
            MeasureState.STARTED,
            "M E X H",
            "measure.started",
        ),
        Move(
            "complete",
            (MeasureState.STARTED,),
            MeasureState.COMPLETED,
            "M E X H",
            "measure.completed",
        ),
        Move(
            "break_off",
            (MeasureState.PLANNED, MeasureState.STARTED),
            MeasureState.BROKEN_OFF,
            "M E X H",
            "measure.broken_off",
        ),
    ),
)

MATCH = Workflow(
    "match",
    MatchState,
    MatchState.OPEN,
    (
        Move("engage", (MatchState.OPEN,), MatchState.ENGAGED, "C O", "match.engaged"),
        Move("dismiss", (MatchState.OPEN,), MatchState.DISMISSED, "C O", "match.dismissed"),
        Move(
            "merge",
            (MatchState.OPEN, MatchState.ENGAGED),
            MatchState.MERGED,
            "C O",
            "merge.approved",
        ),
        Move("reopen", (MatchState.MERGED,), MatchState.OPEN, "C O", "merge.undone"),
    ),
)

# Approved, and undone, by another person than the one who proposed it (F8); the database says so.
MERGE = Workflow(
    "merge",
    MergeState,
    MergeState.PROPOSED,
    (
        Move("approve", (MergeState.PROPOSED,), MergeState.APPROVED, "C O", "merge.approved"),
        Move("decline", (MergeState.PROPOSED,), MergeState.DECLINED, "C O", "merge.declined"),
        Move("ask_undo", (MergeState.APPROVED,), MergeState.UNDOING, "C O", "merge.undo_proposed"),
        Move("keep", (MergeState.UNDOING,), MergeState.APPROVED, "C O", "merge.undo_declined"),
        Move("undo", (MergeState.UNDOING,), MergeState.UNDONE, "C O", "merge.undone"),
    ),
)

# Offered, answered, proposed by the bureau; approved by two other people, one as cantonal officer
# and one as répondant of the home dispositif; executed by a job on the order of the second.
DESTRUCTION = Workflow(
    "destruction",
    DestructionState,
    DestructionState.DUE,
    (
        Move(
            "offer",
            (DestructionState.DUE,),
            DestructionState.OFFERED,
            "O S",
            "destruction.offered",
        ),
        Move(
            "answer",
            (DestructionState.OFFERED,),
            DestructionState.ANSWERED,
            "O S",
            "destruction.answered",
        ),
        Move(
            "propose",
            (DestructionState.ANSWERED,),
            DestructionState.PROPOSED,
            "O S",
            "destruction.proposed",
        ),
        Move(
            "approve",
            (DestructionState.PROPOSED,),
            DestructionState.APPROVED,
            "O H",
            "destruction.approved",
        ),
        Move(
            "second",
            (DestructionState.APPROVED,),
            DestructionState.SECONDED,
            "O H",
            "destruction.seconded",
        ),
        Move(
            "execute",
            (DestructionState.SECONDED,),
            DestructionState.EXECUTED,
            "job",
            "case.destroyed",
        ),
    ),
)

ACCESS_REQUEST = Workflow(
    "access_request",
    AccessRequestState,
    AccessRequestState.RECEIVED,
    (
        Move(
            "hand_over",
            (AccessRequestState.RECEIVED,),
            AccessRequestState.HANDED_OVER,
            "W H C O S",
            "access_request.handed_over",
        ),
        Move(
            "end",
            (AccessRequestState.RECEIVED,),
            AccessRequestState.ENDED,
            "W H C O S",
            "access_request.ended",
        ),
    ),
)

AID = Workflow(
    "aid_request",
    AidState,
    AidState.FILED,
    (
        Move("sign", (AidState.FILED,), AidState.SIGNED, "W H E M X of the CMS", "aid.signed"),
        Move(
            "countersign",
            (AidState.SIGNED,),
            AidState.COUNTERSIGNED,
            "another of the CMS",
            "aid.countersigned",
        ),
        Move("send", (AidState.COUNTERSIGNED,), AidState.SENT, "W H E M X of the CMS", "aid.sent"),
        Move("decide", (AidState.SENT,), AidState.DECIDED, "W H E M X of the CMS", "aid.decided"),
        Move(
            "withdraw",
            (AidState.FILED, AidState.SIGNED, AidState.COUNTERSIGNED, AidState.SENT),
            AidState.WITHDRAWN,
            "W H E M X of the CMS",
            "aid.withdrawn",
        ),
    ),
)

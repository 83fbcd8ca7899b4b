from cases.choices.aid import AidRung, AidState
from cases.choices.case import (
    ENDED,
    ENDINGS,
    ArchiveAnswer,
    CaseState,
    DestructionState,
    Ending,
    Lasting,
    Outcome,
    Path,
    Sex,
)
from cases.choices.consent import (
    AccessRequestEnd,
    AccessRequestState,
    HandedHow,
    ReceiptKind,
    SignedHow,
)
from cases.choices.matches import (
    MERGED_STATES,
    FingerprintKind,
    MatchAct,
    MatchState,
    MergeState,
)
from cases.choices.matters import (
    DisputeState,
    LateRung,
    MatterKind,
    StageResult,
)
from cases.choices.requests import (
    RequestState,
    Rung,
    Urgency,
)
from cases.choices.ties import (
    AssignmentKind,
    EngagementKind,
    Tie,
)
from cases.choices.work import (
    Domain,
    FollowUpResult,
    MeasureState,
    NoteKind,
    PlanState,
    Weight,
)

__all__ = [
    "ENDED",
    "ENDINGS",
    "MERGED_STATES",
    "AccessRequestEnd",
    "AccessRequestState",
    "AidRung",
    "AidState",
    "ArchiveAnswer",
    "AssignmentKind",
    "CaseState",
    "DestructionState",
    "DisputeState",
    "Domain",
    "Ending",
    "EngagementKind",
    "FingerprintKind",
    "FollowUpResult",
    "HandedHow",
    "Lasting",
    "LateRung",
    "MatchAct",
    "MatchState",
    "MatterKind",
    "MeasureState",
    "MergeState",
    "NoteKind",
    "Outcome",
    "Path",
    "PlanState",
    "ReceiptKind",
    "RequestState",
    "Rung",
    "Sex",
    "SignedHow",
    "StageResult",
    "Tie",
    "Urgency",
    "Weight",
]

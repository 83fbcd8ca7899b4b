"""State machines of a case and of its plan. Letters as in the access policy."""

from cases.choices import CaseState, PlanState
from core.workflow import Move, Workflow

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
    ),
)

PLAN = Workflow(
    "plan",
    PlanState,
    PlanState.DRAFT,
    (
        Move("adopt", (PlanState.DRAFT,), PlanState.ADOPTED, "C", "plan.adopted"),
        Move("replace", (PlanState.ADOPTED,), PlanState.REPLACED, "C", "plan.replaced"),
    ),
)

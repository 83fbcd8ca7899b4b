"""One thing that a person has in hand in a case goes to another one (C3, C10, C15)."""

from datetime import datetime

from accounts.models import Mandate, User
from cases.actions.assignments import designate_case_manager
from cases.actions.flags import hand_over
from cases.actions.participation import assign_colleague, invite_expert, relieve_person
from cases.actions.request_answers import change_handler
from cases.choices import AssignmentKind
from cases.models import Assignment, CollaborationRequest

NAME = {AssignmentKind.EXPERT: invite_expert, AssignmentKind.EXECUTING: assign_colleague}


def pass_on(
    thing: Assignment | CollaborationRequest, *, to: Mandate, reason: str, by: User, at: datetime
) -> None:
    """By the act of its own, with its permission and its trace, in the caller's transaction.

    Raises as that act does.
    """
    if isinstance(thing, CollaborationRequest):
        change_handler(thing, handler=to, by=by, at=at)
    elif thing.kind == AssignmentKind.WORKER:
        hand_over(thing.case, to=to.user, reason=reason, by=by, at=at)
    elif thing.kind == AssignmentKind.CASE_MANAGER:
        if to.office is None:
            raise ValueError("A case manager acts for a dispositif.")
        designate_case_manager(
            thing.case, user=to.user, office=to.office, reason=reason, by=by, at=at
        )
    else:
        # First the new one: what her dispositif is engaged for has no gap.
        NAME[AssignmentKind(thing.kind)](thing.case, mandate=to, reason=reason, by=by, at=at)
        relieve_person(thing, reason=reason, by=by, at=at)

"""Who may do what (access-policy, second table). One row per act; the state is not asked here."""

from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import User
from accounts.scope import Scope
from cases.choices import Tie
from cases.models import Case
from cases.reading import CaseAccess, Ground
from core.refusal import Forbidden

# The letters of the access policy.
W, H, E, M, X = Tie.WORKER, Tie.HOME, Tie.ENGAGED, Tie.CASE_MANAGER, Tie.EXPERT
EXECUTING, C, OFFICER, S = Tie.EXECUTING, Tie.COORDINATOR, Tie.OFFICER, Tie.SECRETARIAT

ACTS: dict[str, frozenset[Tie]] = {
    "case.confirm": frozenset({H}),
    "case.drop": frozenset({H}),
    "case.hand_over": frozenset({H, W}),
    "case.announce": frozenset({H}),
    "client.edit": frozenset({W, H, M, C, S}),
    "client.check": frozenset({S}),
    "procuration.record": frozenset({W, H, M, C}),
    # Anyone who is told of a withdrawal and sees the case records it at once.
    "procuration.withdraw": frozenset(Tie),
    "case.triage": frozenset({C, OFFICER}),
    "case.close": frozenset({C, OFFICER}),
    "meeting.convene": frozenset({C, OFFICER, S}),
    "case_manager.designate": frozenset({C}),
    "plan.draft": frozenset({M, C}),
    "plan.adopt": frozenset({C}),
    "note.add": frozenset({W, H, E, M, X, EXECUTING, C}),
    "document.add": frozenset({W, H, E, M, X, EXECUTING, C}),
    "follow_up.review": frozenset({M, C}),
    "register.read": frozenset({W, H, C, OFFICER, S}),
}


def may(act: str, access: CaseAccess) -> bool:
    """Whether one of her ties allows the act. Raises KeyError for an act that isn't listed."""
    return bool(ACTS[act] & access.ties)


def require(act: str, case: Case, *, by: User, at: datetime) -> Ground:
    """The ground under which she does the act.

    Raises Http404 when she does not see the case, Forbidden with the reason when she may not.
    """
    access = CaseAccess.of(case, Scope.of(by, at))
    if not access.grounds:
        raise Http404
    for ground in access.grounds:
        if ground.tie in ACTS[act]:
            return ground
    raise Forbidden(
        _("Cet acte revient à : %(who)s. Adressez-vous à cette personne.")
        % {"who": ", ".join(str(tie.label) for tie in Tie if tie in ACTS[act])}
    )


def may_flag(scope: Scope) -> bool:
    """Whether she is a field worker or répondant somewhere, and so may record a flag."""
    return scope.holds(Role.FIELD_WORKER) or scope.holds(Role.REPONDANT)

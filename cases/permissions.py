"""Who may do what (access-policy, second table). One row per act; the state is not asked here."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Office, User
from accounts.scope import Scope
from audit.record import CaseBasis
from cases.choices import Tie
from cases.models import Case, Match
from cases.reading import CaseAccess, Ground
from cases.retention import retention_access
from core.refusal import Forbidden

# The letters of the access policy.
W, H, E, M, X = Tie.WORKER, Tie.HOME, Tie.ENGAGED, Tie.CASE_MANAGER, Tie.EXPERT
EXECUTING, C, OFFICER, S = Tie.EXECUTING, Tie.COORDINATOR, Tie.OFFICER, Tie.SECRETARIAT

ACTS: dict[str, frozenset[Tie]] = {
    "grid.ask_again": frozenset({W, H}),
    # Of a CMS, for which she follows the case (CMS mandate).
    "aid.follow": frozenset({W, H, E, M, X, EXECUTING}),
    "case.confirm": frozenset({H}),
    "case.drop": frozenset({H}),
    "case.hand_over": frozenset({H, W}),
    "case.announce": frozenset({H}),
    "client.edit": frozenset({W, H, M, C, S}),
    "client.check": frozenset({S}),
    # The own part of the dispositif, where it may keep the number (P8).
    "avs.keep": frozenset({W, H}),
    "procuration.record": frozenset({W, H, M, C}),
    # Anyone who is told of a withdrawal and sees the case records it at once; a manager of a
    # dispositif in dispute sees its number alone.
    "procuration.withdraw": frozenset(Tie) - {Tie.MANAGER},
    "case.triage": frozenset({C, OFFICER}),
    "case.transfer": frozenset({C, OFFICER}),
    "case.close": frozenset({C, OFFICER}),
    "case.reopen": frozenset({C, OFFICER}),
    # The own part of the home dispositif, which outlasts the case.
    "result.answer": frozenset({W, H}),
    "person.assign": frozenset({C, OFFICER}),
    "meeting.convene": frozenset({C, OFFICER, S}),
    "case_manager.designate": frozenset({C}),
    "plan.draft": frozenset({M, C}),
    "plan.adopt": frozenset({C}),
    # The case manager every measure, the others those of their dispositif, be it the home one.
    "measure.update": frozenset({M, E, X, EXECUTING, H}),
    # To the person: who follows her, and who coordinates.
    "plan.hand_out": frozenset({W, H, M, C}),
    # The same two acts by the chair of the meeting that decides them, who is C or O.
    "case_manager.designate_in_meeting": frozenset({C, OFFICER}),
    "plan.adopt_in_meeting": frozenset({C, OFFICER}),
    "case.engage": frozenset({C, OFFICER}),
    "note.add": frozenset({W, H, E, M, X, EXECUTING, C}),
    "document.add": frozenset({W, H, E, M, X, EXECUTING, C}),
    "follow_up.review": frozenset({M, C}),
    # Taken up and answered by the dispositif that is asked, which may be the one that flagged.
    "request.send": frozenset({H, E, M, C}),
    "request.answer": frozenset({E, H}),
    "request.end": frozenset({H, E, M, C}),
    "matter.present": frozenset({OFFICER}),
    "matter.dispute": frozenset({H, E, M, C, OFFICER}),
    # Anyone who works on the case.
    "matter.ask": frozenset({W, H, E, M, X, EXECUTING, C, OFFICER, S}),
    "matter.settle": frozenset({C, OFFICER}),
    # Each side by its répondant; the officer alone at her stage.
    "dispute.state": frozenset({H, E}),
    "dispute.rule": frozenset({OFFICER}),
    # D votes; the vote is recorded.
    "matter.record_vote": frozenset({OFFICER, S}),
    # She may declare it herself before anything is decided.
    "recusal.add": frozenset({OFFICER, S, Tie.MEMBER}),
    "recusal.record": frozenset({OFFICER, S}),
    "recusal.declare": frozenset({Tie.MEMBER}),
    "register.read": frozenset({W, H, C, OFFICER, S}),
    "retention.read": frozenset({H, OFFICER, S}),
    "hold.set": frozenset({OFFICER}),
    # Offering it to the State Archives and recording their answer belong to the proposal.
    "destruction.propose": frozenset({OFFICER, S}),
    "destruction.approve": frozenset({OFFICER, H}),
    # On the person's request alone (P6).
    "file.hand_out": frozenset({W, H, C, OFFICER, S}),
}


def may(act: str, access: CaseAccess) -> bool:
    """Whether one of her ties allows the act. Raises KeyError for an act that isn't listed."""
    return bool(ACTS[act] & access.ties)


def require(act: str, case: Case, *, by: User, at: datetime) -> Ground:
    """The ground under which she does the act; where several fit, one under a live procuration.

    Raises Http404 when she does not see the case, Forbidden with the reason when she may not.
    """
    fitting = _grounds(act, CaseAccess.of(case, Scope.of(by, at)))
    return next((ground for ground in fitting if ground.procuration_id), fitting[0])


def offices_of(act: str, access: CaseAccess) -> set[UUID]:
    """The dispositifs for which she may do the act here."""
    return {ground.recipient.pk for ground in access.grounds if ground.tie in ACTS[act]}


def require_at(
    act: str, case: Case, offices: Collection[Office], *, by: User, at: datetime
) -> Ground:
    """The ground under which she does an act of these dispositifs, or coordinates the case.

    Raises as `require`.
    """
    access = CaseAccess.of(case, Scope.of(by, at))
    fitting = [ground for ground in _grounds(act, access) if _is_at(ground, offices)]
    if not fitting:
        raise Forbidden(
            _("Cet acte revient à : %(who)s. Adressez-vous à cette personne.")
            % {"who": ", ".join(str(office) for office in offices)},
            about=access.bases(),
        )
    return fitting[0]


def _is_at(ground: Ground, offices: Collection[Office]) -> bool:
    return ground.tie == C or ground.recipient in offices


def require_retention(act: str, case: Case, *, by: User, at: datetime) -> list[Ground]:
    """Every ground under which she does an act of retention, which officer and secretariat do
    also on a case that was never announced. Raises as `require`.
    """
    return _grounds(act, retention_access(case, Scope.of(by, at)))


def _grounds(act: str, access: CaseAccess) -> list[Ground]:
    if not access.grounds:
        raise Http404
    fitting = [ground for ground in access.grounds if ground.tie in ACTS[act]]
    if not fitting:
        raise Forbidden(
            _("Cet acte revient à : %(who)s. Adressez-vous à cette personne.")
            % {"who": ", ".join(str(tie.label) for tie in Tie if tie in ACTS[act])},
            about=access.bases(),
        )
    return fitting


def require_on_match(match: Match, *, by: User, at: datetime) -> list[CaseBasis]:
    """Her grounds on the two cases, for the trace; a case not yet announced gives her none.

    Raises Http404 when the match doesn't concern her.
    """
    scope = Scope.of(by, at)
    if not Match.objects.visible_to(scope).filter(pk=match.pk).exists():
        raise Http404
    return match_bases(CaseAccess.of_all([match.older, match.newer], scope))


def match_bases(accesses: list[CaseAccess]) -> list[CaseBasis]:
    """What a trace about a match names: each case, with the ground on which she coordinates it."""
    found = []
    for access in accesses:
        grounds = [ground for ground in access.grounds if ground.tie in (C, OFFICER)]
        found += [ground.basis(access.case) for ground in grounds] or [CaseBasis(access.case.pk)]
    return found


def may_flag(scope: Scope) -> bool:
    """Whether she is a field worker or répondant somewhere, and so may record a flag."""
    return scope.holds(Role.FIELD_WORKER) or scope.holds(Role.REPONDANT)

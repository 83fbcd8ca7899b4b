"""A closed case goes on, from the announcement: the person came back (C13)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.base import lock, record_act
from cases.actions.gates import refresh_gates
from cases.actions.procurations import coordinators_of
from cases.actions.result_questions import end_question
from cases.choices import AssignmentKind, CaseState
from cases.coverage import repondants_of
from cases.models import Assignment, Case, Reopening
from cases.permissions import require
from cases.rules import check_kept, require_live_procuration
from cases.workflow import CASE
from core import clock
from core.refusal import Refusal
from messaging.actions.notify import notify


@transaction.atomic
def reopen_case(case: Case, *, reason: str, by: User, at: datetime) -> Case:
    """Take a closed case up again; it is triaged anew, its former triage and closure stay facts.

    Who left it with the closure stays out until an act lets him in again. Raises Refusal without a
    reason, without a live procuration for the bureau, and once its destruction is on its way.
    """
    case = lock(case)
    ground = require("case.reopen", case, by=by, at=at)
    last = case.reopenings.last()
    if last and case.state == CaseState.ANNOUNCED:
        raise Refusal(
            _("%(who)s a déjà rouvert ce dossier. Rien n’a été modifié.")
            % {"who": last.reopened_by}
        )
    move = CASE.check(case.state, "reopen")
    check_kept(case)
    require_live_procuration(case, day=clock.day_of(at))
    if not reason.strip():
        raise Refusal(_("Dites pourquoi : le dispositif annonceur lira ce motif."), "reason")
    former = ("path", "triaged_at", "triaged_by", "outcome", "closed_at", "closed_by")
    reopening = Reopening.objects.create(
        case=case,
        reason=reason.strip(),
        reopened_at=at,
        reopened_by=by,
        **{name: getattr(case, name) for name in former},
    )
    case.path = case.outcome = case.triage_reason = ""
    case.triaged_at = case.triaged_by = case.path_due_on = None
    case.state, case.closed_at, case.closed_by = move.target, None, None
    case.save()
    end_question(case, at)
    refresh_gates(case)
    record_act(move.event, case, ground, by=by, at=at, object_id=reopening.pk)
    _tell(case, reopening, by=by, at=at)
    return case


def _tell(case: Case, reopening: Reopening, *, by: User, at: datetime) -> None:
    """The home dispositif, and who coordinates the case."""
    in_charge = Assignment.objects.open().filter(case=case, kind=AssignmentKind.WORKER)
    told = {row.user for row in in_charge.select_related("user")}
    told.update(repondants_of(case.home_office, case.population, clock.day_of(at)))
    told.update(coordinators_of(case, at=at))
    for user in sorted(told - {by}, key=lambda user: user.pk):
        notify(
            user,
            "case.reopened",
            key=f"case.reopened:{reopening.pk}",
            at=at,
            url=reverse("dossier", args=[case.pk]),
            params={"number": case.number},
            case_id=case.pk,
        )

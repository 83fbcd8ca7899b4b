"""The coordinator decides where an announced case goes, and closes it in the end (C6, C13)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import OfficeKind, Role
from accounts.models import Mandate, Office, User
from cases.actions.assignments import end_assignment
from cases.actions.base import lock, record_act
from cases.actions.engagements import end_all_engagements, engage
from cases.actions.follow_ups import cancel_follow_up, schedule_follow_up
from cases.actions.requests import end_requests
from cases.choices import AssignmentKind, EngagementKind, Outcome, Path
from cases.models import Assignment, Case
from cases.permissions import require
from cases.rules import require_live_procuration, require_settled
from cases.workflow import CASE
from core import clock
from core.refusal import Refusal
from messaging.actions.notify import mark_done, notify


@transaction.atomic
def triage(
    case: Case, *, path: Path, reason: str, due_on: date | None, by: User, at: datetime
) -> Case:
    """Choose the path, with its reason and date; a follow-up is scheduled (C6, C12).

    « Not indicated » closes the case at once. Raises Refusal on a second triage.
    """
    case = lock(case)
    ground = require("case.triage", case, by=by, at=at)
    if case.triaged_at:
        raise Refusal(
            _("%(who)s a déjà décidé : « %(path)s ». Rien n’a été modifié.")
            % {"who": case.triaged_by, "path": case.get_path_display()}
        )
    move = CASE.check(case.state, "triage")
    day = clock.day_of(at)
    if not reason.strip():
        raise Refusal(_("Motivez le triage : le dispositif annonceur le lira."), "reason")
    if path == Path.NONE:
        return close_case(case, outcome=Outcome.BACK, reason=reason, by=by, at=at)
    require_live_procuration(case, day=day)
    if due_on is None or due_on < day:
        raise Refusal(_("Fixez une échéance à partir d’aujourd’hui."), "due_on")
    case.path, case.triage_reason, case.path_due_on = path, reason, due_on
    case.state, case.triaged_at, case.triaged_by = move.target, at, by
    case.save()
    if path == Path.ASSESSMENT:
        bureau = Office.objects.get(kind=OfficeKind.BUREAU)
        engage(case, bureau, EngagementKind.ASSESSMENT, source_id=case.pk, by=by, at=at)
        _mandate_bureau(case, at=at)
    schedule_follow_up(case, by=by, at=at)
    record_act(move.event, case, ground, by=by, at=at, path=path, due_on=due_on)
    mark_done(key=f"case.announced:{case.pk}", at=at)
    return case


def mandate_key(case: Case) -> str:
    """The occasion of an assessment mandate: a case that is triaged anew may give another one."""
    moment = case.triaged_at.timestamp() if case.triaged_at else 0
    return f"assessment.mandated:{case.pk}:{moment:.0f}"


def _mandate_bureau(case: Case, *, at: datetime) -> None:
    """The central staff organises the assessment, until the day that the triage says (C6, C9)."""
    central = Mandate.objects.live(clock.day_of(at)).filter(
        role__in=[Role.CANTONAL_OFFICER, Role.SECRETARIAT], user__is_active=True
    )
    for user in User.objects.filter(pk__in=central.values("user")):
        notify(
            user,
            "assessment.mandated",
            key=mandate_key(case),
            at=at,
            url=reverse("dossier", args=[case.pk]),
            params={"number": case.number, "due_on": case.path_due_on},
            case_id=case.pk,
            due_on=case.path_due_on,
        )


@transaction.atomic
def close_case(case: Case, *, outcome: Outcome, reason: str = "", by: User, at: datetime) -> Case:
    """End the case with its outcome: nobody is left in it, nothing stays due (C13).

    The dispositifs keep what they wrote. Its place on agendas is ended above, in governance.
    """
    case = lock(case)
    ground = require("case.close", case, by=by, at=at)
    move = CASE.check(case.state, "close", case)
    end_requests(case, by=by, at=at)
    require_settled(case)
    if outcome not in Outcome.values:
        raise Refusal(_("Choisissez l’issue du dossier."), "outcome")
    case.state, case.closed_at, case.closed_by = move.target, at, by
    case.outcome = outcome
    if reason:
        case.triage_reason = reason
    case.save()
    cancel_follow_up(case, by=by, at=at)
    for assignment in (
        Assignment.objects.open().filter(case=case).exclude(kind=AssignmentKind.WORKER)
    ):
        end_assignment(assignment, by=by, at=at)
    end_all_engagements(case, by=by, at=at)
    record_act(move.event, case, ground, by=by, at=at, outcome=outcome)
    mark_done(key=f"case.announced:{case.pk}", at=at)
    mark_done(key=mandate_key(case), at=at)
    return case

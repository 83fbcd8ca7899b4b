"""Named persons on one case: the assignment and its guardian row begin and end together."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Mandate, Office, User
from cases.actions.base import lock, record_act
from cases.actions.engagements import end_engagements, engage
from cases.choices import AssignmentKind, EngagementKind
from cases.models import Assignment, Case, CaseUserObjectPermission
from cases.permissions import require
from cases.rules import require_cover
from core import clock
from core.context import acting
from core.refusal import Refusal
from messaging.actions.notify import notify


@transaction.atomic
def assign(
    case: Case,
    user: User,
    kind: AssignmentKind,
    *,
    office: Office,
    reason: str,
    by: User,
    at: datetime,
) -> Assignment:
    """Name a person on a case for the office she acts for.

    No permission of its own: the acts that name somebody ask theirs. Raises Refusal when she holds
    no live mandate at that office.
    """
    day = clock.day_of(at)
    if not Mandate.objects.of(user).live(day).filter(office=office).exists():
        raise Refusal(
            _(
                "%(user)s n’a pas de mandat en cours auprès de %(office)s. "
                "Choisissez une autre personne."
            )
            % {"user": user, "office": office},
            "user",
        )
    assignment = Assignment.objects.create(
        case=case, user=user, kind=kind, office=office, reason=reason, begun_at=at, begun_by=by
    )
    with acting("job:gates"):
        for opened in [case, *case.merged_files.all()]:
            open_to_named(assignment, opened)
    return assignment


def open_to_named(assignment: Assignment, case: Case) -> None:
    """The guardian row of a named person on her case, or on one merged into it; one of a kind."""
    CaseUserObjectPermission.objects.get_or_create(
        user=assignment.user,
        content_object=case,
        permission=Permission.objects.get(
            content_type=ContentType.objects.get_for_model(Case), codename=assignment.kind
        ),
        defaults={"assignment": assignment, "office": assignment.office},
    )


@transaction.atomic
def end_assignment(assignment: Assignment, *, by: User, at: datetime, reason: str = "") -> None:
    """Take a person off a case; what her office was engaged for through her ends too."""
    assignment.ended_at, assignment.ended_by = at, by
    assignment.end_reason = reason
    assignment.save(update_fields=["ended_at", "ended_by", "end_reason"])
    with acting("job:gates"):
        CaseUserObjectPermission.objects.filter(assignment=assignment).delete()
    end_engagements(source_id=assignment.pk, by=by, at=at)
    if assignment.kind in (AssignmentKind.EXPERT, AssignmentKind.EXECUTING):
        # A receipt, which hangs on no case: the case is shut to her, and it must stay.
        notify(
            assignment.user,
            "person.relieved",
            key=f"person.relieved:{assignment.pk}",
            at=at,
            url=reverse("home"),
            params={
                "number": assignment.case.number,
                "since_on": clock.day_of(assignment.begun_at),
            },
        )


@transaction.atomic
def designate_case_manager(
    case: Case,
    *,
    user: User,
    office: Office,
    reason: str,
    by: User,
    at: datetime,
    in_meeting: bool = False,
) -> Assignment:
    """Record the pool's choice of a case manager (C10); a former one is relieved.

    `in_meeting` says that she who records it chairs the meeting. Raises Refusal when no live
    procuration covers the office, or when she manages it already.
    """
    case = lock(case)
    act = "case_manager.designate_in_meeting" if in_meeting else "case_manager.designate"
    ground = require(act, case, by=by, at=at)
    require_cover(case, office, day=clock.day_of(at))
    former = Assignment.objects.open().filter(case=case, kind=AssignmentKind.CASE_MANAGER).first()
    if former and former.user == user:
        raise Refusal(_("Cette personne est déjà case manager du dossier."), "user")
    if former:
        end_assignment(former, by=by, at=at)
    assignment = assign(
        case, user, AssignmentKind.CASE_MANAGER, office=office, reason=reason, by=by, at=at
    )
    engage(case, office, EngagementKind.CASE_MANAGEMENT, source_id=assignment.pk, by=by, at=at)
    record_act(
        "case_manager.designated",
        case,
        ground,
        by=by,
        at=at,
        object_id=assignment.pk,
        office=office.pk,
        manager=user.pk,
    )
    notify(
        user,
        "case_manager.designated",
        key=f"case_manager:{assignment.pk}",
        at=at,
        url=reverse("dossier", args=[case.pk]),
        params={"number": case.number},
        case_id=case.pk,
    )
    return assignment

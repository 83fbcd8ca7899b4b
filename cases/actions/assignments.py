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
    CaseUserObjectPermission.objects.create(
        user=user,
        content_object=case,
        assignment=assignment,
        permission=Permission.objects.get(
            content_type=ContentType.objects.get_for_model(Case), codename=kind.value
        ),
    )
    return assignment


@transaction.atomic
def end_assignment(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Take a person off a case; what she was engaged for through it ends too."""
    assignment.ended_at, assignment.ended_by = at, by
    assignment.save(update_fields=["ended_at", "ended_by"])
    CaseUserObjectPermission.objects.filter(assignment=assignment).delete()
    end_engagements(source_id=assignment.pk, by=by, at=at)


@transaction.atomic
def designate_case_manager(
    case: Case, *, user: User, office: Office, reason: str, by: User, at: datetime
) -> Assignment:
    """Record the pool's choice of a case manager (C10); a former one is relieved.

    Raises Refusal when no live procuration covers the office, or when she manages it already.
    """
    case = lock(case)
    ground = require("case_manager.designate", case, by=by, at=at)
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

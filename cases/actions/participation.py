"""What the coordination decides by hand: who takes part, and who is named (access-policy: C O)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Mandate, Office, User
from cases.actions.assignments import assign, end_assignment
from cases.actions.base import lock, record_act
from cases.actions.engagements import end_in, engage
from cases.choices import AssignmentKind, EngagementKind
from cases.coverage import colleagues, engageable, experts, repondants_of
from cases.models import Assignment, Case, Engagement
from cases.permissions import require
from cases.rules import check_followed, may_be_ended
from core import clock
from core.refusal import Refusal
from messaging.actions.notify import notify

CANDIDATES = {AssignmentKind.EXPERT: experts, AssignmentKind.EXECUTING: colleagues}


@transaction.atomic
def engage_office(case: Case, *, office: Office, reason: str, by: User, at: datetime) -> Engagement:
    """Let a covered dispositif take part, for a reason of the coordination's own.

    Raises Refusal when no live procuration covers it, when it takes part already, and without a
    reason.
    """
    case = lock(case)
    ground = require("case.engage", case, by=by, at=at)
    check_followed(case)
    if office not in engageable(case, clock.day_of(at)):
        raise Refusal(
            _(
                "%(office)s participe déjà, ou aucune procuration en vigueur ne le couvre. "
                "Choisissez un autre dispositif, ou faites étendre la procuration."
            )
            % {"office": office},
            "office",
        )
    reason = _given(reason)
    engagement = engage(case, office, EngagementKind.COORDINATION, reason=reason, by=by, at=at)
    record_act(
        "office.engaged", case, ground, by=by, at=at, object_id=engagement.pk, office=office.pk
    )
    for repondant in repondants_of(office, case.population, clock.day_of(at)):
        _tell(repondant, "office.engaged", case, f"office.engaged:{engagement.pk}", at=at)
    return engagement


@transaction.atomic
def release_office(engagement: Engagement, *, reason: str, by: User, at: datetime) -> None:
    """End what lets a dispositif take part. Raises Refusal for what only another act may end."""
    case = lock(engagement.case)
    ground = require("case.engage", case, by=by, at=at)
    engagement = Engagement.objects.select_related("recipient").get(pk=engagement.pk)
    if engagement.ended_at:
        raise Refusal(
            _("%(who)s y a déjà mis fin. Rien n’a été modifié.") % {"who": engagement.ended_by}
        )
    if not may_be_ended(engagement):
        raise Refusal(_("Cette participation dure autant que l’acte qui l’a commencée."))
    end_in(case, [engagement], reason=_given(reason), by=by, at=at)
    record_act(
        "office.released",
        case,
        ground,
        by=by,
        at=at,
        object_id=engagement.pk,
        office=engagement.recipient_id,
    )


@transaction.atomic
def invite_expert(
    case: Case, *, mandate: Mandate, reason: str, by: User, at: datetime
) -> Assignment:
    """Name an expert for a covered recipient, which takes part as long as she does (C9)."""
    assignment = _name(case, mandate, AssignmentKind.EXPERT, reason, by=by, at=at)
    office = assignment.office
    engage(case, office, EngagementKind.EXPERT, source_id=assignment.pk, by=by, at=at)
    return assignment


@transaction.atomic
def assign_colleague(
    case: Case, *, mandate: Mandate, reason: str, by: User, at: datetime
) -> Assignment:
    """Name a colleague who executes something for a dispositif that takes part already."""
    return _name(case, mandate, AssignmentKind.EXECUTING, reason, by=by, at=at)


def _name(
    case: Case, mandate: Mandate, kind: AssignmentKind, reason: str, *, by: User, at: datetime
) -> Assignment:
    case = lock(case)
    ground = require("person.assign", case, by=by, at=at)
    check_followed(case)
    user, office = mandate.user, mandate.office
    if office is None or mandate not in CANDIDATES[kind](case, clock.day_of(at)):
        raise Refusal(
            _("Choisissez une personne d’un dispositif que la procuration couvre."), "mandate"
        )
    if Assignment.objects.open().filter(case=case, user=user, kind=kind).exists():
        raise Refusal(_("Cette personne est déjà désignée pour ce dossier."), "mandate")
    assignment = assign(case, user, kind, office=office, reason=_given(reason), by=by, at=at)
    record_act(
        "person.assigned",
        case,
        ground,
        by=by,
        at=at,
        object_id=assignment.pk,
        person=user.pk,
        office=office.pk,
        role=kind.value,
    )
    _tell(user, f"person.assigned.{kind.value}", case, f"person.assigned:{assignment.pk}", at=at)
    return assignment


@transaction.atomic
def relieve_person(assignment: Assignment, *, reason: str, by: User, at: datetime) -> None:
    """Take a named person off the case; she keeps what she wrote herself.

    Raises Refusal for the worker in charge, who hands over instead.
    """
    case = lock(assignment.case)
    ground = require("person.assign", case, by=by, at=at)
    assignment = Assignment.objects.select_related("user").get(pk=assignment.pk)
    if assignment.ended_at:
        raise Refusal(
            _("%(who)s y a déjà mis fin. Rien n’a été modifié.") % {"who": assignment.ended_by}
        )
    if assignment.kind == AssignmentKind.WORKER:
        raise Refusal(_("La personne en charge transmet elle-même le dossier."))
    end_assignment(assignment, reason=_given(reason), by=by, at=at)
    record_act(
        "person.relieved",
        case,
        ground,
        by=by,
        at=at,
        object_id=assignment.pk,
        person=assignment.user_id,
    )


def _given(reason: str) -> str:
    if not reason.strip():
        raise Refusal(_("Dites pourquoi en une phrase."), "reason")
    return reason.strip()


def _tell(user: User, notice: str, case: Case, key: str, *, at: datetime) -> None:
    notify(
        user,
        notice,
        key=key,
        at=at,
        url=reverse("dossier", args=[case.pk]),
        params={"number": case.number},
        case_id=case.pk,
    )

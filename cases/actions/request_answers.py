"""The dispositif asked takes a request up, always; then it agrees or not (convention 5.6, C7)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Mandate, User
from cases.actions.assignments import assign, end_assignment
from cases.actions.base import record_act
from cases.actions.gates import refresh_gates
from cases.actions.matters import begin_matter
from cases.actions.requests import advance, given, lock_request, silence, tell
from cases.choices import AssignmentKind, MatterKind
from cases.collaboration import handlers, offices_of
from cases.coverage import repondants_of
from cases.models import Assignment, Case, CollaborationRequest
from cases.permissions import require_at
from cases.reading import Ground
from cases.workflow import OPEN_REQUESTS, REQUEST
from core import clock
from core.choices import Category
from core.refusal import Refusal


@transaction.atomic
def take_up(
    row: CollaborationRequest, *, handler: Mandate, starts_on: date, by: User, at: datetime
) -> CollaborationRequest:
    """The dispositif asked takes it up: by whom, from when. It always does (convention 5.6).

    A handler who isn't répondant is named on the case. Raises Refusal when somebody did already.
    """
    row, case, ground = _answering(row, by=by, at=at)
    move = REQUEST.check(row.state, "take_up", row)
    if handler not in handlers(row, clock.day_of(at)):
        raise Refusal(_("Choisissez une personne de votre dispositif."), "handler")
    if starts_on < clock.day_of(at):
        raise Refusal(_("Choisissez une date à partir d’aujourd’hui."), "starts_on")
    row.handler, row.starts_on = handler.user, starts_on
    row.assignment = _name(row, case, handler, by=by, at=at)
    advance(row, move.target, by=by, at=at)
    # The regional manager of a request that waits sees its number no longer.
    refresh_gates(case)
    record_act(move.event, case, ground, by=by, at=at, object_id=row.pk, handler=handler.user_id)
    silence(row, at=at)
    _tell_asking(row, "request.taken_up", by=by, at=at)
    return row


def _name(
    row: CollaborationRequest, case: Case, handler: Mandate, *, by: User, at: datetime
) -> Assignment | None:
    """Taking up names its handler, where nothing else opens the case to her for the dispositif."""
    user = handler.user
    is_repondant = user in repondants_of(row.office, case.population, clock.day_of(at))
    named = Assignment.objects.open().filter(case=case, user=user, office=row.office)
    if is_repondant or named.exists():
        return None
    reason = _("Traite une demande de collaboration.")
    return assign(
        case, user, AssignmentKind.EXECUTING, office=row.office, reason=reason, by=by, at=at
    )


@transaction.atomic
def change_handler(
    row: CollaborationRequest, *, handler: Mandate, by: User, at: datetime
) -> CollaborationRequest:
    """Another person of the dispositif asked treats it from now on; who did is off the case.

    Raises Refusal for one that nobody treats, and for somebody of another dispositif.
    """
    row, case, ground = _answering(row, by=by, at=at)
    if row.handler is None or row.state not in OPEN_REQUESTS:
        raise Refusal(_("Cette demande n’est traitée par personne : rien n’est à transmettre."))
    if handler not in handlers(row, clock.day_of(at)):
        raise Refusal(_("Choisissez une personne de votre dispositif."), "handler")
    if row.assignment and row.assignment.ended_at is None:
        end_assignment(row.assignment, by=by, at=at)
    row.handler, row.assignment = handler.user, _name(row, case, handler, by=by, at=at)
    row.save(update_fields=["handler", "assignment"])
    record_act(
        "request.handed_over", case, ground, by=by, at=at, object_id=row.pk, to=handler.user_id
    )
    return row


@transaction.atomic
def agree(row: CollaborationRequest, *, answer: str, by: User, at: datetime) -> None:
    """The dispositif does what it is asked for."""
    row, case, ground = _answering(row, by=by, at=at)
    move = REQUEST.check(row.state, "agree", row)
    row.answer = given(answer, "answer", _("Dites en quelques mots ce que vous allez faire."))
    advance(row, move.target, by=by, at=at)
    record_act(move.event, case, ground, by=by, at=at, object_id=row.pk)
    _tell_asking(row, "request.agreed", by=by, at=at)


@transaction.atomic
def disagree(row: CollaborationRequest, *, answer: str, by: User, at: datetime) -> None:
    """State a reasoned disagreement: a dispute begins, and reaches the chargé at once (5.7).

    The dispute itself says nothing of the content: both positions stand in the request.
    """
    row, case, ground = _answering(row, by=by, at=at)
    move = REQUEST.check(row.state, "disagree", row)
    row.answer = given(
        answer, "answer", _("Motivez le désaccord : il est examiné avec la position de l’autre.")
    )
    advance(row, move.target, by=by, at=at)
    begin_matter(
        case,
        MatterKind.DISPUTE,
        ground,
        category=Category.WORK,
        question=_("Désaccord sur une demande de collaboration : les deux positions y figurent."),
        request=row,
        office=row.office,
        asking=row.asking,
        by=by,
        at=at,
    )
    record_act(move.event, case, ground, by=by, at=at, object_id=row.pk)
    _tell_asking(row, "request.disagreed", by=by, at=at)


def _answering(
    row: CollaborationRequest, *, by: User, at: datetime
) -> tuple[CollaborationRequest, Case, Ground]:
    row, case = lock_request(row)
    ground = require_at("request.answer", case, offices_of(row, "take_up"), by=by, at=at)
    return row, case, ground


def _tell_asking(row: CollaborationRequest, notice: str, *, by: User, at: datetime) -> None:
    """Who asked hears of the answer."""
    if row.sent_by_id != by.pk:
        tell(row.sent_by, notice, row, at=at)

"""From the end of the term to the order to destroy; the job that destroys stands above (P7, F8)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.actions.base import lock, record_act
from cases.actions.result_questions import end_question
from cases.choices import ArchiveAnswer, DestructionState
from cases.models import Case, Destruction
from cases.permissions import require_retention
from cases.reading import Ground
from cases.retention import Term, waiting_cases
from cases.rules import approving_side, require_destroyable
from cases.workflow import DESTRUCTION
from core import clock
from core.context import acting
from core.refusal import Refusal
from core.workflow import Move
from messaging.actions.jobs import queue_job
from messaging.actions.notify import mark_done, notify
from messaging.models import InboxEntry

DESTROY = "case.destroy"


@transaction.atomic
def offer_to_archives(case: Case, *, by: User, at: datetime) -> Destruction:
    """Note that the file was offered to the State Archives, once its term is over."""
    case = lock(case)
    ground = require_retention("destruction.propose", case, by=by, at=at)[0]
    term = require_destroyable(case, day=clock.day_of(at))
    end_question(case, at)
    destruction = _begun(case, term)
    move = _check(destruction, "offer")
    destruction.state, destruction.offered_at, destruction.offered_by = move.target, at, by
    return _keep(destruction, move, case, ground, by=by, at=at)


@transaction.atomic
def record_archive_answer(
    case: Case,
    *,
    answer: ArchiveAnswer,
    answered_on: date,
    reference: str = "",
    by: User,
    at: datetime,
) -> Destruction:
    """Note what the State Archives answered: taken over under a reference, or not wanted."""
    case = lock(case)
    ground = require_retention("destruction.propose", case, by=by, at=at)[0]
    require_destroyable(case, day=clock.day_of(at))
    destruction = _standing(case)
    move = _check(destruction, "answer")
    if answer not in ArchiveAnswer.values:
        raise Refusal(_("Choisissez la réponse des Archives."), "answer")
    if destruction.offered_at and answered_on < clock.day_of(destruction.offered_at):
        raise Refusal(_("La réponse ne peut précéder l’offre."), "answered_on")
    if answered_on > clock.day_of(at):
        raise Refusal(_("La date de la réponse est dans le futur."), "answered_on")
    if answer == ArchiveAnswer.TAKEN and not reference.strip():
        raise Refusal(_("Indiquez la référence que les Archives ont donnée."), "reference")
    destruction.answer, destruction.archive_day = answer, answered_on
    destruction.reference = reference.strip()
    destruction.state, destruction.answered_at, destruction.answered_by = move.target, at, by
    return _keep(destruction, move, case, ground, by=by, at=at)


@transaction.atomic
def propose_destruction(case: Case, *, by: User, at: datetime) -> Destruction:
    """Ask two other people to approve: a cantonal officer and a home répondant are told."""
    case = lock(case)
    ground = require_retention("destruction.propose", case, by=by, at=at)[0]
    require_destroyable(case, day=clock.day_of(at))
    destruction = _standing(case)
    move = _check(destruction, "propose")
    destruction.state, destruction.proposed_at, destruction.proposed_by = move.target, at, by
    for user in _approvers(case, day=clock.day_of(at)) - {by}:
        # The officer sees no case that was never announced; the entry doesn't name it.
        seen = Case.objects.visible_to(Scope.of(user, at)).filter(pk=case.pk).exists()
        notify(
            user,
            move.event,
            key=_key(destruction),
            at=at,
            url=reverse("cases:destruction", args=[case.pk]),
            case_id=case.pk if seen else None,
        )
    return _keep(destruction, move, case, ground, by=by, at=at)


@transaction.atomic
def approve_destruction(case: Case, *, by: User, at: datetime) -> Destruction:
    """Approve what somebody else proposed; the second approval orders the job (F8).

    Raises Refusal to who proposed it, to who approved already, and where the approval of the other
    side is missing.
    """
    case = lock(case)
    grounds = require_retention("destruction.approve", case, by=by, at=at)
    require_destroyable(case, day=clock.day_of(at))
    destruction = _standing(case)
    is_second = destruction.approved_at is not None
    move = _check(destruction, "second" if is_second else "approve")
    side = approving_side(destruction, [ground.tie for ground in grounds], by=by)
    ground = next(ground for ground in grounds if ground.tie == side)
    if is_second:
        destruction.seconded_at, destruction.seconded_by = at, by
        destruction.seconded_as = ground.tie
        queue_job(DESTROY, destruction.pk, key=f"{DESTROY}:{destruction.pk}", due_at=at)
    else:
        destruction.approved_at, destruction.approved_by = at, by
        destruction.approved_as = ground.tie
    destruction.state = move.target
    mark_done(key=_key(destruction), at=at, user=None if is_second else by)
    return _keep(destruction, move, case, ground, by=by, at=at)


def _begun(case: Case, term: Term) -> Destruction:
    found = Destruction.objects.select_for_update().filter(case_id=case.pk).first()
    destruction = found or Destruction(case_id=case.pk, number=case.number)
    destruction.ending, destruction.ended_on = term.ending, term.ended_on
    destruction.due_on = term.due_on
    return destruction


def _standing(case: Case) -> Destruction:
    found = Destruction.objects.select_for_update().filter(case_id=case.pk).first()
    return found or Destruction(case_id=case.pk, number=case.number)


def _check(destruction: Destruction, name: str) -> Move:
    """The move, when it is possible. Raises Refusal that tells who was faster, and when."""
    move = DESTRUCTION.move(name)
    event = move.target
    if at := getattr(destruction, f"{event}_at"):
        who = getattr(destruction, f"{event}_by")
        raise Refusal(
            _("%(who)s l’a déjà consigné le %(day)s. Rien n’a été modifié.")
            % {"who": who, "day": date_format(clock.day_of(at), "SHORT_DATE_FORMAT")}
        )
    return DESTRUCTION.check(destruction.state, name)


def _keep(
    destruction: Destruction, move: Move, case: Case, ground: Ground, *, by: User, at: datetime
) -> Destruction:
    destruction.save()
    record_act(move.event, case, ground, by=by, at=at, object_id=destruction.pk)
    return destruction


def _approvers(case: Case, *, day: date) -> set[User]:
    """Who may approve: the cantonal officers and the répondants of the home dispositif."""
    live = Mandate.objects.live(day).filter(user__is_active=True).select_related("user")
    officers = live.filter(role=Role.CANTONAL_OFFICER)
    home = live.filter(role=Role.REPONDANT, office=case.home_office_id, population=case.population)
    return {mandate.user for mandate in [*officers, *home]}


def _key(destruction: Destruction) -> str:
    return f"destruction.proposed:{destruction.pk}"


# --- what the schedule asks ---------------------------------------------------------------------
def remind_of_due(at: datetime) -> int:
    """Tell the bureau once a month that terms are over; returns how many people are told now."""
    day = clock.day_of(at)
    key = f"retention.due:{day:%Y-%m}"
    keepers = Mandate.objects.live(day).filter(
        role__in=[Role.CANTONAL_OFFICER, Role.SECRETARIAT], user__is_active=True
    )
    with acting("job:retention"):
        told_before = set(InboxEntry.objects.filter(key=key).values_list("user", flat=True))
        people = {row.user for row in keepers.select_related("user")}
        untold = [user for user in people if user.pk not in told_before]
        count = waiting_cases(day).count() if untold else 0
    if not count:
        return 0
    told = 0
    for user in untold:
        _entry, is_new = notify(
            user,
            "retention.due",
            key=key,
            at=at,
            url=reverse("cases:retention"),
            params={"count": count},
        )
        told += is_new
    return told


def queue_ordered(at: datetime) -> int:
    """Queue again what was ordered and could not be done, as after a hold; once a day each."""
    day = clock.day_of(at)
    ordered = Destruction.objects.filter(state=DestructionState.SECONDED, seconded_at__lt=at)
    with acting("job:retention"):
        for destruction in ordered:
            queue_job(DESTROY, destruction.pk, key=f"{DESTROY}:{destruction.pk}:{day}", due_at=at)
        return len(ordered)

"""Everything that a person has in hand goes to others in one act, all or nothing (C3, C10, C15)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.choices import Capacity, Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.actions.handover import pass_on
from cases.handover import Group, Held
from core import clock
from core.refusal import Refusal
from governance.actions.base import lock, record_act
from governance.actions.invitations import invite_instead
from governance.actions.leaving import close_tasks
from governance.actions.mandates import begin_mandate, end_mandate
from governance.handover import everything, first_day, may_know
from governance.models import Meeting
from governance.permissions import may_chair, require_organiser

# A new holder of a post may chair its meetings: the posts go first.
ORDER = [Group.POST, *(group for group in Group if group != Group.POST)]


@transaction.atomic
def pass_on_all(
    user: User, *, to: Mapping[str, Mandate], reason: str, by: User, at: datetime
) -> int:
    """Pass on each thing to the colleague named under its key; returns how many.

    Each is an act of its own, with its permission and its trace. Who holds a post from today on
    chairs its meetings too, where nobody else is named. Raises Http404 for who has nothing
    to do with this person, Refusal without a reason, without anything, and for somebody else.
    """
    scope = Scope.of(by, at)
    if not may_know(user, scope):
        raise Http404
    if not reason.strip():
        raise Refusal(_("Dites pourquoi : chaque dossier garde ce motif."), "reason")
    rows = sorted(everything(user, scope), key=lambda row: ORDER.index(row.group))
    moved = 0
    holders: dict[UUID | None, Mandate] = {}
    for row in rows:
        taker = to.get(row.key)
        if taker is None and row.group == Group.CHAIR:
            taker = holders.get(row.thing.post_id)
        elif taker and taker not in row.takers:
            raise Refusal(_("Choisissez une personne proposée pour cette ligne."), row.key)
        if taker is None:
            continue
        try:
            following = _pass_on(row, to=taker, reason=reason.strip(), by=by, at=at)
        except Refusal as refusal:
            # Said beside the line that it is about.
            refusal.field = row.key
            raise
        if following and following.valid_from <= scope.day:
            holders[following.post_id] = following
        moved += 1
    if not moved:
        raise Refusal(_("Choisissez au moins une ou un collègue qui reprend quelque chose."))
    close_tasks(user, scope)
    return moved


def _pass_on(row: Held, *, to: Mandate, reason: str, by: User, at: datetime) -> Mandate | None:
    """Returns the mandate of the next holder, where a post is passed on."""
    if row.group == Group.POST:
        return pass_on_post(row.thing, to=to.user, by=by, at=at)
    if row.group == Group.CHAIR:
        change_chair(row.thing, chair=to.user, by=by, at=at)
    elif row.group == Group.INVITED:
        invite_instead(row.thing, user=to.user, by=by, at=at)
    else:
        pass_on(row.thing, to=to, reason=reason, by=by, at=at)
    return None


@transaction.atomic
def pass_on_post(mandate: Mandate, *, to: User, by: User, at: datetime) -> Mandate:
    """Name the next holder of a coordination post, with which go all its cases (access-policy).

    She begins after the end that is set, or today in place of who holds it. Raises as
    `begin_mandate` and `end_mandate` do.
    """
    day = first_day(mandate, clock.day_of(at))
    eve = day - timedelta(days=1)
    if mandate.valid_until is None:
        end_mandate(mandate, last_day=eve, by=by, at=at)
    deputy = Mandate.objects.ending_after(day).filter(
        user=to, role=Role.COORDINATOR, post=mandate.post, capacity=Capacity.DEPUTY
    )
    for row in deputy:
        end_mandate(row, last_day=eve, by=by, at=at)
    following = Mandate(user=to, role=Role.COORDINATOR, post=mandate.post, valid_from=day)
    return begin_mandate(following, by=by, at=at)


@transaction.atomic
def change_chair(meeting: Meeting, *, chair: User, by: User, at: datetime) -> Meeting:
    """Another person conducts the meeting and adopts its minutes.

    Raises Forbidden to who doesn't organise it, Refusal for a chair who neither coordinates there
    nor is the cantonal officer.
    """
    meeting = lock(meeting)
    scope = require_organiser(meeting, by=by, at=at)
    if meeting.closed_at or meeting.cancelled_at:
        raise Refusal(_("Cette séance est terminée."))
    if not may_chair(Scope.of(chair, at), meeting.post):
        raise Refusal(
            _("La présidence revient au poste « %(post)s » ou au chargé cantonal.")
            % {"post": meeting.post}
        )
    meeting.chair = chair
    meeting.save()
    record_act("meeting.chair_changed", scope, object_id=meeting.pk, chair=chair.pk)
    return meeting

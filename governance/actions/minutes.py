"""The procès-verbal: drafted, re-read, adopted; what was decided becomes tasks (S5)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import Scope
from cases.actions.engagements import end_engagements
from cases.actions.numbers import next_number
from core import clock
from core.context import act_on
from core.refusal import Forbidden, Refusal
from governance.actions.base import access_to, lock, lock_cases, lock_item, record_act
from governance.actions.decisions import entrust
from governance.choices import MinutesState
from governance.models import AgendaItem, Correction, Decision, Meeting, Minutes
from governance.permissions import require_chair, require_organiser
from governance.querysets import waiting
from governance.rules import (
    check_adoptable,
    check_begun,
    check_category,
    check_nothing_waits_unseen,
    check_running,
)
from governance.workflow import MEETING, MINUTES
from messaging.actions.jobs import queue_job
from messaging.actions.notify import mark_done, notify

SEAL = "minutes.seal"


@transaction.atomic
def draft_minutes(meeting: Meeting, *, by: User, at: datetime) -> Minutes:
    """Give the minutes of a convened meeting their number. Raises Refusal when they exist."""
    meeting = lock(meeting)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    if Minutes.objects.filter(meeting=meeting).exists():
        raise Refusal(_("Le procès-verbal de cette séance existe déjà."))
    year = clock.day_of(meeting.starts_at).year
    minutes = Minutes.objects.create(
        meeting=meeting,
        number=f"PV-{year}-{next_number('minutes', year):04d}",
        drafted_at=at,
        drafted_by=by,
    )
    record_act("minutes.drafted", scope, object_id=minutes.pk, number=minutes.number)
    return minutes


@transaction.atomic
def circulate(minutes: Minutes, *, by: User, at: datetime) -> Minutes:
    """Hand the minutes to the invited persons for re-reading; each reads only his parts."""
    meeting, minutes = _lock(minutes)
    scope = require_organiser(meeting, by=by, at=at)
    move = MINUTES.check(minutes.state, "circulate")
    check_begun(meeting, at)
    minutes.state, minutes.circulated_at, minutes.circulated_by = move.target, at, by
    minutes.save()
    _tell_invited(minutes, move.event, at=at)
    record_act(move.event, scope, object_id=minutes.pk)
    return minutes


@transaction.atomic
def ask_correction(
    item: AgendaItem, *, text: str, category: int | None = None, by: User, at: datetime
) -> Correction:
    """Ask for a correction of an item one may read, while the minutes circulate.

    Raises Forbidden to who was neither invited nor organises.
    """
    meeting, item = lock_item(item)
    scope = Scope.of(by, at)
    if not AgendaItem.objects.visible_to(scope).filter(pk=item.pk).exists():
        raise Forbidden(_("Ce point ne vous est pas ouvert."))
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes is None or minutes.state != MinutesState.CIRCULATED:
        raise Refusal(_("Le procès-verbal n’est pas en relecture : aucune correction n’est reçue."))
    check_category(access_to(item, scope), category)
    if not text.strip():
        raise Refusal(_("Dites ce qui doit être corrigé."), "text")
    correction = Correction.objects.create(
        item=item,
        category=category if item.case else None,
        text=text.strip(),
        asked_at=at,
        asked_by=by,
    )
    notify(
        meeting.chair,
        "minutes.correction_asked",
        key=_correction_key(correction),
        at=at,
        url=reverse("governance:minutes", args=[minutes.pk]),
        params={"number": minutes.number},
    )
    record_act("minutes.correction_asked", scope, object_id=correction.pk, cases=[item.case])
    return correction


@transaction.atomic
def settle_correction(correction: Correction, *, by: User, at: datetime) -> Correction:
    """Note that a correction was seen to, in the text or by a word to who asked."""
    meeting, item = lock_item(correction.item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    correction = Correction.objects.get(pk=correction.pk)
    if correction.settled_at:
        raise Refusal(_("%(who)s a déjà réglé cette correction.") % {"who": correction.settled_by})
    correction.settled_at, correction.settled_by = at, by
    correction.save()
    mark_done(key=_correction_key(correction), at=at)
    record_act("minutes.correction_settled", scope, object_id=correction.pk, cases=[item.case])
    return correction


@transaction.atomic
def adopt(minutes: Minutes, *, by: User, at: datetime) -> Minutes:
    """The chair adopts; the meeting closes, decisions become tasks, the papers are queued (S5).

    Raises Refusal while an item is open or a correction unsettled, and before the meeting began.
    """
    meeting, minutes = _lock(minutes)
    lock_cases(meeting)
    scope = require_chair(meeting, by=by, at=at)
    if minutes.adopted_by:
        raise Refusal(_("%(who)s a déjà adopté ce procès-verbal.") % {"who": minutes.adopted_by})
    move = MINUTES.check(minutes.state, "adopt")
    close = MEETING.check(meeting.state, "close")
    check_begun(meeting, at)
    check_adoptable(*waiting(meeting, scope))
    check_nothing_waits_unseen(meeting)
    minutes.state, minutes.adopted_at, minutes.adopted_by = move.target, at, by
    minutes.save()
    meeting.state, meeting.closed_at, meeting.closed_by = close.target, at, by
    meeting.save()
    decisions = Decision.objects.filter(item__meeting=meeting)
    for decision in decisions.select_related("item__case", "office"):
        entrust(decision, minutes, by=by, at=at)
    # Who was given something to do stays engaged by the decision (access-policy, facts).
    end_engagements(source_id=meeting.pk, by=by, at=at)
    mark_done(key=_key(minutes, "minutes.circulated"), at=at)
    _tell_invited(minutes, move.event, at=at)
    queue_job(SEAL, minutes.pk, key=f"{SEAL}:{minutes.pk}", due_at=at)
    cases = [item.case for item in meeting.items.select_related("case")]
    record_act(move.event, scope, object_id=minutes.pk, cases=cases, number=minutes.number)
    record_act(close.event, scope, object_id=meeting.pk)
    return minutes


def _lock(minutes: Minutes) -> tuple[Meeting, Minutes]:
    meeting = Meeting.objects.select_for_update().get(minutes=minutes)
    act_on(meeting.pk)
    return meeting, Minutes.objects.get(pk=minutes.pk)


def _tell_invited(minutes: Minutes, event: str, *, at: datetime) -> None:
    invitations = minutes.meeting.invitations.select_related("user")
    for user in {row.user for row in invitations if row.user.is_active}:
        notify(
            user,
            event,
            key=_key(minutes, event),
            at=at,
            url=reverse("governance:minutes", args=[minutes.pk]),
            params={"number": minutes.number},
        )


def _key(minutes: Minutes, event: str) -> str:
    return f"{event}:{minutes.pk}"


def _correction_key(correction: Correction) -> str:
    return f"correction:{correction.pk}"

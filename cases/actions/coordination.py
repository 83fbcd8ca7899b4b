"""Which coordination post has a case: dated facts, passed on with a reason (C6)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import CoordinationPost, User
from cases.actions.base import lock, record_act
from cases.actions.gates import refresh_gates
from cases.actions.procurations import coordinators_of
from cases.choices import CaseState
from cases.models import Case, Coordination
from cases.permissions import require
from core import clock
from core.refusal import Refusal
from messaging.actions.notify import mark_done, notify


def begin_coordination(
    case: Case, post: CoordinationPost, *, reason: str = "", by: User, at: datetime
) -> Coordination:
    """Date the post that the case is given, in the caller's transaction."""
    for former in Coordination.objects.open().filter(case=case):
        former.ended_at, former.ended_by = at, by
        former.save(update_fields=["ended_at", "ended_by"])
    return Coordination.objects.create(
        case=case, post=post, reason=reason, begun_at=at, begun_by=by
    )


@transaction.atomic
def transfer_case(
    case: Case, *, post: CoordinationPost, reason: str, by: User, at: datetime
) -> Case:
    """Pass a case on to another post, of the same region, another one or a theme.

    Its holder reads at once, the former one no more. Raises Refusal for a case that isn't followed,
    for its own post, one that doesn't exist today, and without a reason.
    """
    case = lock(case)
    ground = require("case.transfer", case, by=by, at=at)
    _check_transfer(case, post, reason, at)
    if post.region:
        case.region = post.region
    case.post, case.theme = post, post.theme
    case.save()
    coordination = begin_coordination(case, post, reason=reason.strip(), by=by, at=at)
    refresh_gates(case)
    record_act(
        "case.transferred", case, ground, by=by, at=at, object_id=coordination.pk, post=post.pk
    )
    _tell_new_post(case, coordination, at=at)
    return case


def _check_transfer(case: Case, post: CoordinationPost, reason: str, at: datetime) -> None:
    if case.state not in (CaseState.ANNOUNCED, CaseState.TRIAGED):
        raise Refusal(_("Seul un dossier annoncé et ouvert se transmet à un autre poste."))
    if post == case.post:
        raise Refusal(_("Ce poste coordonne déjà le dossier. Choisissez-en un autre."), "post")
    if not CoordinationPost.objects.live(clock.day_of(at)).filter(pk=post.pk).exists():
        raise Refusal(_("Ce poste n’existe pas aujourd’hui. Choisissez-en un autre."), "post")
    if not reason.strip():
        raise Refusal(_("Dites pourquoi : le nouveau poste lira ce motif."), "reason")


def _tell_new_post(case: Case, coordination: Coordination, *, at: datetime) -> None:
    """Who holds the new post; for a case not yet triaged it is an announcement to her."""
    notice, key = "case.transferred", f"case.transferred:{coordination.pk}"
    if case.state == CaseState.ANNOUNCED:
        notice, key = "case.announced", f"case.announced:{case.pk}"
        mark_done(key=key, at=at)
    for coordinator in coordinators_of(case, at=at):
        notify(
            coordinator,
            notice,
            key=key,
            at=at,
            url=reverse("dossier", args=[case.pk]),
            params={"number": case.number},
            case_id=case.pk,
        )

"""A member of the Commission « droit » is excluded by name from a case (access-policy, facts)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.base import lock, record_act
from cases.docket import sits, waits_for_commission
from cases.models import Case, Merge, Recusal
from cases.permissions import require
from core import clock
from core.refusal import Refusal
from messaging.actions.notify import notify


@transaction.atomic
def recuse(case: Case, *, user: User, reason: str, by: User, at: datetime) -> Recusal:
    """Shut the case to a member at once. She may do it herself before anything is decided.

    Raises Refusal for who doesn't sit there or is recused already, and without a reason.
    """
    case = lock(case)
    is_herself = user == by
    ground = require("recusal.declare" if is_herself else "recusal.record", case, by=by, at=at)
    if user not in sits(clock.day_of(at)):
        raise Refusal(_("Choisissez un·e membre de la Commission « droit »."), "user")
    if is_herself and not waits_for_commission(case):
        raise Refusal(_("La Commission a déjà décidé : plus rien ne vous est soumis."))
    if Recusal.objects.filter(case=case, user=user, lifted_at=None).exists():
        raise Refusal(_("Cette personne est déjà récusée pour ce dossier."), "user")
    if not reason.strip():
        raise Refusal(_("Dites pourquoi en une phrase."), "reason")
    recusal = Recusal.objects.create(
        case=case, user=user, reason=reason.strip(), begun_at=at, begun_by=by
    )
    record_act("member.recused", case, ground, by=by, at=at, object_id=recusal.pk, person=user.pk)
    if not is_herself:
        # It hangs on no case, and names none: the case is shut to her.
        key = f"member.recused:{recusal.pk}"
        notify(user, "member.recused", key=key, at=at, url=reverse("home"))
    return recusal


@transaction.atomic
def lift_recusal(recusal: Recusal, *, by: User, at: datetime) -> None:
    """Let the member take part again. Raises Refusal when somebody did it meanwhile."""
    case = lock(recusal.case)
    ground = require("recusal.record", case, by=by, at=at)
    recusal = Recusal.objects.get(pk=recusal.pk)
    if recusal.lifted_at:
        raise Refusal(
            _("%(who)s y a déjà mis fin. Rien n’a été modifié.") % {"who": recusal.lifted_by}
        )
    recusal.lifted_at, recusal.lifted_by = at, by
    recusal.save(update_fields=["lifted_at", "lifted_by"])
    record_act(
        "recusal.lifted",
        case,
        ground,
        by=by,
        at=at,
        object_id=recusal.pk,
        person=recusal.user_id,
    )


def carry_recusals(merge: Merge, bases: list[CaseBasis], *, by: User, at: datetime) -> None:
    """Who is excluded from the merged case is excluded from the kept one: it is the same person.

    In the caller's transaction, as `lift_carried`; the merge has asked, and she was told before.
    """
    standing = Recusal.objects.filter(lifted_at=None)
    there = standing.filter(case=merge.kept).values("user")
    for before in standing.filter(case=merge.merged).exclude(user__in=there):
        recusal = Recusal.objects.create(
            case=merge.kept, user=before.user, reason=before.reason, begun_at=at, begun_by=by
        )
        _trace("member.recused", recusal, bases, by=by, at=at)


def lift_carried(merge: Merge, bases: list[CaseBasis], *, by: User, at: datetime) -> None:
    """Two again, the kept case excludes nobody for the other's sake."""
    standing = Recusal.objects.filter(case=merge.kept, lifted_at=None)
    for recusal in [row for row in standing if row.begun_at == merge.approved_at]:
        recusal.lifted_at, recusal.lifted_by = at, by
        recusal.save(update_fields=["lifted_at", "lifted_by"])
        _trace("recusal.lifted", recusal, bases, by=by, at=at)


def _trace(
    event: str, recusal: Recusal, bases: Iterable[CaseBasis], *, by: User, at: datetime
) -> None:
    of_case = [basis for basis in bases if basis.case_id == recusal.case_id]
    record(
        event,
        kind=Kind.ACT,
        by=by,
        at=at,
        cases=of_case,
        object_id=recusal.pk,
        person=recusal.user_id,
    )

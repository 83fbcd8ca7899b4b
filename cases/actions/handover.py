"""Everything that a person of a dispositif has in hand goes to colleagues in one act (C3, C15)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.actions.flags import hand_over
from cases.actions.request_answers import change_handler
from cases.handover import held, open_things, places, takers
from core import clock
from core.context import acting
from core.refusal import Refusal
from messaging.actions.notify import mark_done, notify


@transaction.atomic
def pass_on_all(
    mandate: Mandate, *, to: Mapping[str, Mandate], reason: str, by: User, at: datetime
) -> int:
    """Pass on each thing to the colleague named under its key, all or nothing; returns how many.

    Each is an act of its own on its case, with its permission and its trace. Raises Http404 unless
    she is répondant there, Refusal without a reason, without anything, and for somebody else.
    """
    scope = Scope.of(by, at)
    if mandate.office_id not in places(scope):
        raise Http404
    if not reason.strip():
        raise Refusal(_("Dites pourquoi : chaque dossier garde ce motif."), "reason")
    colleagues = set(takers(mandate))
    moved = 0
    for row in held(mandate, scope):
        taker = to.get(row.key)
        if taker is None:
            continue
        if taker not in colleagues:
            raise Refusal(_("Choisissez une personne de votre dispositif."), row.key)
        if row.request:
            change_handler(row.request, handler=taker, by=by, at=at)
        else:
            hand_over(row.case, to=taker.user, reason=reason.strip(), by=by, at=at)
        moved += 1
    if not moved:
        raise Refusal(_("Choisissez au moins une ou un collègue qui reprend quelque chose."))
    if not held(mandate, scope):
        mark_done(key=_key(mandate), at=at)
    return moved


def tell_of_open_things(mandate: Mandate, *, at: datetime) -> None:
    """When a mandate at a dispositif ends, its répondants hear how much is to be passed on."""
    if mandate.office_id is None:
        return
    with acting("job:handover"):
        count = open_things(mandate.user, mandate.office_id)
    if not count:
        return
    day = clock.day_of(at)
    repondants = Mandate.objects.live(day).filter(
        office=mandate.office_id, role=Role.REPONDANT, user__is_active=True
    )
    for user in {row.user for row in repondants.select_related("user")} - {mandate.user}:
        notify(
            user,
            "handover.waits",
            key=_key(mandate),
            at=at,
            url=reverse("cases:handover", args=[mandate.pk]),
            params={"count": count},
        )


def _key(mandate: Mandate) -> str:
    return f"handover:{mandate.user_id}:{mandate.office_id}"

"""The legal hold: set and lifted by the cantonal officer, with the reason (P7)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.base import lock, record_act
from cases.models import Case, LegalHold
from cases.permissions import require_retention
from core.refusal import Refusal


@transaction.atomic
def set_hold(case: Case, *, reason: str, by: User, at: datetime) -> LegalHold:
    """Stop everything on the way to the destruction. Raises Refusal when it is stopped already."""
    case = lock(case, even_merged=True)
    ground = require_retention("hold.set", case, by=by, at=at)[0]
    if standing := _standing(case):
        raise Refusal(
            _("%(who)s a déjà suspendu la destruction. Rien n’a été modifié.")
            % {"who": standing.set_by}
        )
    if not reason.strip():
        raise Refusal(_("Dites pourquoi la destruction est suspendue."), "reason")
    hold = LegalHold.objects.create(case=case, reason=reason.strip(), set_at=at, set_by=by)
    record_act("hold.set", case, ground, by=by, at=at, object_id=hold.pk)
    return hold


@transaction.atomic
def lift_hold(case: Case, *, reason: str, by: User, at: datetime) -> LegalHold:
    """Let the destruction go on where it stood. Raises Refusal where nothing is held."""
    case = lock(case, even_merged=True)
    ground = require_retention("hold.set", case, by=by, at=at)[0]
    hold = _standing(case)
    if hold is None:
        raise Refusal(_("La destruction de ce dossier n’est pas suspendue."))
    if not reason.strip():
        raise Refusal(_("Dites pourquoi la suspension est levée."), "reason")
    hold.lifted_at, hold.lifted_by, hold.lift_reason = at, by, reason.strip()
    hold.save()
    record_act("hold.lifted", case, ground, by=by, at=at, object_id=hold.pk)
    return hold


def _standing(case: Case) -> LegalHold | None:
    return LegalHold.objects.filter(case=case, lifted_at=None).first()

"""A CMS brings a request for social aid before the commune, two people having seen it (C14)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Closure, Office, User
from accounts.scope import Scope
from cases.actions.base import lock, record_act
from cases.aid import aid_offices, terms
from cases.choices import AidRung, AidState
from cases.models import AidRequest, Case
from cases.permissions import require, require_at
from cases.reading import CaseAccess
from cases.rules import check_open_case
from cases.workflow import AID
from core import clock
from core.refusal import Forbidden, Refusal
from messaging.actions.notify import mark_done


@transaction.atomic
def file_aid(case: Case, *, office: Office, asked_on: date, by: User, at: datetime) -> AidRequest:
    """Note that the person asked her commune for aid; the days run from then on (C14).

    Raises Refusal for a day to come, and while a request of this CMS is running.
    """
    case = lock(case)
    ground = require("aid.follow", case, by=by, at=at)
    check_open_case(case)
    if office not in aid_offices(CaseAccess.of(case, Scope.of(by, at))):
        raise Refusal(_("Choisissez un CMS pour lequel vous suivez ce dossier."), "office")
    if asked_on > clock.day_of(at):
        raise Refusal(_("Cette date est dans le futur. Vérifiez l’année."), "asked_on")
    if AidRequest.objects.running().filter(case=case, office=office).exists():
        raise Refusal(_("Une demande de ce CMS est déjà en cours : terminez-la d’abord."))
    days = terms(asked_on, set(Closure.objects.values_list("day", flat=True)))
    row = AidRequest.objects.create(
        case=case,
        office=office,
        asked_on=asked_on,
        send_by=days.send_by,
        due_on=days.due_on,
        filed_at=at,
        filed_by=by,
    )
    record_act("aid.filed", case, ground, by=by, at=at, object_id=row.pk)
    return row


@transaction.atomic
def move_aid(
    request: AidRequest, *, move: str, reason: str = "", by: User, at: datetime
) -> AidRequest:
    """Sign the file, sign it a second time, send it, note the decision, or withdraw it.

    `move` is one of the workflow. Raises Forbidden to who doesn't follow the case for this CMS, and
    to who signed for the second signature; Refusal without a reason for withdrawing.
    """
    case = lock(request.case)
    row = AidRequest.objects.select_for_update().select_related("office").get(pk=request.pk)
    ground = require_at("aid.follow", case, [row.office], by=by, at=at)
    if move not in {one.name for one in AID.moves}:
        raise Refusal(_("Choisissez l’étape à noter."))
    step = AID.check(row.state, move, row)
    if step.target == AidState.COUNTERSIGNED and by.pk == row.signed_by_id:
        raise Forbidden(_("Une autre personne du CMS contrôle ce que vous avez signé."))
    if step.target == AidState.WITHDRAWN:
        row.reason = reason.strip()
        if not row.reason:
            raise Refusal(_("Dites pourquoi la demande est retirée."), "reason")
    row.state = step.target
    setattr(row, f"{step.target}_at", at)
    setattr(row, f"{step.target}_by", by)
    row.save()
    if step.target in (AidState.SENT, AidState.WITHDRAWN):
        for rung in AidRung:
            mark_done(key=key_of(row, rung), at=at)
    record_act(step.event, case, ground, by=by, at=at, object_id=row.pk)
    return row


def key_of(request: AidRequest, rung: str) -> str:
    """The occasion of what is said about a file; each rung of the ladder has its own."""
    return f"aid.waits:{request.pk}:{rung}"

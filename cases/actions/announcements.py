"""The case leaves its dispositif for the coordination, once a procuration allows it (C2, C6)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import OfficeKind
from accounts.models import CoordinationPost, Office, User
from cases.actions.base import lock, record_act
from cases.actions.coordination import begin_coordination
from cases.actions.engagements import engage
from cases.actions.procurations import coordinators_of
from cases.choices import EngagementKind, Path, Urgency
from cases.models import Case
from cases.permissions import require
from cases.rules import require_live_procuration
from cases.workflow import CASE
from core import clock
from core.refusal import Refusal
from messaging.actions.notify import notify


@transaction.atomic
def announce(
    case: Case,
    *,
    path: Path,
    text: str,
    urgency: Urgency = Urgency.NORMAL,
    theme: str = "",
    by: User,
    at: datetime,
) -> Case:
    """Hand the case to the lead post of its region, or of its theme (C6).

    Raises Refusal without a live procuration for the bureau, or without a lead post.
    """
    case = lock(case)
    ground = require("case.announce", case, by=by, at=at)
    move = CASE.check(case.state, "announce", case)
    day = clock.day_of(at)
    require_live_procuration(case, day=day)
    if not text.strip():
        raise Refusal(_("Dites en une phrase ce que vous attendez de la CII."), "text")
    case.post = _lead_post(case, theme, day)
    case.theme, case.announced_for, case.announcement = theme, path, text
    case.urgency = urgency
    case.state, case.announced_at, case.announced_by = move.target, at, by
    case.save()
    begin_coordination(case, case.post, by=by, at=at)
    bureau = Office.objects.get(kind=OfficeKind.BUREAU)
    engage(case, bureau, EngagementKind.ANNOUNCEMENT, by=by, at=at)
    record_act(move.event, case, ground, by=by, at=at, path=path, post=case.post.pk)
    for coordinator in coordinators_of(case, at=at):
        notify(
            coordinator,
            "case.announced",
            key=f"case.announced:{case.pk}",
            at=at,
            url=reverse("dossier", args=[case.pk]),
            params={"number": case.number},
            case_id=case.pk,
        )
    return case


def _lead_post(case: Case, theme: str, day) -> CoordinationPost:
    posts = CoordinationPost.objects.live(day).filter(is_lead=True)
    post = (posts.filter(theme=theme) if theme else posts.filter(region=case.region)).first()
    if post is None:
        raise Refusal(
            _("Aucun poste de coordination principal n’est défini ici. Avertissez le bureau CII.")
        )
    return post

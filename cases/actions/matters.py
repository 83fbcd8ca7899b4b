"""What is submitted in a case: from it follows who reads, until it is settled (access-policy)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Office, User
from cases.actions.base import lock, record_act
from cases.actions.engagements import end_engagements, engage
from cases.actions.stages import begin_stage, end_stage, lock_matter, parties_told, tell
from cases.choices import DisputeState, EngagementKind, MatterKind, StageResult
from cases.coverage import covered_offices, disputable
from cases.docket import OPENS, managers_told, settles, who_rules
from cases.models import Case, Matter
from cases.models.matter import ASKED
from cases.permissions import require
from cases.reading import OF_BUREAU, Ground
from cases.rules import check_followed, check_open, check_result
from cases.workflow import DISPUTES, ENGAGES, MONEY
from core import clock
from core.refusal import Refusal
from messaging.actions.notify import mark_done, notify


@transaction.atomic
def open_matter(
    case: Case,
    *,
    kind: MatterKind,
    category: int,
    question: str,
    office: Office | None = None,
    asking: Office | None = None,
    by: User,
    at: datetime,
) -> Matter:
    """Submit a question, in a category that is granted to the office for which she asks.

    A dispute opposes two dispositifs: `office`, and the one for which she asks, or `asking` where
    the bureau opens it. Raises Refusal without a question, in another category, for a dispositif
    that takes no part, and for a dispute of one alone.
    """
    case = lock(case)
    ground = require(OPENS[kind], case, by=by, at=at)
    check_followed(case)
    if not covered_offices(case, clock.day_of(at)).get(ground.recipient, 0) & category:
        raise Refusal(
            _("La procuration n’ouvre pas cette catégorie à %(office)s. Choisissez-en une autre.")
            % {"office": ground.recipient},
            "category",
        )
    if category not in ASKED or not question.strip():
        raise Refusal(_("Posez la question en une phrase, sur le travail ou l’argent."), "question")
    if office and office not in disputable(case):
        raise Refusal(_("Choisissez un dispositif qui participe au dossier."), "office")
    if kind in DISPUTES:
        asking = _raised_by(ground, asking, against=office, case=case)
    return begin_matter(
        case,
        kind,
        ground,
        category=category,
        question=question.strip(),
        office=office,
        asking=asking if kind in DISPUTES else None,
        by=by,
        at=at,
    )


def _raised_by(
    ground: Ground, asking: Office | None, *, against: Office | None, case: Case
) -> Office:
    if ground.tie not in OF_BUREAU:
        asking = ground.recipient
    if against is None:
        raise Refusal(_("Un litige oppose deux dispositifs : nommez l’autre."), "office")
    if asking not in disputable(case) or asking == against:
        raise Refusal(
            _("Un litige oppose deux dispositifs du dossier : nommez-les tous les deux."),
            "asking" if ground.tie in OF_BUREAU else "office",
        )
    return asking


def begin_matter(
    case: Case,
    kind: MatterKind,
    ground: Ground,
    *,
    by: User,
    at: datetime,
    office: Office | None = None,
    asking: Office | None = None,
    **words: Any,
) -> Matter:
    """Submit it, in the caller's transaction and under the lock of the case: who rules on it takes
    part and is told. The act that calls it has asked for permission."""
    matter = Matter.objects.create(
        case=case,
        kind=kind,
        office=office,
        asking=asking,
        opened_at=at,
        opened_by=by,
        **words,
    )
    for recipient in Office.objects.filter(kind__in=ENGAGES[kind]):
        engage(case, recipient, EngagementKind(kind), source_id=matter.pk, by=by, at=at)
    record_act("matter.opened", case, ground, by=by, at=at, object_id=matter.pk, matter=kind)
    day = clock.day_of(at)
    told = {user: "matter.disputed" for user in managers_told(matter, day)}
    if kind in DISPUTES:
        begin_stage(matter, DisputeState.COORDINATION, by=by, at=at)
    else:
        notice = "matter.submitted" if kind in MONEY else "matter.opened"
        told |= {user: notice for user in who_rules(case, kind, day) if user != by}
    for user, notice in told.items():
        notify(
            user,
            notice,
            key=_key(matter),
            at=at,
            url=reverse("dossier", args=[case.pk]),
            params={"number": case.number},
            case_id=case.pk,
        )
    return matter


@transaction.atomic
def settle_matter(
    matter: Matter,
    *,
    outcome: str,
    result: StageResult = StageResult.AGREED,
    reason: str = "",
    by: User,
    at: datetime,
) -> Matter:
    """Record how it ends; who took part because of it is out at once.

    A dispute ends by an agreement, or by a ruling with reasons, and binds both sides
    (convention 5.7). Raises Refusal when somebody settled it meanwhile, without an outcome, and for
    a ruling that isn't hers to make.
    """
    matter, case = lock_matter(matter)
    ground = require(settles(matter), case, by=by, at=at)
    check_open(matter)
    if not outcome.strip():
        raise Refusal(_("Dites en une phrase comment l’affaire se règle."), "outcome")
    if stage := matter.stage:
        check_result(matter, stage, result, reason)
        end_stage(stage, result, reason=reason, by=by, at=at)
    matter.outcome, matter.settled_at, matter.settled_by = outcome.strip(), at, by
    matter.save(update_fields=["outcome", "settled_at", "settled_by"])
    if stage:
        tell(stage, "dispute.settled", parties_told(matter, at) - {by}, at=at, rung="settled")
    end_engagements(source_id=matter.pk, by=by, at=at)
    record_act(
        "matter.settled", case, ground, by=by, at=at, object_id=matter.pk, matter=matter.kind
    )
    mark_done(key=_key(matter), at=at)
    return matter


def _key(matter: Matter) -> str:
    return f"matter:{matter.pk}"

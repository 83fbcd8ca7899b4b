"""What is submitted in a case: from it follows who reads, until it is settled (access-policy)."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Office, User
from cases.actions.base import lock, record_act
from cases.actions.engagements import end_engagements, engage
from cases.choices import EngagementKind, MatterKind
from cases.coverage import covered_offices, disputable
from cases.docket import OPENS, managers_told, settles, who_rules
from cases.models import Case, Matter
from cases.models.matter import ASKED
from cases.permissions import require
from cases.reading import Ground
from cases.rules import check_followed
from cases.workflow import ENGAGES, MONEY
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
    by: User,
    at: datetime,
) -> Matter:
    """Submit a question, in a category that is granted to the office for which she asks.

    Raises Refusal without a question, in another category, and for a dispositif that takes no part.
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
    return begin_matter(
        case,
        kind,
        ground,
        category=category,
        question=question.strip(),
        office=office,
        by=by,
        at=at,
    )


def begin_matter(
    case: Case,
    kind: MatterKind,
    ground: Ground,
    *,
    by: User,
    at: datetime,
    office: Office | None = None,
    **words: Any,
) -> Matter:
    """Submit it, in the caller's transaction and under the lock of the case: who rules on it takes
    part and is told. The act that calls it has asked for permission."""
    matter = Matter.objects.create(
        case=case, kind=kind, office=office, opened_at=at, opened_by=by, **words
    )
    for recipient in Office.objects.filter(kind__in=ENGAGES[kind]):
        engage(case, recipient, EngagementKind(kind), source_id=matter.pk, by=by, at=at)
    record_act("matter.opened", case, ground, by=by, at=at, object_id=matter.pk, matter=kind)
    day = clock.day_of(at)
    told = {user: "matter.disputed" for user in managers_told(matter, day)}
    told |= {
        user: "matter.submitted" if kind in MONEY else "matter.opened"
        for user in who_rules(case, kind, day)
        if user != by
    }
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
def settle_matter(matter: Matter, *, outcome: str, by: User, at: datetime) -> Matter:
    """Record how it ends; who took part because of it is out at once.

    Raises Refusal when somebody settled it meanwhile, and without an outcome.
    """
    case = lock(matter.case)
    matter = Matter.objects.select_for_update().get(pk=matter.pk)
    ground = require(settles(matter.kind), case, by=by, at=at)
    if matter.settled_at:
        raise Refusal(
            _("%(who)s l’a déjà réglée. Rien n’a été modifié.") % {"who": matter.settled_by}
        )
    if not outcome.strip():
        raise Refusal(_("Dites en une phrase comment l’affaire se règle."), "outcome")
    matter.outcome, matter.settled_at, matter.settled_by = outcome.strip(), at, by
    matter.save(update_fields=["outcome", "settled_at", "settled_by"])
    end_engagements(source_id=matter.pk, by=by, at=at)
    record_act(
        "matter.settled", case, ground, by=by, at=at, object_id=matter.pk, matter=matter.kind
    )
    mark_done(key=_key(matter), at=at)
    return matter


def _key(matter: Matter) -> str:
    return f"matter:{matter.pk}"

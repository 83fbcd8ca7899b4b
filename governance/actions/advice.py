"""A question, its answer, and the general guidance that may come of it (C17)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import CoordinationPost, Office, User
from accounts.scope import Scope
from core import clock
from core.refusal import Forbidden, Refusal
from governance.actions.base import record_act
from governance.choices import AdviceState, GuidanceState
from governance.models import Advice, Guidance
from governance.permissions import (
    may_answer,
    may_coordinate,
    require_answerer,
    require_guidance_keeper,
)
from governance.workflow import ADVICE, GUIDANCE
from messaging.actions.notify import notify


@transaction.atomic
def ask_advice(
    *, question: str, to: Office | CoordinationPost | None, by: User, at: datetime
) -> Advice:
    """Put a question to the répondants of a dispositif, to a post, or to the cantonal officer."""
    advice = Advice.objects.create(
        office=to if isinstance(to, Office) else None,
        post=to if isinstance(to, CoordinationPost) else None,
        question=question,
        asked_at=at,
        asked_by=by,
    )
    record_act("advice.asked", Scope.of(by, at), object_id=advice.pk)
    return advice


@transaction.atomic
def answer_advice(advice: Advice, *, answer: str, by: User, at: datetime) -> Advice:
    """Answer once. Raises Forbidden unless it is put to her, Refusal when a colleague did."""
    advice = _lock(advice)
    scope = require_answerer(advice, by=by, at=at)
    ADVICE.check(advice.state, "answer", advice)
    advice.state, advice.answer = AdviceState.ANSWERED, answer
    advice.answered_at, advice.answered_by = at, by
    advice.save()
    record_act("advice.answered", scope, object_id=advice.pk)
    notify(
        advice.asked_by,
        "advice.answered",
        at=at,
        key=f"advice.answered:{advice.pk}",
        url=reverse("governance:advice", args=[advice.pk]),
        params={"asked_on": clock.day_of(advice.asked_at)},
    )
    return advice


@transaction.atomic
def draft_guidance(
    advice: Advice, *, question: str, answer: str, by: User, at: datetime
) -> Guidance:
    """Write the general text that a second person will look at, be it to replace an older one.

    Raises Forbidden unless she answers the question, or keeps a text that came of it; Refusal
    without an answer, or while a draft waits.
    """
    advice = _lock(advice)
    scope = Scope.of(by, at)
    is_kept = advice.guidance.released().exists() and may_coordinate(scope)
    if not (is_kept or may_answer(scope, advice)):
        raise Forbidden(_("Un repère est proposé par la personne à qui la question est posée."))
    if advice.state != AdviceState.ANSWERED:
        raise Refusal(_("Répondez d’abord à la question ; le repère se rédige ensuite."))
    if advice.guidance.filter(state=GuidanceState.DRAFT).exists():
        raise Refusal(_("Un texte attend déjà la relecture ; publiez-le ou retirez-le d’abord."))
    guidance = Guidance.objects.create(
        advice=advice, question=question, answer=answer, drafted_at=at, drafted_by=by
    )
    record_act("guidance.drafted", scope, object_id=guidance.pk)
    return guidance


@transaction.atomic
def release_guidance(guidance: Guidance, *, by: User, at: datetime) -> Guidance:
    """Release a draft that she found to name nobody; what it replaces is withdrawn.

    Raises Forbidden unless she coordinates, and for her own draft.
    """
    guidance = _lock_guidance(guidance)
    scope = require_guidance_keeper(by=by, at=at)
    if guidance.drafted_by_id == by.pk:
        raise Forbidden(_("Une deuxième personne relit et publie ce que vous avez rédigé."))
    GUIDANCE.check(guidance.state, "release", guidance)
    for older in Guidance.objects.released().filter(advice=guidance.advice_id):
        _withdraw(older, scope)
    guidance.state, guidance.released_at, guidance.released_by = GuidanceState.RELEASED, at, by
    guidance.save()
    record_act("guidance.released", scope, object_id=guidance.pk)
    return guidance


@transaction.atomic
def withdraw_guidance(guidance: Guidance, *, by: User, at: datetime) -> Guidance:
    """Take back a text or a draft. Raises Forbidden unless she coordinates."""
    guidance = _lock_guidance(guidance)
    scope = require_guidance_keeper(by=by, at=at)
    GUIDANCE.check(guidance.state, "withdraw", guidance)
    _withdraw(guidance, scope)
    return guidance


def _withdraw(guidance: Guidance, scope: Scope) -> None:
    guidance.state = GuidanceState.WITHDRAWN
    guidance.withdrawn_at, guidance.withdrawn_by = scope.at, scope.user
    guidance.save()
    record_act("guidance.withdrawn", scope, object_id=guidance.pk)


def _lock(advice: Advice) -> Advice:
    return Advice.objects.select_for_update().get(pk=advice.pk)


def _lock_guidance(guidance: Guidance) -> Guidance:
    """The question's lock serves the texts that come of it."""
    _lock(guidance.advice)
    return Guidance.objects.get(pk=guidance.pk)

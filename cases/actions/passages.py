"""Words about third persons stay out of the person's copy, or come back into it (P6)."""

from datetime import datetime

from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import Scope
from cases.actions.access_requests import check_open, locked_request, make_anew
from cases.actions.base import lock, record_act
from cases.models import AccessRequest, Case, HiddenPassage
from cases.permissions import require
from cases.reading import CaseAccess
from cases.texts import Text, texts_of
from core.refusal import Refusal


@transaction.atomic
def hide_passage(
    request: AccessRequest, *, text: str, words: str, reason: str, by: User, at: datetime
) -> HiddenPassage:
    """Keep words about a third person out of her copy, and have it made anew; the text stays.

    `text` is the key of one that she reads. Raises Refusal once the request is answered, for words
    that don't stand there exactly so, and without a reason.
    """
    request = locked_request(request)
    ground = require("file.hand_out", request.case, by=by, at=at)
    found = _read(request.case, text, by=by, at=at)
    check_open(request)
    words, reason = words.strip(), reason.strip()
    if not words or not found.holds(words):
        raise Refusal(_("Copiez les mots exactement comme ils figurent dans le texte."), "words")
    if not reason:
        raise Refusal(_("Dites pourquoi ce passage ne lui revient pas."), "reason")
    passage = HiddenPassage.objects.create(
        case=request.case,
        text=found.key,
        category=found.category,
        office_id=found.office_id,
        words=words,
        reason=reason,
        hidden_at=at,
        hidden_by=by,
    )
    make_anew(request, passage.pk, at=at)
    record_act(
        "access_request.passage_hidden",
        request.case,
        ground,
        by=by,
        at=at,
        object_id=request.pk,
        text=found.key,
    )
    return passage


@transaction.atomic
def lift_passage(passage: HiddenPassage, *, by: User, at: datetime) -> None:
    """The words are hers again. Raises Refusal when no request is open, or somebody was faster."""
    case = lock(passage.case)
    ground = require("file.hand_out", case, by=by, at=at)
    _read(case, passage.text, by=by, at=at)
    request = AccessRequest.objects.open().filter(case=case).first()
    if request is None:
        raise Refusal(_("Aucune demande n’est ouverte : rien ne change pour l’instant."))
    passage = HiddenPassage.objects.get(pk=passage.pk)
    if passage.lifted_at:
        raise Refusal(
            _("%(who)s a déjà levé ce masque. Rien n’a été modifié.") % {"who": passage.lifted_by}
        )
    passage.lifted_at, passage.lifted_by = at, by
    passage.save(update_fields=["lifted_at", "lifted_by"])
    make_anew(request, f"{passage.pk}:lifted", at=at)
    record_act(
        "access_request.passage_lifted",
        case,
        ground,
        by=by,
        at=at,
        object_id=request.pk,
        text=passage.text,
    )


def _read(case: Case, key: str, *, by: User, at: datetime) -> Text:
    """The text of this key. Raises Http404 when she doesn't read it."""
    texts = texts_of(CaseAccess.of(case, Scope.of(by, at)))
    found = next((text for text in texts if text.key == key), None)
    if found is None:
        raise Http404
    return found

"""The home dispositif says whether the result of a closed case holds (C13)."""

from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import Scope
from cases.actions.base import lock, record_act
from cases.actions.procurations import coordinators_of
from cases.actions.result_questions import end_question, key_of
from cases.choices import Lasting
from cases.models import Case, DurableResult
from cases.permissions import require
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from core.refusal import Refusal
from messaging.actions.notify import notify


@transaction.atomic
def answer_result(
    case: Case,
    *,
    answer: Lasting,
    since: date | None = None,
    remark: str = "",
    by: User,
    at: datetime,
) -> DurableResult:
    """Answer the open question about a closed case, once.

    A result that doesn't hold is told to the coordination where it may read of it: it reopens the
    case. Raises Refusal where nothing is asked, or where somebody answered before.
    """
    case = lock(case)
    ground = require("result.answer", case, by=by, at=at)
    row = DurableResult.objects.open().filter(case=case).first()
    if row is None:
        raise _nothing_asked(case)
    if answer not in Lasting.values:
        raise Refusal(_("Choisissez une réponse."), "answer")
    if since and since > clock.day_of(at):
        raise Refusal(_("Cette date est dans le futur."), "since")
    row.answer, row.since, row.remark = answer, since, remark.strip()
    row.answered_at, row.answered_by = at, by
    end_question(case, at)
    row.save()
    record_act("result.answered", case, ground, by=by, at=at, object_id=row.pk, answer=answer)
    if answer == Lasting.NOT_HELD:
        _tell_coordination(row, by=by, at=at)
    return row


def _nothing_asked(case: Case) -> Refusal:
    answered = DurableResult.objects.about(case).exclude(answered_at=None).first()
    if answered:
        return Refusal(
            _("%(who)s a déjà répondu. Rien n’a été modifié.") % {"who": answered.answered_by}
        )
    return Refusal(_("Le résultat de ce dossier n’est pas demandé : rien n’est à faire."))


def _tell_coordination(row: DurableResult, *, by: User, at: datetime) -> None:
    """Who may reopen the case, and reads of the situation at work."""
    for user in coordinators_of(row.case, at=at):
        access = CaseAccess.of(row.case, Scope.of(user, at))
        if user != by and access.reads(Category.WORK):
            notify(
                user,
                "result.answered",
                key=f"{key_of(row)}:answered",
                at=at,
                url=reverse("dossier", args=[row.case_id]),
                params={"number": row.case.number},
                case_id=row.case_id,
            )

"""The beats that every act on a case shares: lock the row, and record what was done."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from audit.choices import Kind
from audit.record import record
from cases.choices import CaseState
from cases.models import Case
from cases.reading import Ground
from core.context import act_on
from core.refusal import Refusal


def lock(case: Case, *, even_merged: bool = False) -> Case:
    """The case as it stands now, locked and whole to the act until the transaction ends.

    Raises Http404 when it was shut meanwhile, Refusal for a merged one: what is done is done in the
    case that holds both.
    """
    locked = Case.objects.select_for_update().filter(pk=case.pk).first()
    if locked is None:
        raise Http404
    act_on(locked.pk)
    if locked.state == CaseState.MERGED and not even_merged:
        raise Refusal(
            _("Ce dossier est réuni à un autre : continuez dans celui qui réunit les deux.")
        )
    return locked


def record_act(
    event: str,
    case: Case,
    ground: Ground,
    *,
    by: User,
    at: datetime,
    object_id: UUID | None = None,
    **details: Any,
) -> None:
    """Trace an act under the one ground on which it was allowed (G2)."""
    record(
        event,
        kind=Kind.ACT,
        by=by,
        at=at,
        cases=[ground.basis(case)],
        object_id=object_id,
        **details,
    )

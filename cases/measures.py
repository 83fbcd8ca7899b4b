"""Who says what has come of a measure: the case manager, and who is responsible for it (C10)."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import Scope
from cases.choices import PlanState, Tie
from cases.models import Case, PlanMeasure
from cases.permissions import ACTS
from cases.reading import CaseAccess, Ground
from core.refusal import Forbidden

ACT = "measure.update"


def require_update(measure: PlanMeasure, case: Case, *, by: User, at: datetime) -> Ground:
    """The ground on which she says it. Raises Http404 for a measure that she does not read,
    Forbidden for one that isn't hers to tell of.
    """
    access = CaseAccess.of(case, Scope.of(by, at))
    if not access.reads(measure.category):
        raise Http404
    if ground := _ground(measure, access):
        return ground
    raise Forbidden(
        _("Cet acte revient à : %(who)s. Adressez-vous à cette personne.")
        % {"who": f"{Tie.CASE_MANAGER.label}, {measure.responsible}"},
        about=access.bases(),
    )


def updatable(measures: Iterable[PlanMeasure], access: CaseAccess) -> set[UUID]:
    """The measures of the plan in force, not over yet, whose state is hers to tell."""
    return {
        row.pk
        for row in measures
        if row.plan.state == PlanState.ADOPTED and not row.is_over and _ground(row, access)
    }


def _ground(measure: PlanMeasure, access: CaseAccess) -> Ground | None:
    fitting = (ground for ground in access.grounds if ground.tie in ACTS[ACT])
    return next(
        (
            ground
            for ground in fitting
            if ground.mask & measure.category
            and (ground.tie == Tie.CASE_MANAGER or ground.recipient.pk == measure.responsible_id)
        ),
        None,
    )

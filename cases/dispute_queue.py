"""What waits for a person in disputes: a stage to conclude, a position to state (C8, C15)."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.scope import Scope
from cases.choices import DisputeState
from cases.models import Case, DisputeStage, Matter, Position
from cases.querysets import NOTHING


def dispute_queue(scope: Scope, shown: int) -> Iterator[tuple[DisputeStage, str, str]]:
    """Open stages with the page where something is to be done and why, the earliest term first."""
    for stage in _to_conclude(scope)[:shown]:
        # A member may know the number alone, and the dossier says no more.
        is_members = stage.step == DisputeState.COMMISSION
        url = reverse("dossier", args=[stage.matter.case_id]) if is_members else _page(stage)
        yield stage, url, _("Litige à conclure : %s") % stage.get_step_display()
    for stage in _to_state(scope)[:shown]:
        yield stage, _page(stage), _("Litige : position de votre dispositif à donner")


def _page(stage: DisputeStage) -> str:
    return reverse("cases:dispute", args=[stage.matter_id])


def _to_conclude(scope: Scope) -> QuerySet[DisputeStage]:
    """The stages for which she answers; the secretariat records no vote unasked."""
    mine = NOTHING
    if scope.posts:
        mine |= Q(step=DisputeState.COORDINATION, matter__case__post__in=list(scope.posts))
    if scope.holds(Role.CANTONAL_OFFICER):
        mine |= ~Q(step=DisputeState.COORDINATION)
    if scope.commission:
        mine |= Q(step=DisputeState.COMMISSION)
    return _open(scope).filter(mine)


def _to_state(scope: Scope) -> QuerySet[DisputeStage]:
    """Of the dispositifs whose répondant she is, where nothing was said yet and she may say it."""
    places = [
        Q(matter__case__population=mandate.population)
        & (Q(matter__asking=mandate.office_id) | Q(matter__office=mandate.office_id))
        for mandate in scope.in_role(Role.REPONDANT)
    ]
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    stated = Position.objects.filter(matter=OuterRef("matter"), office__in=offices)
    readable = Matter.objects.visible_to(scope).values("pk")
    rows = _open(scope).filter(reduce(or_, places, NOTHING), matter__in=readable)
    return rows.filter(~Exists(stated), matter__request=None)


def _open(scope: Scope) -> QuerySet[DisputeStage]:
    rows = DisputeStage.objects.open().filter(matter__case__in=Case.objects.visible_to(scope))
    return rows.select_related("matter__case").order_by("due_on", "matter__case__number", "pk")

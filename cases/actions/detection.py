"""The grid asked anew when the situation changes; what was answered before stays (C1)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.base import lock, record_act
from cases.actions.flags import fill_grid
from cases.actions.procurations import coordinators_of
from cases.choices import AssignmentKind, Path
from cases.models import Assignment, Case, Flag
from cases.permissions import require
from cases.rules import check_open_case
from core.refusal import Refusal
from messaging.actions.notify import notify


@transaction.atomic
def ask_grid_again(
    case: Case, *, answers: dict[str, str], chosen_path: Path, remark: str, by: User, at: datetime
) -> Flag:
    """Fill in the grid in force once more; `remark` says what changed.

    Nothing moves by itself: who coordinates is told, and decides. Raises Refusal for a case that
    has ended, and without a word on what changed.
    """
    case = lock(case)
    ground = require("grid.ask_again", case, by=by, at=at)
    check_open_case(case)
    if not remark.strip():
        raise Refusal(_("Dites en une phrase ce qui a changé."), "remark")
    flag = fill_grid(case, answers, chosen_path, remark.strip(), by=by, at=at)
    record_act(
        "grid.asked_again",
        case,
        ground,
        by=by,
        at=at,
        object_id=flag.pk,
        suggested=flag.suggested_path,
        chosen=chosen_path,
    )
    for user in _concerned(case, at) - {by}:
        notify(
            user,
            "grid.asked_again",
            key=f"grid.asked_again:{flag.pk}",
            at=at,
            url=reverse("cases:grids", args=[case.pk]),
            params={"number": case.number},
            case_id=case.pk,
        )
    return flag


def _concerned(case: Case, at: datetime) -> set[User]:
    """Who coordinates the case and who manages it, once it is announced."""
    if not case.announced_at:
        return set()
    managers = Assignment.objects.open().filter(case=case, kind=AssignmentKind.CASE_MANAGER)
    return {*coordinators_of(case, at=at), *(row.user for row in managers.select_related("user"))}

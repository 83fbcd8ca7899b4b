"""A new version of the detection grid: prepared in both languages, in force from a day on (C1)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from accounts.permissions import require_keeper
from audit.choices import Kind
from audit.record import record
from cases.grid_check import check_grid
from cases.models import GridVersion
from core import clock


@transaction.atomic
def prepare_grid(
    *,
    valid_from: date,
    questions: list[dict[str, Any]],
    thresholds: dict[str, int],
    by: User,
    at: datetime,
) -> GridVersion:
    """Add the next version; what was answered before keeps its own.

    Raises Forbidden for who keeps no reference data, Refusal for a day that isn't ahead and for
    questions that can't be asked or weighed.
    """
    require_keeper(by=by, at=at)
    check_grid(questions, thresholds, valid_from=valid_from, today=clock.day_of(at))
    last = GridVersion.objects.aggregate(last=Max("version"))["last"] or 0
    row = GridVersion.objects.create(
        version=last + 1, valid_from=valid_from, questions=questions, thresholds=thresholds
    )
    record(
        "grid.prepared",
        kind=Kind.ACT,
        by=by,
        at=at,
        version=row.version,
        valid_from=valid_from,
    )
    return row

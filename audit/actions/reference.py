"""Reference data: what is added or changed leaves a trace (P4)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from accounts.models import User
from accounts.permissions import require_keeper
from audit.choices import Kind
from audit.record import record


@transaction.atomic
def keep_row(row: models.Model, *, fields: Iterable[str], by: User, at: datetime) -> None:
    """Store a row, new or changed; the trace says which fields, never what they hold.

    A row of which nothing changed leaves none. Raises `Forbidden` unless she keeps reference data.
    """
    require_keeper(by=by, at=at)
    named, is_new = sorted(fields), row._state.adding
    if not (named or is_new):
        return
    row.save()
    record(
        "reference.added" if is_new else "reference.changed",
        kind=Kind.ACT,
        by=by,
        at=at,
        table=row._meta.label_lower,
        row=row.pk,
        fields=named,
    )

"""Database constraints that keep a state and its facts together: a state is a fact."""

from django.db import models
from django.db.models import F, Q


def paired(model: str, event: str) -> models.CheckConstraint:
    """`<event>_at` and `<event>_by` are set together or not at all."""
    at, by = f"{event}_at", f"{event}_by"
    return models.CheckConstraint(
        condition=Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
        | Q(**{f"{at}__isnull": False, f"{by}__isnull": False}),
        name=f"{model}_{event}_at_and_by",
    )


def stated(model: str, event: str, *states: str, only: bool = False) -> models.CheckConstraint:
    """A row in one of `states` carries `<event>_at` and `<event>_by`, always both or neither.

    With `only`, no row in another state carries them.
    """
    at, by = f"{event}_at__isnull", f"{event}_by__isnull"
    told = Q(**{at: False, by: False})
    untold = Q(**{at: True, by: True})
    elsewhere = untold if only else told | untold
    return models.CheckConstraint(
        condition=(Q(state__in=states) & told) | (~Q(state__in=states) & elsewhere),
        name=f"{model}_{event}_state",
    )


def ordered(name: str, start: str, end: str) -> models.CheckConstraint:
    """`end`, where known, is not before `start`."""
    return models.CheckConstraint(
        condition=Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": F(start)}), name=name
    )

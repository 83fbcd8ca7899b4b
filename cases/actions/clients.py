"""The person's data: completed, corrected, marked as checked (access-policy: W H M C S)."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.actions.base import lock, record_act
from cases.actions.fingerprints import compare_corrected
from cases.actions.flags import population_of
from cases.actions.gates import refresh_gates
from cases.models import Case, Client
from cases.permissions import require
from core import clock
from core.stale import check_same, fingerprint

EDITABLE = frozenset(
    {
        "last_name",
        "first_name",
        "birth_date",
        "sex",
        "language",
        "commune",
        "street",
        "place",
        "phone",
        "email",
    }
)

# By these a person is compared across dispositifs (C5).
NAMED = frozenset({"last_name", "first_name", "birth_date"})


def person_data(client: Client) -> dict[str, Any]:
    """What is known about the person, by field."""
    return {name: getattr(client, name) for name in EDITABLE}


@transaction.atomic
def update_client(
    case: Case, *, changes: dict[str, Any], seen: str | None = None, by: User, at: datetime
) -> Client:
    """Correct what is known about the person; the history keeps what it was.

    `seen` is the fingerprint of the data as displayed. Raises Stale when somebody else changed
    them meanwhile, ValueError for a field that isn't the person's.
    """
    if unknown := changes.keys() - EDITABLE:
        raise ValueError(f"Not a field of the person: {sorted(unknown)}")
    case = lock(case)
    ground = require("client.edit", case, by=by, at=at)
    client = Client.objects.select_for_update().get(pk=case.client_id)
    if seen is not None:
        check_same(seen, fingerprint(person_data(client)))
    changed = [name for name, value in changes.items() if getattr(client, name) != value]
    if changed:
        for name in changed:
            setattr(client, name, changes[name])
        client.save()
        _follow(case, client)
        if NAMED & set(changed):
            compare_corrected(case, at=at)
        record_act("client.edited", case, ground, by=by, at=at, fields=sorted(changed))
    return client


def _follow(case: Case, client: Client) -> None:
    """Population and region follow the corrected data, and with them who reads the case.

    Once announced, the region changes by a transfer of the coordination only.
    """
    case.population = population_of(client.birth_date, clock.day_of(case.flagged_at))
    if case.announced_at is None:
        case.region = client.commune.region
    case.save()
    refresh_gates(case)


@transaction.atomic
def mark_checked(case: Case, *, by: User, at: datetime) -> Client:
    """The secretariat has verified that the data are current before a sitting (C9)."""
    case = lock(case)
    ground = require("client.check", case, by=by, at=at)
    client = Client.objects.select_for_update().get(pk=case.client_id)
    client.checked_at, client.checked_by = at, by
    client.save()
    record_act("client.checked", case, ground, by=by, at=at)
    return client

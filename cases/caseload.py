"""« Mes dossiers »: one ordered, capped walk per role held, merged here (need-to-know-at-scale)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from accounts.scope import Scope
from cases.choices import AssignmentKind
from cases.models import Case, CaseGate
from cases.querysets import (
    as_author,
    as_coordinator,
    as_named,
    as_officer,
    as_repondant,
    as_secretariat,
    live,
)

PAGE = 25
CAP = 201
Key = tuple[date, UUID]


@dataclass(frozen=True)
class Page:
    """One page of cases by next review; `total` is a number, or "200+" past the cap."""

    cases: list[Case]
    total: str
    next_key: Key | None


def caseload(scope: Scope, *, after: Key | None = None, state: str = "") -> Page:
    """The visible cases, those due first. `after` is the key of the last row already shown."""
    own = Q(own_since__lte=scope.at)
    engaged = Q(engaged_at__lte=scope.at)
    walks = [
        as_repondant(scope) & (own | live(scope)),
        as_named(scope, AssignmentKind.WORKER) & own
        | as_author(scope)
        | as_named(scope) & live(scope),
        as_coordinator(scope) & engaged,
        (as_officer(scope) | as_secretariat(scope)) & engaged,
    ]
    # Who keeps only what her dispositif wrote isn't told the state by a filter either.
    is_told = live(scope) | Q(post__isnull=False) | Q(recipient=F("case__home_office"))
    narrowed = Q(case__state=state) & is_told if state else Q()
    keys: set[Key] = set()
    for walk in walks:
        keys |= _walk(walk & narrowed & _beyond(after))
    total = len(keys) if after is None else 0
    ordered = sorted(keys)[: PAGE + 1]
    page = ordered[:PAGE]
    # The last query repeats the gate: what was shut since the walk is not shown.
    cases = Case.objects.visible_to(scope).select_related("client", "home_office", "post")
    found = cases.in_bulk([pk for _due, pk in page])
    return Page(
        cases=[found[pk] for _due, pk in page if pk in found],
        total=f"{CAP - 1}+" if total >= CAP else str(total),
        next_key=page[-1] if len(ordered) > PAGE else None,
    )


def _walk(condition: Q) -> set[Key]:
    rows = CaseGate.objects.filter(condition).order_by("next_follow_up_on", "case")
    return set(rows.values_list("next_follow_up_on", "case")[:CAP])


def _beyond(after: Key | None) -> Q:
    if after is None:
        return Q()
    due, pk = after
    return Q(next_follow_up_on__gt=due) | Q(next_follow_up_on=due, case__gt=pk)

"""« Mes dossiers »: one ordered, capped walk per role held, merged here (need-to-know-at-scale)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from accounts.choices import Role
from accounts.scope import Scope
from cases.models import Case
from cases.querysets import (
    CaseGateQuerySet,
    as_manager,
    as_member,
    engaged,
    gates,
    live,
    own,
    repondant_places,
)
from cases.reading import CaseAccess

PAGE = 25
CAP = 201
Key = tuple[date, UUID]


@dataclass(frozen=True)
class Page:
    """One page of cases by next review; `total` is a number, or "200+" past the cap."""

    accesses: list[CaseAccess]
    total: str
    next_key: Key | None

    @property
    def cases(self) -> list[Case]:
        return [access.case for access in self.accesses]


def caseload(scope: Scope, *, after: Key | None = None, state: str = "") -> Page:
    """The visible cases, those due first. `after` is the key of the last row already shown."""
    # Who keeps only what her dispositif wrote isn't told the state by a filter either.
    is_told = live(scope) | Q(post__isnull=False) | Q(recipient=F("case__home_office"))
    narrowed = Q(case__state=state) & is_told if state else Q()
    keys = keys_of(scope, CAP, narrowed & _beyond(after))
    total = len(keys) if after is None else 0
    ordered = keys[: PAGE + 1]
    page = ordered[:PAGE]
    return Page(
        accesses=_open_to(scope, [pk for _due, pk in page]),
        total=f"{CAP - 1}+" if total >= CAP else str(total),
        next_key=page[-1] if len(ordered) > PAGE else None,
    )


def keys_of(scope: Scope, cap: int, narrowed: Q | None = None) -> list[Key]:
    """The keys of her cases, those due first; of each walk `cap` at most."""
    keys: set[Key] = set()
    for walk in _walks(scope):
        rows = walk.filter(narrowed or Q()).order_by("next_follow_up_on", "case")
        keys |= set(rows.values_list("next_follow_up_on", "case")[:cap])
    return sorted(keys)


def _walks(scope: Scope) -> Iterator[CaseGateQuerySet]:
    """Together what `visible_to` opens; each but the short one by name goes along one index."""
    for place in repondant_places(scope):
        yield gates().filter(place & (own(scope) | live(scope)))
    if scope.offices:
        yield gates().named(scope)
    for post in scope.posts:
        yield gates().filter(Q(post=post) & engaged(scope))
    if scope.holds(Role.CANTONAL_OFFICER) or scope.holds(Role.SECRETARIAT):
        yield gates().filter(Q(post__isnull=False) & engaged(scope))
    if scope.commission:
        yield gates().filter(as_member(scope) & engaged(scope))
    if scope.holds(Role.REGIONAL_MANAGER):
        yield gates().filter(as_manager(scope))


def _open_to(scope: Scope, pks: list[UUID]) -> list[CaseAccess]:
    """The cases in this order. The gates are asked again: what was shut meanwhile is left out."""
    rows = Case.objects.select_related("client").prefetch_related("home_office")
    found = rows.in_bulk(pks)
    accesses = CaseAccess.of_all([found[pk] for pk in pks if pk in found], scope)
    return [access for access in accesses if access.grounds]


def _beyond(after: Key | None) -> Q:
    if after is None:
        return Q()
    due, pk = after
    return Q(next_follow_up_on__gte=due) & (Q(next_follow_up_on__gt=due) | Q(case__gt=pk))

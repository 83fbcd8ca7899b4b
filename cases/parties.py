"""The two cases of a match, each as far as one coordinator may know it by her own tie (C5)."""

from dataclasses import dataclass

from accounts.choices import Capacity
from accounts.models import CoordinationPost, Mandate
from accounts.scope import Scope
from cases.effect import posts_of
from cases.models import Case, Client, Match
from cases.reading import CaseAccess


@dataclass(frozen=True)
class Party:
    """One case: number, dispositif and coordination for both sides; the rest by her own tie."""

    access: CaseAccess
    posts: list[CoordinationPost]
    coordinators: list[str]

    @property
    def case(self) -> Case:
        return self.access.case

    @property
    def is_open_to_her(self) -> bool:
        return bool(self.access.grounds)

    @property
    def person(self) -> Client | None:
        return self.case.client if self.access.knows_person else None


def parties_of(match: Match, scope: Scope) -> list[Party]:
    """The older case first."""
    return [
        _party(access, scope) for access in CaseAccess.of_all([match.older, match.newer], scope)
    ]


def _party(access: CaseAccess, scope: Scope) -> Party:
    posts = posts_of(access.case, scope.day)
    mandates = Mandate.objects.live(scope.day).filter(post__in=posts).select_related("user")
    in_order = mandates.order_by("user__sort_key", "pk")
    return Party(access, posts, [_named(mandate) for mandate in in_order])


def _named(mandate: Mandate) -> str:
    if mandate.capacity == Capacity.DEPUTY:
        return f"{mandate.user} ({mandate.get_capacity_display()})"
    return str(mandate.user)

"""Who acts for a person while she is away (C15, access-policy: deputy during an absence)."""

from dataclasses import dataclass

from accounts.choices import Capacity, Role
from accounts.models import CoordinationPost, Mandate
from accounts.scope import Scope


@dataclass(frozen=True)
class PostHeld:
    """A coordination post that she holds, and the names of its deputies."""

    post: CoordinationPost
    names: list[str]


def deputies_of(scope: Scope) -> list[PostHeld]:
    """Each post of which she is the holder, with those who hold it while she is absent."""
    mine = {
        mandate.post_id: mandate.post
        for mandate in scope.in_role(Role.COORDINATOR)
        if mandate.capacity != Capacity.DEPUTY and mandate.post
    }
    deputies = Mandate.objects.deputies_of(scope.user, scope.day)
    rows = list(deputies.select_related("user").order_by("user__sort_key", "pk"))
    return [
        PostHeld(post, [str(row.user) for row in rows if row.post_id == pk])
        for pk, post in mine.items()
    ]

"""What a person's live mandates let her ask for, read once per request (need-to-know-at-scale)."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import SimpleLazyObject

from accounts.choices import WITH_A_VOICE, BodyKind, Capacity, OfficeKind, Role
from accounts.models import Absence, Mandate, Office, User
from core import clock


@dataclass(frozen=True)
class Scope:
    """The live mandates of one person at one moment. An empty scope grants nothing."""

    user: User
    at: datetime
    mandates: tuple[Mandate, ...]
    # What was asked for it once and stays the same as long as it does (cases.querysets).
    written: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, reader: "User | Scope", at: datetime | None = None) -> "Scope":
        """The scope of a user; a scope stays itself, so that a request reads it once."""
        if isinstance(reader, Scope):
            return reader
        moment = at or clock.now()
        if not reader.is_authenticated:
            return cls(reader, moment, ())
        day = clock.day_of(moment)
        mandates = Mandate.objects.of(reader).live(day).select_related("office", "post", "body")
        return cls(reader, moment, tuple(mandates))

    @cached_property
    def day(self):
        return clock.day_of(self.at)

    def holds(self, role: Role) -> bool:
        return any(mandate.role == role for mandate in self.mandates)

    def in_role(self, role: Role) -> list[Mandate]:
        return [mandate for mandate in self.mandates if mandate.role == role]

    @cached_property
    def offices(self) -> frozenset[UUID]:
        """The offices for which she takes part in cases; managing one lets her read none."""
        return frozenset(
            mandate.office_id
            for mandate in self.mandates
            if mandate.office_id and mandate.role != Role.REGIONAL_MANAGER
        )

    @cached_property
    def _known_offices(self) -> dict[UUID, Office]:
        return {m.office_id: m.office for m in self.mandates if m.office_id and m.office}

    def named_offices(self, wanted: set[UUID]) -> dict[UUID, Office]:
        """At least these offices; one at which she holds no mandate is read once."""
        if missing := wanted - self._known_offices.keys():
            self._known_offices.update(Office.objects.in_bulk(missing))
        return self._known_offices

    @cached_property
    def posts(self) -> dict[UUID, Mandate]:
        """The coordination posts she holds, or holds for an absent colleague today."""
        mine = self.in_role(Role.COORDINATOR)
        posts = {m.post_id: m for m in mine if m.post_id and m.capacity != Capacity.DEPUTY}
        deputising = {m.post_id: m for m in mine if m.post_id and m.capacity == Capacity.DEPUTY}
        if deputising:
            at_posts = Mandate.objects.live(self.day).filter(role=Role.COORDINATOR)
            chosen = at_posts.filter(
                user=OuterRef("deputy"),
                post=OuterRef(OuterRef("post")),
                capacity=Capacity.DEPUTY,
                user__is_active=True,
            )
            hers = Q(deputy=None) | Q(deputy=self.user.pk) | ~Exists(chosen)
            absent = Absence.objects.live(self.day).filter(hers, user=OuterRef("user"))
            holders = at_posts.exclude(capacity=Capacity.DEPUTY).filter(Exists(absent))
            vacant = holders.filter(post__in=deputising).values_list("post", flat=True)
            posts |= {post: deputising[post] for post in vacant if post not in posts}
        return posts

    @cached_property
    def seat(self) -> Mandate | None:
        """Her seat in the Commission « droit »; a guest has none."""
        seats = (
            mandate
            for mandate in self.in_role(Role.BODY_MEMBER)
            if mandate.body
            and mandate.body.kind == BodyKind.COMMISSION
            and mandate.capacity in WITH_A_VOICE
        )
        return next(seats, None)

    @cached_property
    def commission(self) -> Office | None:
        """The recipient for which she decides in the Commission « droit »."""
        return Office.objects.get(kind=OfficeKind.COMMISSION) if self.seat else None


class ScopeMiddleware:
    """`request.scope`: read from the database when first asked for, then kept for the request."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.scope = SimpleLazyObject(lambda: _read(request))
        return self.get_response(request)


def _read(request) -> Scope:
    """The scope of who asks; her permissions on single cases are then answered by it too."""
    scope = Scope.of(request.user)
    request.user.request_scope = scope
    return scope

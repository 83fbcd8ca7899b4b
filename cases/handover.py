"""What somebody of a dispositif has in hand, as its répondant sees it, to pass on when she leaves
or is away for long (C3, C15)."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from accounts.choices import Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.choices import AssignmentKind, CaseState, RequestState
from cases.models import Assignment, Case, CollaborationRequest
from core import clock

ENDED = (CaseState.DROPPED, CaseState.CLOSED, CaseState.MERGED)


@dataclass(frozen=True)
class Held:
    """One thing in her hands: a case of which she is in charge, or a request that she treats."""

    case: Case
    what: str
    request: CollaborationRequest | None = None

    @property
    def key(self) -> str:
        row = self.request or self.case
        return f"row_{row.pk.hex}"


def places(scope: Scope) -> set[UUID]:
    """The dispositifs whose répondant she is."""
    return {m.office_id for m in scope.in_role(Role.REPONDANT) if m.office_id}


def held(mandate: Mandate, scope: Scope) -> list[Held]:
    """What she may pass on of a colleague, in the order in which cases are locked."""
    hers = {"case__in": Case.objects.visible_to(scope), "office": mandate.office}
    charges = Assignment.objects.open().filter(
        **hers, user=mandate.user, kind=AssignmentKind.WORKER
    )
    charges = charges.exclude(case__state__in=ENDED).select_related("case__client")
    requests = CollaborationRequest.objects.open().exclude(state=RequestState.SENT)
    requests = requests.filter(**hers, handler=mandate.user).select_related("case__client")
    rows = [Held(row.case, str(row.get_kind_display())) for row in charges]
    rows += [Held(row.case, str(row._meta.verbose_name), row) for row in requests]
    return sorted(rows, key=lambda row: (row.case.pk, row.key))


def named_by_others(mandate: Mandate, scope: Scope) -> list[Assignment]:
    """Where she is case manager, expert or executing colleague: the coordination decides on it."""
    rows = Assignment.objects.open().exclude(kind=AssignmentKind.WORKER)
    rows = rows.filter(
        user=mandate.user, office=mandate.office, case__in=Case.objects.visible_to(scope)
    )
    return list(rows.select_related("case").order_by("case__number", "pk"))


def takers(mandate: Mandate) -> QuerySet[Mandate]:
    """The colleagues of the dispositif, each by one mandate."""
    live = Mandate.objects.live(clock.today()).filter(
        office=mandate.office,
        role__in=[Role.FIELD_WORKER, Role.REPONDANT],
        user__is_active=True,
    )
    others = live.exclude(user=mandate.user).select_related("user", "office")
    return others.order_by("user__sort_key", "pk")


def leavers(scope: Scope) -> Iterator[tuple[Mandate, bool]]:
    """Everybody who has something in hand at her dispositifs, and whether a mandate is still live;
    who is there no more comes first."""
    offices = places(scope)
    visible = {"case__in": Case.objects.visible_to(scope), "office__in": offices}
    charges = Assignment.objects.open().filter(**visible).exclude(case__state__in=ENDED)
    requests = CollaborationRequest.objects.open().filter(**visible, handler__isnull=False)
    pairs = {*charges.values_list("user", "office"), *requests.values_list("handler", "office")}
    found: dict[tuple[UUID, UUID], tuple[Mandate, bool]] = {}
    rows = Mandate.objects.filter(office__in=offices, user__in=[user for user, _place in pairs])
    live = set(Mandate.objects.live(clock.today()).values_list("pk", flat=True))
    for row in rows.select_related("user", "office").order_by("valid_from", "pk"):
        pair = (row.user_id, row.office_id)
        if pair in pairs:
            is_live = row.pk in live or (pair in found and found[pair][1])
            found[pair] = (row, is_live)
    yield from sorted(found.values(), key=lambda one: (one[1], one[0].user.sort_key))


def open_things(user: User, office_id: UUID) -> int:
    """How much she has in hand for a dispositif, in whatever case."""
    named = Assignment.objects.open().filter(user=user, office=office_id)
    treated = CollaborationRequest.objects.open().filter(handler=user, office=office_id)
    return named.exclude(case__state__in=ENDED).count() + treated.count()

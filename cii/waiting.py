"""Everything that waits for a person: gathered, put in order, and said for whom (C15)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q

from accounts.choices import Capacity, Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.models import Case, CaseGate
from cases.reading import CaseAccess
from cii.queues import queues_of
from cii.waiting_rows import Waiting, WaitingKind
from messaging.models import InboxEntry
from messaging.querysets import InboxQuerySet

# Of each queue on the complete page; nobody works through more than that from a list.
MOST = 200
PER_PAGE = 50
MESSAGES = "messages"


def waiting_parts(scope: Scope, kind: str, number: str) -> dict[str, Any]:
    """One page of what waits, of one kind where one is asked for; `accesses` as for the home page.

    Her messages are a kind of their own: most of them tell of something that stands in a queue.
    """
    rows, entries = waiting(scope), inbox(scope)
    chosen = [row for row in rows if kind in ("", row.kind)]
    page = Paginator(entries if kind == MESSAGES else chosen, PER_PAGE).get_page(number)
    shown = {row.case_id for row in page.object_list if row.case_id}
    cases = Case.objects.visible_to(scope).filter(pk__in=shown).select_related("client")
    accesses = CaseAccess.of_all(cases, scope)
    kinds = kinds_of(rows)
    return {
        "accesses": accesses,
        "kind": kind,
        "kinds": kinds,
        "is_cut": any(count >= MOST for _kind, count in kinds),
        "most": MOST,
        "total": len(rows),
        "messages_total": entries.count(),
        "entries": page.object_list if kind == MESSAGES else [],
        "rows": [] if kind == MESSAGES else with_names(page.object_list, accesses),
        "page": page,
    }


def inbox(scope: Scope) -> InboxQuerySet:
    """Her open messages; one about a case goes when the case is shut to her (P3)."""
    opened = CaseGate.objects.opening(scope).filter(case=OuterRef("case_id"))
    return InboxEntry.objects.of(scope.user).open().filter(Q(case_id=None) | Exists(opened))


def waiting(scope: Scope, limit: int = MOST) -> list[Waiting]:
    """The first rows of each queue of her offices, those with a date first."""
    rows = [
        replace(row, kind=kind.value)
        for kind, queue in queues_of(scope)
        for row in queue(scope, limit)
    ]
    absent = absent_holders(scope)
    rows = [_said_for_whom(row, absent) for row in rows]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max))


def absent_holders(scope: Scope) -> dict[UUID, User]:
    """The holder of each post that she holds today for an absent colleague."""
    posts = [post for post, mandate in scope.posts.items() if mandate.capacity == Capacity.DEPUTY]
    if not posts:
        return {}
    holders = Mandate.objects.live(scope.day).filter(post__in=posts, role=Role.COORDINATOR)
    holders = holders.exclude(capacity=Capacity.DEPUTY).select_related("user")
    return {mandate.post_id: mandate.user for mandate in holders if mandate.post_id}


def _said_for_whom(row: Waiting, absent: dict[UUID, User]) -> Waiting:
    holder = absent.get(row.post_id) if row.post_id else None
    return replace(row, for_whom=str(holder)) if holder else row


def with_names(rows: Iterable[Waiting], accesses: Iterable[CaseAccess]) -> list[Waiting]:
    """The same rows, with the person where the reader may know her."""
    names = {seen.case.pk: seen.case.client for seen in accesses if seen.knows_person}
    return [
        replace(row, title=f"{names[row.case_id]} · {row.title}") if row.case_id in names else row
        for row in rows
    ]


def kinds_of(rows: Iterable[Waiting]) -> list[tuple[WaitingKind, int]]:
    """The kinds that occur, each with its number, in the order of the list of kinds."""
    found = Counter(row.kind for row in rows)
    return [(kind, found[kind.value]) for kind in WaitingKind if found[kind.value]]

"""Search among what one may see; the term itself is traced as a keyed hash only (P4)."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.models import User
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.models import Case
from core.names import sort_key

SHOWN = 25
SHORTEST = 3


def search(scope: Scope, term: str) -> list[Case]:
    """Visible cases by number, or by the start of a name she knows; a short term finds none."""
    # PostgreSQL knows no NUL.
    if len(term) < SHORTEST or "\0" in term:
        return []
    name = sort_key(term)
    named = Q(client__sort_key__startswith=name) | Q(client__sort_key__contains=f" {name}")
    known = Case.objects.identified_to(scope).filter(named).values("pk")
    cases = Case.objects.visible_to(scope).filter(Q(number__iendswith=term) | Q(pk__in=known))
    return list(cases.select_related("client", "home_office", "post").order_by("-number")[:SHOWN])


def record_search(term: str, cases: Sequence[Case], *, by: User, at: datetime) -> None:
    """Trace a search with the cases it showed."""
    digest = salted_hmac("cases.search", sort_key(term), algorithm="sha256").hexdigest()
    record(
        "cases.searched",
        kind=Kind.SEARCH,
        by=by,
        at=at,
        cases=[CaseBasis(case.pk) for case in cases],
        term=digest,
    )

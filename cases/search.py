"""Search among what one may see; the term itself is traced as a keyed hash only (P4)."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.crypto import salted_hmac

from accounts.scope import Scope
from audit.choices import Kind
from cases.choices import CaseState
from cases.models import Case
from cases.reading import CaseAccess, record_list
from core.context import acting
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
    # The number of a merged case leads to the one that holds both.
    merged = Case.objects.filter(number__iendswith=term, state=CaseState.MERGED)
    with acting("job:match"):
        holding = list(merged.values_list("merged_into", flat=True))
    numbered = Q(number__iendswith=term) | Q(pk__in=holding)
    cases = Case.objects.visible_to(scope).filter(numbered | Q(pk__in=known))
    return list(cases.select_related("client", "home_office", "post").order_by("-number")[:SHOWN])


def record_search(term: str, scope: Scope, accesses: Iterable[CaseAccess]) -> None:
    """Trace a search with the cases it showed; the key of the hash comes from SECRET_KEY."""
    record_list("cases.searched", scope, accesses, kind=Kind.SEARCH, term=digest_of(term))


def digest_of(term: str) -> str:
    """What a trace keeps of a term: equal for equal terms, telling nothing without the key."""
    return salted_hmac("cases.search", sort_key(term), algorithm="sha256").hexdigest()

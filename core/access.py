"""Each view declares who reaches it, once; an undeclared one stops the start-up check (QN1)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.checks import CheckMessage, Error
from django.http import Http404
from django.urls import URLPattern, URLResolver, get_resolver

from core.context import in_own_name

# The closed list. What the words mean for a case stands in the access policy; the view keeps
# them by fetching through `visible_to(user)` and by calling actions, which ask the permissions.
RULES = {
    "public": "everybody, signed in or not",
    "demo": "everybody, and only while the demonstration runs; elsewhere the page does not exist",
    "signed_in": "every signed-in person; shows nothing of a case",
    "inbox_owner": "the person whose inbox entry it is",
    "office_member": "who holds a live mandate as field worker or répondant of a dispositif",
    "home_office": "worker in charge and répondants of the dispositif that wrote the own part",
    "case_reader": "who sees the case; each part by its category",
    "case_actor": "who sees the case and may do the act",
    "coordination": "who holds a coordination post today, and the cantonal officer",
    "handover_giver": "répondants, coordination and bureau: what they may pass on of somebody",
    "match_reader": "who coordinates one of the two cases of a match",
    "meeting_reader": "who convenes, chairs or is invited; each item by its case",
    "meeting_organiser": "who convenes or chairs the meeting",
    "retention_keeper": "cantonal officer and secretariat: number, dates, state of what is due",
    "certificate_reader": "who keeps the list of what is due, proposed or approved the destruction",
    "trace_reader": "the data-protection reviewer; who, what, when, why, never content",
    "reference_admin": "who keeps reference data in the admin site",
}


@dataclass(frozen=True)
class Url:
    """One URL pattern: namespaced name, route, view, declared rule (None when undeclared)."""

    name: str
    route: str
    view: Callable[..., Any]
    rule: str | None


def access(rule: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare and enforce the outer rule of a view; login is asked by all but public and demo.

    Behind the login a view acts in the name of the person (core.context).

    Raises ValueError for a rule outside the closed list.
    """
    if rule not in RULES:
        raise ValueError(f"Unknown access rule: {rule}")

    def declare(view: Callable[..., Any]) -> Callable[..., Any]:
        if rule == "demo":
            guarded = _demo_only(view)
        elif rule == "public":
            guarded = wraps(view)(lambda *args, **kwargs: view(*args, **kwargs))
        else:
            guarded = login_required(in_own_name(view))
        guarded.access_rule = rule  # type: ignore[attr-defined]
        return guarded

    return declare


def _demo_only(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not settings.DEMO:
            raise Http404
        return view(*args, **kwargs)

    return guarded


def iter_urls() -> Iterator[Url]:
    """Every URL of the project, third-party ones included, in the order of the URLconf."""
    yield from _walk(get_resolver(), "", "")


def _walk(resolver: URLResolver, namespace: str, route: str) -> Iterator[Url]:
    for entry in resolver.url_patterns:
        path = route + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, path)
        elif isinstance(entry, URLPattern):
            name = namespace + (entry.name or "")
            rule = getattr(entry.callback, "access_rule", None) or _third_party_rule(name)
            yield Url(name, path, entry.callback, rule)


def guarded(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The URLs of a package, each behind the rule that THIRD_PARTY_ACCESS gives its name.

    Raises ValueError for a name without a rule.
    """
    entries = list(patterns)
    for entry in entries:
        if isinstance(entry, URLResolver):
            guarded(entry.url_patterns)
        else:
            entry.callback = access(_third_party_rule(entry.name or "") or "")(entry.callback)
    return entries


def _third_party_rule(name: str) -> str | None:
    """The rule of the longest prefix in `settings.THIRD_PARTY_ACCESS` (name prefix → rule)."""
    prefixes = [prefix for prefix in settings.THIRD_PARTY_ACCESS if name.startswith(prefix)]
    return settings.THIRD_PARTY_ACCESS[max(prefixes, key=len)] if prefixes else None


def check_access(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """System check: each URL declares a rule of the closed list."""
    return [
        Error(
            f"The URL {url.route!r} ({url.name or 'unnamed'}) declares no known access rule.",
            hint="Put @access(…) on the view, or its name into THIRD_PARTY_ACCESS.",
            id="core.E001",
        )
        for url in iter_urls()
        if url.rule not in RULES
    ]

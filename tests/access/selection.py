"""Which cells of the access matrix tell more than those before them; the whole leaves none out."""

from collections.abc import Iterator

from core.access import Url
from tests.access.doors import OK, Door, OfCase, OfItem, Target
from tests.access.policy import (
    ANONYMOUS,
    CASES,
    DEPUTY_ACTING,
    DEPUTY_PRESENT,
    SITTINGS,
    SUPERUSER,
)
from tests.access.table import ADMIN_PAGE

# One of each kind: what the packages show doesn't hang on a case.
IN_PACKAGES = {
    "claire_orp_sion",
    "valerie_chargee",
    "luc_technique",
    SUPERUSER,
    ANONYMOUS,
}
# One of each kind: they try both methods, and a foreign id and an unknown one answer them alike.
COMPARED = {
    "anna_orp_sion",
    "claire_orp_sion",
    "mireille_cms_sierre",
    "leo_expert_oai",
    "isabelle_coord_central",
    "valerie_chargee",
    "didier_droit_sict",
    "rolf_resp_orp_haut_valais",
    SUPERUSER,
}
# Who differs from another one by the case alone, or has no tie at all.
LIKE_ANOTHER = {
    "urs_orp_haut_valais",
    "kurt_orp_haut_valais",
    "ursula_cms_haut_valais",
    "markus_coord_haut",
    "ines_cms_sierre",
    "remy_oai_sion",
    "david_orp_sion",
    "marc_orp_sion",
    "nicolas_cms_sierre",
    "elise_orp_sierre",
    "florence_cdc",
    "rita_droit_oai",
    "laurent_resp_orp_sion",
    "yvan_parti",
    DEPUTY_ACTING,
    DEPUTY_PRESENT,
}
# The doors to a file and its parts: everybody tries every one.
ASKED_OF_ALL = {"dossier", "cases:document", "governance:item", "governance:excerpt"}
# Tables of the admin site that stand for the others.
SAMPLE = {"accounts_mandate", "accounts_user", "cases_gridversion", "governance_meetingkind"}


def is_open(expected: str) -> bool:
    return OK in expected.split("|")


class Selection:
    """The cells to ask for: everything, or what doesn't repeat another cell.

    A denial is asked for once by each kind of person. `is_bound` says that row-level security
    denies besides, which can only hide more: there it is asked for once at all. Every page that
    must open is asked for by everybody.
    """

    def __init__(self, is_whole: bool, is_bound: bool) -> None:
        self.is_whole, self.is_bound = is_whole, is_bound
        self._denied: set[tuple[str, ...]] = set()

    def concerns(self, persona: str, url: Url) -> bool:
        """Whether this person tells more about a page of the packages than her like."""
        if self.is_whole:
            return True
        if page := ADMIN_PAGE.match(url.name):
            return persona in IN_PACKAGES and page[1] in SAMPLE
        return persona in IN_PACKAGES or not url.name.startswith(("admin:", "account_", "mfa_"))

    def compares(self, persona: str) -> bool:
        """Whether a denial is held against the answer to an unknown id."""
        return self.is_whole or persona in COMPARED

    def _is_quick(self, persona: str, url: Url, door: Door) -> bool:
        """Whether she tries the pages that gather, and the doors to a file, alone."""
        if self.is_whole or persona not in LIKE_ANOTHER or url.name in ASKED_OF_ALL:
            return False
        return any(target.key for target in door.targets)

    def of(self, persona: str, url: Url, door: Door) -> Iterator[tuple[Target, str]]:
        if self._is_quick(persona, url, door):
            return
        is_asked = self.is_whole or url.name in ASKED_OF_ALL
        own_method = "POST" if door.posts else "GET"
        asked: set[tuple[str, str]] = set()
        methods = ("GET", "POST") if self.compares(persona) else (own_method,)
        for target in door.targets if is_asked else telling(persona, door):
            for method in methods:
                answer = method, door.expected(persona, target, method)
                # The other method, where one is tried: one object for each answer.
                is_repeated = answer in asked and (self.is_bound or method != own_method)
                denial = (url.name, *answer, "" if self.is_bound else who(persona, door, target))
                if (self.is_bound or not is_asked) and not is_open(answer[1]):
                    is_repeated = denial in self._denied
                if self.is_whole or not is_repeated:
                    asked.add(answer)
                    self._denied.add(denial)
                    yield target, method


def who(persona: str, door: Door, target: Target) -> str:
    """What she is to a case; she alone is her kind where a door asks for something else than a tie,
    or the whole project is hers."""
    if persona in (SUPERUSER, ANONYMOUS) or not isinstance(door, OfCase | OfItem):
        return persona
    seen = CASES[persona].get(target.state)
    return seen.letters if seen else "-"


def telling(persona: str, door: Door) -> list[Target]:
    """The objects on which her answers differ: her own states, and one that she may not see.

    An act asks for the same letters in an expired case as in a withdrawn one.
    """
    meetings = {name for name, it in SITTINGS.items() if persona in it.organisers | it.invited}
    states = {"live", "running"} | set(CASES[persona]) | meetings
    if getattr(door, "acts", ""):
        states -= {"expired", "away"}
    return [target for target in door.targets if target.state in states] or door.targets[:1]

"""What each person may reach, written by hand from the access policy and never from the code.

Letters: W worker in charge, H home répondant, E engaged répondant, M case manager, X expert or
executing colleague, C coordinator, O cantonal officer, S secretariat, D Commission,
R regional manager.
"""

from dataclasses import dataclass, field

from core.choices import Category
from tests.access.scene import BUREAU, CMS, COMMISSION, HOME, OAI, Canary

IDENTITY, WORK, HEALTH, JUSTICE = (
    Category.IDENTITY,
    Category.WORK,
    Category.HEALTH,
    Category.JUSTICE,
)


@dataclass(frozen=True)
class Seen:
    """What a person sees of a case: her ties, shared categories, own parts, her own entries.

    With none of them it is the stub.
    """

    letters: str
    shared: frozenset[Category] = frozenset()
    own: frozenset[str] = frozenset()
    has_entries: bool = False

    @property
    def is_number_only(self) -> bool:
        """The money file under the number: no page of the case but the one that says so."""
        return self.letters in ("D", "R") and not self.shared

    def reads(self, category: Category) -> bool:
        return category in self.shared


def seen(letters: str, shared: set[Category] | None = None, own: str = "", entries: bool = False):
    return Seen(letters, frozenset(shared or ()), frozenset(own.split()), entries)


def member_of_home(letter: str, home: str) -> dict[str, Seen]:
    """W and H: the own part from the flag on, the granted categories while the consent lives."""
    own = seen(letter, own=home)
    granted = seen(letter, HOME, own=home)
    states = {"announced": granted, "live": granted}
    return states | dict.fromkeys(("no", "withdrawn", "expired", "dropped"), own)


def coordination(letters: str, shared: set[Category]) -> dict[str, Seen]:
    """C O S: nothing before the announcement; the stub after withdrawal or expiry."""
    granted, stub = seen(letters, shared), seen(letters)
    return {"announced": granted, "live": granted, "withdrawn": stub, "expired": stub}


def abroad(of: dict[str, Seen]) -> dict[str, Seen]:
    """The same tie to the foreign case, which stands as the live one."""
    return {"foreign": of["live"]}


COORDINATOR = coordination("C", BUREAU)
# The term of the dropped flag is over: to destroy it, the bureau sees its number (propose: O S).
OFFICER = coordination("O", set()) | {"dropped": seen("O")}
SECRETARIAT = coordination("S", {IDENTITY}) | {"dropped": seen("S")}
MANAGER = {
    "live": seen("EM", CMS, own="cms-sierre"),
    "withdrawn": seen("EM", own="cms-sierre"),
    "expired": seen("EM", own="cms-sierre"),
}
# A colleague who executes keeps her own entries, not what others of her dispositif wrote.
EXECUTING = {
    "live": seen("X", CMS, entries=True),
    "withdrawn": seen("X", entries=True),
    "expired": seen("X", entries=True),
}
# A special situation, not settled; of the foreign case, without a grant, the number alone.
MEMBER = {
    "live": seen("D", COMMISSION),
    "withdrawn": seen("D"),
    "expired": seen("D"),
    "foreign": seen("D"),
}
NOTHING: dict[str, Seen] = {}

DEPUTY_PRESENT = "julien_coord_oai"
DEPUTY_ACTING = "julien_coord_oai:acting"
SUPERUSER = "superuser"
ANONYMOUS = "anonymous"

# Who sees what of the case, by its state; a state that isn't named is invisible.
CASES: dict[str, dict[str, Seen]] = {
    "anna_orp_sion": member_of_home("W", "orp-sion"),
    "claire_orp_sion": member_of_home("H", "orp-sion"),
    "mireille_cms_sierre": MANAGER,
    # The Office AI was given something to do in the foreign case, too.
    "wilma_oai_sion": {"live": seen("E", OAI), "foreign": seen("E", OAI)},
    "ines_cms_sierre": EXECUTING,
    "remy_oai_sion": {"live": seen("X", OAI)},
    # A registered expert, without any other mandate.
    "leo_expert_oai": {"live": seen("X", OAI)},
    "isabelle_coord_central": COORDINATOR,
    DEPUTY_PRESENT: NOTHING,
    DEPUTY_ACTING: COORDINATOR,
    # A prefinancing is open on the foreign case.
    "valerie_chargee": OFFICER | {"foreign": seen("O", BUREAU)},
    "monique_secretariat": SECRETARIAT | abroad(SECRETARIAT),
    # The foreign case's own people.
    "urs_orp_haut_valais": abroad(member_of_home("W", "orp-haut-valais")),
    "kurt_orp_haut_valais": abroad(member_of_home("H", "orp-haut-valais")),
    "ursula_cms_haut_valais": {"foreign": seen("EM", CMS, own="cms-haut-valais")},
    "markus_coord_haut": abroad(COORDINATOR),
    # No tie: same office, same population or region is not enough, nor is any rank.
    "david_orp_sion": NOTHING,
    "marc_orp_sion": NOTHING,
    "nicolas_cms_sierre": NOTHING,
    "elise_orp_sierre": NOTHING,
    "christian_copil_sict": NOTHING,
    "florence_cdc": NOTHING,
    "didier_droit_sict": MEMBER,
    # Recused from every case.
    "rita_droit_oai": NOTHING,
    "laurent_resp_orp_sion": NOTHING,
    # A dispute touches the dispositif that he manages.
    "rolf_resp_orp_haut_valais": {"foreign": seen("R")},
    "agnes_dpo": NOTHING,
    "luc_technique": NOTHING,
    "yvan_parti": NOTHING,
    SUPERUSER: NOTHING,
    ANONYMOUS: NOTHING,
}

FLAGGERS = {
    "anna_orp_sion",
    "claire_orp_sion",
    "mireille_cms_sierre",
    "wilma_oai_sion",
    "ines_cms_sierre",
    "remy_oai_sion",
    "urs_orp_haut_valais",
    "kurt_orp_haut_valais",
    "ursula_cms_haut_valais",
    "david_orp_sion",
    "marc_orp_sion",
    "nicolas_cms_sierre",
    "elise_orp_sierre",
}
CENTRAL_STAFF = {"valerie_chargee", "monique_secretariat"}
CONVENERS = CENTRAL_STAFF | {
    "isabelle_coord_central",
    DEPUTY_PRESENT,  # of a post of his own
    DEPUTY_ACTING,
    "markus_coord_haut",
}
# C of some post, and O.
COORDINATION = CONVENERS - {"monique_secretariat"}
# Traces, never content.
REVIEWERS = {"agnes_dpo"}
KEEPERS = CENTRAL_STAFF | {"luc_technique", SUPERUSER}


@dataclass(frozen=True)
class Sitting:
    """Who organises a meeting, who chairs it, who was invited to it."""

    organisers: set[str]
    chair: str
    invited: set[str] = field(default_factory=set)


SION = CENTRAL_STAFF | {"isabelle_coord_central", DEPUTY_ACTING}
OURS = {
    "anna_orp_sion",
    "claire_orp_sion",
    "mireille_cms_sierre",
    "wilma_oai_sion",
}
THEIRS = {"urs_orp_haut_valais", "kurt_orp_haut_valais", "ursula_cms_haut_valais"}
SITTINGS = {
    "held": Sitting(SION, "isabelle_coord_central", OURS | THEIRS),
    "running": Sitting(SION, "isabelle_coord_central", OURS | THEIRS),
    "coming": Sitting(SION, "isabelle_coord_central"),
    "away": Sitting(CENTRAL_STAFF | {"markus_coord_haut"}, "markus_coord_haut", THEIRS),
}


# The coordinators of both cases of a match, and nobody else: of the live and the foreign case, and
# of the case without procuration, which would be announced to the lead post of its region.
SION_POST = {"isabelle_coord_central", DEPUTY_ACTING}
# There a merge is proposed: from then on the cantonal officer, too.
MATCHED = {
    "foreign": SION_POST | {"markus_coord_haut"},
    "no": SION_POST | {"valerie_chargee"},
}
PROPOSER = "isabelle_coord_central"


def may_read(persona: str, canary: Canary) -> bool:
    """Whether this token may reach her: shared part, own part, or her own entry."""
    if canary.is_of_match and persona in MATCHED[canary.state]:
        return True
    view = CASES[persona].get(canary.state)
    if view is None or (canary.letters and not set(canary.letters) & set(view.letters)):
        return False
    return (
        canary.category is None
        or view.reads(canary.category)
        or canary.office in view.own
        or (view.has_entries and canary.author == persona)
    )

"""What opens a page, by kind of page; the answers follow from the tables of the policy."""

from dataclasses import dataclass

from core.choices import Category
from tests.access.policy import (
    ANONYMOUS,
    CASES,
    CENTRAL_STAFF,
    HEALTH,
    IDENTITY,
    JUSTICE,
    MATCHED,
    OURS,
    SITTINGS,
    THEIRS,
    WORK,
    Seen,
)

OK, HIDDEN, FORBIDDEN, LOGIN, METHOD = "ok", "hidden", "forbidden", "login", "method"
BY_STATE = ["no", "announced", "live", "withdrawn", "expired", "foreign"]
FOLLOWED = ["live", "withdrawn", "expired", "foreign"]
DUE_TOO = [*BY_STATE, "dropped"]


@dataclass(frozen=True)
class Target:
    """What one URL points at: an object of the scene, in one state of the procuration."""

    state: str
    key: str


class Door:
    """A URL that takes no object. `posts` says that it answers a POST only.

    `query` is what an address must ask for, so that the page shows what it is there for.
    """

    posts = False
    query = ""
    targets: list[Target] = [Target("-", "")]

    def expected(self, persona: str, target: Target, method: str) -> str:
        if persona == ANONYMOUS:
            return LOGIN
        return METHOD if self.posts and method == "GET" else self.inside(persona, target)

    def inside(self, persona: str, target: Target) -> str:
        return OK


class Public(Door):
    def expected(self, persona: str, target: Target, method: str) -> str:
        return OK


class SignedIn(Door):
    """Shows only what is hers."""

    def __init__(self, posts: bool = False) -> None:
        self.posts = posts


class Absent(Door):
    """Exists only where the product is shown or developed."""

    def expected(self, persona: str, target: Target, method: str) -> str:
        return HIDDEN


class AbsentInside(Door):
    def inside(self, persona: str, target: Target) -> str:
        return HIDDEN


class For(Door):
    """For the holders of some roles, whatever the object: no tie to a case is asked."""

    def __init__(self, people: set[str], states: list[str] | None = None, query: str = "") -> None:
        self.people, self.query = people, query
        if states:
            self.targets = [Target(state, "case") for state in states]

    def inside(self, persona: str, target: Target) -> str:
        return OK if persona in self.people else FORBIDDEN


class OfCase(Door):
    """A case: visible, then allowed by a letter, then the part that the page is about.

    `by_number`: it shows no more than what is submitted under the number.
    `landing`: a POST about the part, whose GET leads back to a page of the case.
    """

    def __init__(
        self,
        acts: str = "",
        part: Category | None = None,
        posts: bool = False,
        states: list[str] = BY_STATE,
        key: str = "case",
        landing: bool = False,
        by_number: bool = False,
    ) -> None:
        self.acts, self.part, self.posts, self.landing = acts, part, posts, landing
        self.by_number = by_number
        self.targets = [Target(state, key) for state in states]

    def expected(self, persona: str, target: Target, method: str) -> str:
        if self.landing and method == "GET":
            return OfCase(self.acts).expected(persona, target, method)
        return super().expected(persona, target, method)

    def inside(self, persona: str, target: Target) -> str:
        view = CASES[persona].get(target.state)
        if view is None or (view.is_number_only and not self.by_number):
            return HIDDEN
        if self.acts and not set(self.acts) & set(view.letters):
            return FORBIDDEN
        return OK if self.part is None or reads(view, self.part) else HIDDEN


def reads(view: Seen, part: Category) -> bool:
    """The person's identity is known in the own part of who flagged her, too."""
    is_home = bool(view.own & {"orp-sion", "orp-haut-valais"})
    return view.reads(part) or (part == IDENTITY and is_home)


class OfItem(Door):
    """An item in one category, perhaps of an office's own part; readable, then allowed."""

    def __init__(
        self,
        *parts: tuple[str, Category | None, str],
        acts: str = "",
        posts: bool = False,
        states: list[str] = FOLLOWED,
    ) -> None:
        self.parts = {key: (category, office) for key, category, office in parts}
        self.acts, self.posts = acts, posts
        self.targets = [Target(state, key) for state in states for key in self.parts]

    def inside(self, persona: str, target: Target) -> str:
        view = CASES[persona].get(target.state)
        category, office = self.parts[target.key]
        if view is None or category is None:
            return HIDDEN
        if office == "home":
            office = "orp-haut-valais" if target.state == "foreign" else "orp-sion"
        is_own = office in view.own or (office == "partner" and bool(view.own & PARTNERS))
        if not view.reads(category) and not is_own:
            return HIDDEN
        return OK if not self.acts or set(self.acts) & set(view.letters) else FORBIDDEN


PARTNERS = {"cms-sierre", "cms-haut-valais"}


class OfExcerpt(Door):
    """Opens to who reads a part of it; the sealed paper whole to who reads all of it."""

    targets = [Target(state, "excerpt") for state in FOLLOWED]

    def __init__(self, whole: bool = False) -> None:
        self.whole = whole

    def inside(self, persona: str, target: Target) -> str:
        view = CASES[persona].get(target.state)
        parts = [view.reads(part) for part in (WORK, HEALTH, JUSTICE)] if view else []
        if not any(parts):
            return HIDDEN
        return OK if all(parts) or not self.whole else FORBIDDEN


class OfMeeting(Door):
    """A meeting: for who organises it or is invited; acts for the organisers or the chair."""

    def __init__(
        self,
        acts: str = "",
        key: str = "meeting",
        posts: bool = False,
        names: tuple[str, ...] = ("held", "running", "coming", "away"),
    ) -> None:
        self.acts, self.posts = acts, posts
        self.targets = [Target(name, key) for name in names]

    def inside(self, persona: str, target: Target) -> str:
        sitting = SITTINGS[target.state]
        if persona not in sitting.organisers | sitting.invited:
            return HIDDEN
        return answer(self.acts, persona, target.state)


def answer(acts: str, persona: str, meeting: str) -> str:
    """Whether she may do an act of a meeting that she sees."""
    sitting = SITTINGS[meeting]
    people = {
        "": sitting.organisers | sitting.invited,
        "organiser": sitting.organisers,
        "chair": {sitting.chair},
    }
    return OK if persona in people[acts] else FORBIDDEN


# The items of the agendas: state of the case, key, meeting.
AGENDA = [
    ("live", "held_item", "held"),
    ("withdrawn", "held_item", "held"),
    ("expired", "held_item", "held"),
    ("foreign", "held_item", "held"),
    ("live", "running_item", "running"),
    ("withdrawn", "running_item", "running"),
    ("foreign", "running_item", "running"),
    ("foreign", "away_item", "away"),
]
AHEAD = [("announced", "coming_item", "coming")]
ACTED_ON = [AGENDA[3], AGENDA[4], AGENDA[5], *AHEAD]


class OfAgenda(Door):
    """An item of an agenda: of a meeting one sees, and of a case one sees.

    With a category it is a part of the item: readable in that category, then allowed.
    """

    def __init__(
        self,
        acts: str = "organiser",
        posts: bool = False,
        items: list[tuple[str, str, str]] = ACTED_ON,
        part: Category | None = None,
    ) -> None:
        self.acts, self.posts, self.part = acts, posts, part
        self.meetings = {(state, key): meeting for state, key, meeting in items}
        self.targets = [Target(state, key) for state, key, _meeting in items]

    def inside(self, persona: str, target: Target) -> str:
        meeting = self.meetings[target.state, target.key]
        sitting = SITTINGS[meeting]
        view = CASES[persona].get(target.state)
        # Each office is invited to items, not to the whole agenda (S2).
        invited = sitting.invited & (THEIRS if target.state == "foreign" else OURS)
        is_there = persona in sitting.organisers | invited
        if view is None or not is_there or (self.part and not view.reads(self.part)):
            return HIDDEN
        return answer(self.acts, persona, meeting)


class OfDecision(Door):
    """A decision as a task: read by the readers of its category, finished by E of its office or
    who organises the meeting."""

    targets = [
        Target("live", "held_decision_cms-sierre"),
        Target("live", "held_decision_oai-sion"),
        Target("withdrawn", "held_decision_cms-sierre"),
        Target("expired", "held_decision_oai-sion"),
        Target("foreign", "away_decision_cms-haut-valais"),
    ]
    REPONDANTS = {
        "cms-sierre": {"mireille_cms_sierre"},
        "oai-sion": {"wilma_oai_sion"},
        "cms-haut-valais": {"ursula_cms_haut_valais"},
    }

    def __init__(self, is_act: bool = False) -> None:
        self.is_act = self.posts = is_act

    def inside(self, persona: str, target: Target) -> str:
        view = CASES[persona].get(target.state)
        office = target.key.rpartition("_")[2]
        if view is None or not view.reads(HEALTH if office == "oai-sion" else WORK):
            return HIDDEN
        sitting = SITTINGS["away" if target.state == "foreign" else "held"]
        people = self.REPONDANTS[office] | sitting.organisers
        return OK if not self.is_act or persona in people else FORBIDDEN


class OfCertificate(Door):
    """What is left of a destroyed case: for the bureau, and who proposed or approved."""

    targets = [Target("destroyed", "certificate")]

    def inside(self, persona: str, target: Target) -> str:
        return OK if persona in CENTRAL_STAFF | {"claire_orp_sion"} else HIDDEN


class OfMatch(Door):
    """A match: for the coordinators of its two cases; `barred` proposed what is to be approved."""

    targets = [Target("foreign", "match"), Target("no", "match")]

    def __init__(self, posts: bool = False, barred: str = "") -> None:
        self.posts, self.barred = posts, barred

    def inside(self, persona: str, target: Target) -> str:
        if persona not in MATCHED[target.state]:
            return HIDDEN
        return FORBIDDEN if (persona, target.state) == (self.barred, "no") else OK


class OfInbox(Door):
    """An inbox entry of one person."""

    posts = True
    targets = [Target("inbox", "claire_orp_sion"), Target("inbox", "isabelle_coord_central")]

    def inside(self, persona: str, target: Target) -> str:
        return OK if persona == target.key else HIDDEN

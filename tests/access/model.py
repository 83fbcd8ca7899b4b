"""Need to know, told a second time: plain facts in memory, written from the access policy alone.

It shares no line with the application. What it says of a person is compared with what the
application lets her see after each step of `test_state_machine`.
"""

from dataclasses import dataclass, field
from datetime import date

BUREAU, COMMISSION = "bureau-cii", "commission-droit"
MONEY, DISPUTES = {"prefinancing", "special"}, {"money_dispute", "dispute"}
# What the cantonal officer rules on, or prepares: a special situation is the Commission's alone.
OFFICERS = {"prefinancing", "money_dispute", "dispute", "advice"}
LASTING = {"flag", "announcement"}


@dataclass(frozen=True)
class Seat:
    """A mandate: `place` is an office, a coordination post or an organ."""

    role: str
    place: str = ""


@dataclass
class Consent:
    """What the person signed, until when, and at which step of the life."""

    granted: dict[str, set[int]]
    first_day: date
    last_day: date
    step: int = 0

    def covers(self, recipient: str, day: date) -> set[int]:
        in_force = self.first_day <= day <= self.last_day
        return self.granted.get(recipient, set()) if in_force else set()


@dataclass(frozen=True)
class Sight:
    """What one person sees of a case."""

    is_visible: bool
    categories: frozenset[int] = frozenset()
    own: frozenset[str] = frozenset()
    notes: frozenset[str] = frozenset()


@dataclass
class File:
    """One announced case of an adult: what was allowed, written, submitted and decided in it."""

    home: str
    post: str
    worker: str
    consent: Consent | None = None
    taken_back: int = 0
    engaged: dict[str, set[str]] = field(default_factory=dict)
    manager: tuple[str, str] | None = None
    executing: set[tuple[str, str]] = field(default_factory=set)
    former: set[tuple[str, str]] = field(default_factory=set)
    notes: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    matters: dict[str, tuple[str, str]] = field(default_factory=dict)
    recused: set[str] = field(default_factory=set)
    merged_into: "File | None" = None
    merged_at: int = 0
    carried: set[str] = field(default_factory=set)
    is_closed: bool = False
    is_held: bool = False
    is_ordered: bool = False
    is_destroyed: bool = False

    def __post_init__(self) -> None:
        self.engaged = {self.home: {"flag"}, BUREAU: {"announcement"}}

    @property
    def is_open(self) -> bool:
        return not (self.is_closed or self.is_destroyed or self.merged_into)

    def engage(self, recipient: str, source: str) -> None:
        self.engaged.setdefault(recipient, set()).add(source)

    def release(self, source: str) -> None:
        for sources in self.engaged.values():
            sources.discard(source)

    def designate(self, who: str, office: str) -> None:
        self.relieve()
        self.manager = who, office
        self.engage(office, "manager")

    def relieve(self) -> None:
        self.former |= {self.manager} if self.manager else set()
        self.manager = None
        self.release("manager")

    def submit(self, key: str, kind: str, office: str) -> None:
        self.matters[key] = kind, office
        if kind in MONEY:
            self.engage(COMMISSION, key)

    def pass_on(self, key: str, step: str) -> None:
        """The Commission takes part in a dispute once it comes before it."""
        if step == "commission":
            self.matters[key] = "money_dispute", self.matters[key][1]
            self.engage(COMMISSION, key)

    def settle(self, key: str) -> None:
        del self.matters[key]
        self.release(key)

    def take_back(self, recipient: str, category: int, step: int) -> None:
        assert self.consent is not None
        if category in self.consent.granted.get(recipient, set()):
            self.consent.granted[recipient].discard(category)
            self.taken_back = step

    def close(self) -> None:
        """Nobody is left in it but the home dispositif and the bureau."""
        self.relieve()
        self.former |= self.executing
        self.executing = set()
        for sources in self.engaged.values():
            sources &= LASTING
        self.is_closed = True

    def named(self) -> list[tuple[str, str, bool]]:
        """Who is named for which office, and whether as the worker in charge."""
        found = [(who, office, False) for who, office in self.executing]
        found += [(*self.manager, False)] if self.manager else []
        return [(self.worker, self.home, True), *found]

    def wrote(self, office: str) -> bool:
        # The flag is the first thing that the home dispositif wrote.
        return office == self.home or office in {place for _by, place, _kind in self.notes.values()}


@dataclass
class Model:
    """Two files of one person, and the people who may have to do with them."""

    day: date
    seats: dict[str, set[Seat]]
    files: dict[str, File]
    step: int = 0
    absent: set[str] = field(default_factory=set)

    # --- two files become one, and two again; a file ends -----------------------------------------
    def merge(self, merged: File, kept: File) -> None:
        """Who took part, and is covered by the kept consent, works on; who is out stays out."""
        merged.merged_into, merged.merged_at = kept, self.step
        for recipient, sources in merged.engaged.items():
            if sources and self.covered(kept, recipient) and not kept.engaged.get(recipient):
                kept.engage(recipient, "merge")
        merged.carried = merged.recused - kept.recused
        kept.recused |= merged.carried

    def part(self, merged: File) -> None:
        kept = merged.merged_into
        assert kept is not None
        kept.release("merge")
        kept.recused -= merged.carried
        merged.merged_into, merged.carried = None, set()

    def readmit(self, file: File, who: str) -> None:
        file.recused.discard(who)
        for one in self.files.values():
            one.carried -= {who} if one.merged_into is file else set()

    def destroy(self, file: File) -> None:
        """On its order, with what was merged into it, unless a hold stands on any of it."""
        gone = [one for one in self.files.values() if file in (one, one.merged_into)]
        for one in gone:
            one.is_destroyed = file.is_ordered and not any(each.is_held for each in gone)

    # --- what a recipient reads -------------------------------------------------------------------
    def covered(self, file: File, recipient: str) -> set[int]:
        """What the consent opens on this day, to one who takes part; of merged files both consents,
        until the person signs anew in the kept one and takes back nothing more in the other.
        """
        own = file.consent.covers(recipient, self.day) if file.consent else set()
        kept = file.merged_into
        if kept is None:
            return own
        if kept.consent is None:
            return set()
        wide = kept.consent.covers(recipient, self.day)
        signed = kept.consent.step
        return wide if signed > file.merged_at and signed > file.taken_back else wide & own

    def shared(self, file: File, recipient: str) -> set[int]:
        holding = file.merged_into or file
        return self.covered(file, recipient) if holding.engaged.get(recipient) else set()

    # --- what a person sees -----------------------------------------------------------------------
    def _named(self, file: File, person: str) -> set[tuple[str, bool]]:
        """The offices for which she is named, where she has a mandate still."""
        held = {seat.place for seat in self.seats[person]}
        rows = file.named() + (file.merged_into.named() if file.merged_into else [])
        return {(place, is_w) for who, place, is_w in rows if who == person and place in held}

    def _coordinates(self, post: str, seat: Seat) -> bool:
        if seat.place != post:
            return False
        holders = {who for who, seats in self.seats.items() if Seat("coordinator", post) in seats}
        return seat.role == "coordinator" or bool(holders & self.absent)

    def _of_bureau(self, file: File, person: str, seat: Seat) -> tuple[bool, set[int]]:
        """Whether a seat at the bureau or in an organ shows her the number, and what it opens."""
        holding = file.merged_into or file
        if seat.role in ("coordinator", "deputy") and self._coordinates(holding.post, seat):
            return True, self.shared(file, BUREAU)
        if seat.role == "officer":
            is_asked = any(kind in OFFICERS for kind, _office in holding.matters.values())
            return True, self.shared(file, BUREAU) if is_asked else set()
        if seat.role == "secretariat":
            return True, self.shared(file, BUREAU) & {1}
        if seat.role == "commission" and person not in file.recused | holding.recused:
            was_asked = COMMISSION in file.engaged or COMMISSION in holding.engaged
            return was_asked, self.shared(file, COMMISSION)
        if seat.role == "manager":
            touched = {office for kind, office in holding.matters.values() if kind in DISPUTES}
            return seat.place in touched, set()
        return False, set()

    def sight(self, person: str, file: File) -> Sight:
        """What the policy lets her see now; of a destroyed case nobody sees anything."""
        if file.is_destroyed:
            return Sight(False)
        categories: set[int] = set()
        own: set[str] = set()
        has_stub = False
        for seat in self.seats[person]:
            shown, opened = self._of_bureau(file, person, seat)
            has_stub |= shown
            categories |= opened
            if seat.role == "repondant":
                categories |= self.shared(file, seat.place)
                own |= {seat.place} if file.wrote(seat.place) else set()
        named = self._named(file, person)
        for office, is_worker in named:
            categories |= self.shared(file, office)
            own |= {office} if is_worker and file.wrote(office) else set()
        held = {seat.place for seat in self.seats[person]}
        places = {office for office, _is in named}
        places |= {office for who, office in file.former if who == person and office in held}
        read, hers = set(), False
        for key, (by, office, category) in file.notes.items():
            is_hers = by == person and office in places
            hers |= is_hers
            read |= {key} if is_hers or category in categories or office in own else set()
        is_visible = has_stub or hers or bool(categories or own)
        return Sight(is_visible, frozenset(categories), frozenset(own), frozenset(read))

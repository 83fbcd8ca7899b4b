"""What opens the pages of a collaboration request (access-policy, who may do what)."""

from tests.access.doors import FOLLOWED, FORBIDDEN, HIDDEN, OK, PARTNERS, Door, Target
from tests.access.policy import CASES

HOME_OFFICES = {"orp-sion", "orp-haut-valais"}


class OfRequest(Door):
    """A collaboration request: read with its case; acts for the offices that it concerns, and C."""

    targets = [Target(state, "request") for state in FOLLOWED]

    def __init__(self, letters: str, offices: set[str]) -> None:
        self.letters, self.offices = letters, offices

    def inside(self, persona: str, target: Target) -> str:
        view = CASES[persona].get(target.state)
        if view is None or view.is_number_only:
            return HIDDEN
        held = view.own | (PARTNERS if "M" in view.letters else set())
        is_there = bool(held & self.offices) and bool(set(self.letters) & set(view.letters))
        return OK if is_there or ("C" in self.letters and "C" in view.letters) else FORBIDDEN

"""What opens the pages of a dispute, which is open in the foreign case, and of a handover."""

from tests.access.doors import FORBIDDEN, HIDDEN, OK, Door, OfCase, Target
from tests.access.policy import CENTRAL_STAFF, SION_POST

# The répondants of its two dispositifs.
SPEAKERS = {"kurt_orp_haut_valais", "ursula_cms_haut_valais"}


class OfDispute(OfCase):
    def __init__(self, acts: str = "", key: str = "dispute") -> None:
        super().__init__(acts, states=["foreign"], key=key)


class OfPosition(OfDispute):
    """Each side says its own."""

    def inside(self, persona: str, target: Target) -> str:
        answer = super().inside(persona, target)
        return FORBIDDEN if answer == OK and persona not in SPEAKERS else answer


class OfColleague(Door):
    """What a colleague has in hand: for the répondants of her dispositif, the coordination of the
    cases in which she is named, and who keeps posts and meetings of all."""

    targets = [Target("colleague", "anna_orp_sion"), Target("named", "mireille_cms_sierre")]
    givers = {
        "colleague": {"claire_orp_sion", "david_orp_sion"},
        "named": {"mireille_cms_sierre", "nicolas_cms_sierre"} | SION_POST,
    }

    def inside(self, persona: str, target: Target) -> str:
        return OK if persona in self.givers[target.state] | CENTRAL_STAFF else HIDDEN

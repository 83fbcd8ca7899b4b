"""What opens the pages of what a person keeps herself."""

from tests.access.doors import HIDDEN, METHOD, OK, Door, Target


class OfAbsence(Door):
    """An absence of one person; nobody else ends it here."""

    targets = [Target("absence", "anna_orp_sion"), Target("absence", "wilma_oai_sion")]

    def inside(self, persona: str, target: Target) -> str:
        return OK if persona == target.key else HIDDEN


class OfFeed(Door):
    """A calendar opens by its token alone, whoever is signed in; no other token opens one."""

    targets = [Target("calendar", "open"), Target("calendar", "revoked"), Target("-", "")]

    def expected(self, persona: str, target: Target, method: str) -> str:
        if method == "POST":
            return METHOD
        return OK if target.key == "open" else HIDDEN

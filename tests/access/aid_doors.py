"""What opens a request for social aid: own part of its CMS, and who reads finance (C14)."""

from core.choices import Category
from tests.access.doors import FOLLOWED, FORBIDDEN, HIDDEN, OK, Door, Target
from tests.access.policy import CASES

# Its répondants; at Sierre those of both populations.
OF_CMS = {"mireille_cms_sierre", "nicolas_cms_sierre", "ursula_cms_haut_valais"}


class OfAid(Door):
    """A step of the request: for who follows the case for that CMS."""

    posts = True
    OF_CMS = {
        "cms-sierre": {"mireille_cms_sierre", "ines_cms_sierre"},
        "cms-haut-valais": {"ursula_cms_haut_valais"},
    }
    targets = [Target(state, "aid") for state in FOLLOWED]

    def inside(self, persona: str, target: Target) -> str:
        view = CASES[persona].get(target.state)
        if view is None:
            return HIDDEN
        cms = "cms-haut-valais" if target.state == "foreign" else "cms-sierre"
        if cms not in view.own and not view.reads(Category.FINANCE):
            return HIDDEN
        return OK if persona in self.OF_CMS[cms] else FORBIDDEN

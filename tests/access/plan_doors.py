"""What opens the pages of the plan in force (access-policy, who may do what)."""

from tests.access.doors import FOLLOWED, FORBIDDEN, HIDDEN, OK, Door, Target
from tests.access.policy import CASES, HEALTH, WORK


class OfMeasure(Door):
    """The state of a measure of the CMS: told by the case manager, and by E and X of the CMS."""

    targets = [Target(state, "plan_measure") for state in FOLLOWED]
    OF_CMS = {"mireille_cms_sierre", "ines_cms_sierre", "ursula_cms_haut_valais"}

    def inside(self, persona: str, target: Target) -> str:
        view = CASES[persona].get(target.state)
        if view is None or not view.reads(HEALTH):
            return HIDDEN
        is_hers = "M" in view.letters or (
            bool({"E", "X"} & set(view.letters)) and persona in self.OF_CMS
        )
        return OK if is_hers else FORBIDDEN


class OfHandout(Door):
    """A plan in plain language with work and health in it: for W H M C who read both."""

    targets = [Target(state, "handout") for state in FOLLOWED]

    def inside(self, persona: str, target: Target) -> str:
        view = CASES[persona].get(target.state)
        if view is None or view.is_number_only:
            return HIDDEN
        if not set("WHMC") & set(view.letters):
            return FORBIDDEN
        return OK if view.reads(WORK) and view.reads(HEALTH) else HIDDEN

"""What opens the pages of packages: sign-in, second factor, the admin site."""

from tests.access.doors import FORBIDDEN, HIDDEN, LOGIN, METHOD, OK, Door, Target
from tests.access.policy import KEEPERS


class Account(Door):
    """Her own account: shows nothing of a case, whatever it answers."""

    def inside(self, persona: str, target: Target) -> str:
        return f"{OK}|{HIDDEN}|{FORBIDDEN}|{METHOD}"


class PublicAccount(Door):
    def __init__(self, answers: str = f"{OK}|{LOGIN}|{METHOD}") -> None:
        self.answers = answers

    def expected(self, persona: str, target: Target, method: str) -> str:
        return self.answers


class Admin(Door):
    """Reference data, for its keepers; rows are ended, never deleted."""

    def __init__(self, verdict: str) -> None:
        self.verdict = verdict

    def inside(self, persona: str, target: Target) -> str:
        return self.verdict if persona in KEEPERS else f"{LOGIN}|{FORBIDDEN}"

from allauth.account.adapter import DefaultAccountAdapter


class ClosedSignupAdapter(DefaultAccountAdapter):
    """People are entered by the bureau; nobody signs up by herself (P9)."""

    def is_open_for_signup(self, request) -> bool:
        return False

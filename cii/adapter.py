"""What the sign-in package asks of us: it decides nothing of its own."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpResponse
from django.shortcuts import render

from core import clock
from governance.actions.people import change_password


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request) -> bool:
        """People are entered by the bureau; nobody signs up by herself (P9)."""
        return False

    def respond_user_inactive(self, request, user) -> HttpResponse:
        """Say it on the spot: an address of its own would be one more that is open to everybody."""
        return render(request, "account/account_inactive.html")

    def set_password(self, user, password) -> None:
        """Changed, or chosen by the link of the login page: both leave a trace (P4)."""
        changed = change_password(user, password, at=clock.now())
        # The package goes on with its own copy: the session that it renews hangs on the password.
        user.password = changed.password

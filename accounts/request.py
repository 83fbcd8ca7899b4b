from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User
from accounts.scope import Scope


class Request(HttpRequest):
    """A request as our views get it: signed in, with the reader's scope (for type checks)."""

    user: User
    scope: Scope
    htmx: HtmxDetails

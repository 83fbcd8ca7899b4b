"""Pages as a person of the cast sees them."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import User

TOKEN = re.compile(r'(csrfmiddlewaretoken|submission)" value="[\w-]+"')
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class Visitor:
    """Somebody signed in, with the addresses given by name."""

    def __init__(self, user: User) -> None:
        self.client = Client()
        self.client.force_login(user, backend=BACKEND)
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "fr"

    def get(self, name: str, *args: Any, query: str = "", **extra: Any) -> HttpResponse:
        return self.client.get(reverse(name, args=args) + query, **extra)

    def post(
        self,
        name: str,
        *args: Any,
        data: Mapping[str, Any] | None = None,
        query: str = "",
        **extra: Any,
    ) -> HttpResponse:
        return self.client.post(reverse(name, args=args) + query, data or {}, **extra)


def text(response: HttpResponse) -> str:
    """The page as it is read."""
    return unescape(response.content.decode())


def hidden(response: HttpResponse, name: str) -> str:
    """The value of the first hidden field of that name."""
    found = re.search(rf'type="hidden" name="{name}" value="([^"]*)"', text(response))
    assert found, f"no hidden field {name}"
    return found[1]


def bare(response: HttpResponse) -> str:
    """The page without what differs at each request: tokens, and the address that was asked for."""
    page = TOKEN.sub("", text(response))
    return page.replace(response.wsgi_request.path, "")

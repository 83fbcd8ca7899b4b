"""A browser of one of the cast, and what its pages say."""

import re

from django.urls import reverse


def url(name, pk):
    return reverse(f"governance:{name}", args=[pk])


def neutral(response):
    """What a page says, without its tokens."""
    return re.sub(rb'(nonce|value)="[^"]+"', b"", response.content)


def page(browser, name, pk, status=200):
    response = browser.get(url(name, pk))
    assert response.status_code == status
    return response.content.decode()

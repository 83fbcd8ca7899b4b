"""Nobody overwrites what somebody else wrote meanwhile (QR1)."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from core.refusal import Refusal

# The hidden field in which a form sends back the fingerprint of what it showed.
FIELD = "seen"


def fingerprint(values: Mapping[str, Any]) -> str:
    """Changes with any of the values: what a form saw before it was sent back."""
    said = repr(sorted((name, str(value)) for name, value in values.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


class Stale(Refusal):
    """What a form shows is not what is stored any more; the page compares both."""


def check_same(seen: str, found: str, field: str | None = None) -> None:
    """Raises Stale when what is stored isn't what the form had shown."""
    if seen != found:
        raise Stale(
            _(
                "Une autre personne a modifié ceci entre-temps. Votre version n’est pas "
                "enregistrée : comparez-la avec la version actuelle, puis enregistrez à nouveau."
            ),
            field,
        )

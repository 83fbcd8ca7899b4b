"""The keyed hash by which a person is compared across dispositifs (C5).

`settings.MATCH_KEYS` lists the keys in use as « version:secret », the newest first. While a key is
being replaced both are listed, and every fingerprint exists under both.
"""

import hashlib
import hmac
import re
from datetime import date

from django.conf import settings

from core.names import sort_key

# What decomposition leaves whole; and the German ways of writing an umlaut, taken for one.
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
UMLAUTS = re.compile(r"([aou])e")
WORD = re.compile(r"[^\W_]+")


def keys() -> dict[str, bytes]:
    """Version → secret, the newest first."""
    pairs = (key.partition(":") for key in settings.MATCH_KEYS)
    return {version: secret.encode() for version, _sign, secret in pairs}


def digest(secret: bytes, kind: str, message: str) -> str:
    """HMAC-SHA-256 in hexadecimal; the kind keeps a number from ever equalling a name."""
    return hmac.new(secret, f"{kind}|{message}".encode(), hashlib.sha256).hexdigest()


def name_message(last_name: str, first_name: str, birth_date: date) -> str:
    """Name and birth date as they are hashed.

    Accents, case, hyphens, the order within a double name and ä written as ae make no difference.
    """
    return "|".join([_words(last_name), _words(first_name), birth_date.isoformat()])


def _words(name: str) -> str:
    plain = UMLAUTS.sub(r"\1", sort_key(name).translate(LETTERS))
    return " ".join(sorted(WORD.findall(plain)))

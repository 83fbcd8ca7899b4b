"""Sorting of names as the canton does it: case and accents do not count."""

import unicodedata


def sort_key(name: str) -> str:
    """The stored key under which a name is sorted and found (domain, formats)."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(letters.split())

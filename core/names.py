"""Sorting of names as the canton does it: case and accents do not count."""

import unicodedata
from typing import Any

from django.db import models


def sort_key(name: str) -> str:
    """The stored key under which a name is sorted and found (domain, formats)."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(letters.split())


class SortKeyField(models.CharField):
    """The sort key of a row's `last_name` and `first_name`, kept whenever the row is saved."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 170, "editable": False} | options)

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key = sort_key(f"{model_instance.last_name} {model_instance.first_name}")
        setattr(model_instance, self.attname, key)
        return key

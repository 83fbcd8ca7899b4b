"""Texts of inbox entries. Upper layers write them; `settings.NOTICES` names their table."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from messaging.choices import Topic


@dataclass(frozen=True)
class Notice:
    """What an entry says and why the person gets it; `%(name)s` takes the entry's values.

    `is_mailed` is False where the inbox is enough. Otherwise the daily digest counts it under its
    topic: a binding one even where she left that topic out. An urgent one is mailed at once.
    """

    title: str | Promise
    why: str | Promise = ""
    is_mailed: bool = True
    is_urgent: bool = False
    is_binding: bool = False
    topic: Topic = Topic.CASES

    def is_digested(self, left_out: Collection[str] = ()) -> bool:
        """Whether the digest of a person who left these topics out counts it."""
        waits = self.is_mailed and not self.is_urgent
        return waits and (self.is_binding or self.topic not in left_out)


def notice_of(code: str) -> Notice:
    """The notice of that code (usually an event name). Raises KeyError."""
    table: dict[str, Notice] = import_string(settings.NOTICES)
    return table[code]


def text_of(text: str | Promise, params: Mapping[str, Any]) -> str:
    """The text in the active language; values whose name ends in `_on` are ISO dates."""
    shown = {
        name: date_format(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        if name.endswith("_on") and value
        else value
        for name, value in params.items()
    }
    return str(text) % shown

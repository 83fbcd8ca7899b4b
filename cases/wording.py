"""The exact text that a person signs, and its fingerprint (P1)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import sha256

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.choices import ENDINGS
from core.choices import Category

# What a template of the consent must hold, each between braces.
BLANKS = {
    "person",
    "birth_date",
    "purpose",
    "recipients",
    "valid_from",
    "valid_until",
    "retention",
}


def render_procuration(
    template: str,
    language: str,
    *,
    person: str,
    birth_date: date,
    purpose: str,
    recipients: Iterable[tuple[object, Sequence[Category]]],
    valid_from: date,
    valid_until: date,
    kept: Mapping[str, int],
) -> tuple[str, str]:
    """The wording with its blanks filled in, and the SHA-256 of its UTF-8 bytes.

    A recipient is an office with the categories it may read, both named in the language of the
    template; `kept` are the months of retention by outcome. A template of before leaves out what
    it has no blank for. Raises `KeyError` for a placeholder that the template invents.
    """
    with translation.override(language):
        lines = [
            _("– %(recipient)s : %(categories)s")
            % {
                "recipient": recipient,
                "categories": ", ".join(str(Category(c).label) for c in categories),
            }
            for recipient, categories in recipients
        ]
        retention = list(_terms(kept))
    text = template.format(
        person=person,
        birth_date=_day(birth_date),
        purpose=purpose,
        recipients="\n".join(lines),
        valid_from=_day(valid_from),
        valid_until=_day(valid_until),
        retention="\n".join(retention),
    )
    return text, sha256(text.encode()).hexdigest()


def _terms(kept: Mapping[str, int]) -> Iterator[str]:
    """One line for each length, the longest first, with the outcomes that it holds for."""
    for months in sorted(set(kept.values()), reverse=True):
        if months % 12:
            length = ngettext("%(n)d mois", "%(n)d mois", months) % {"n": months}
        else:
            length = ngettext("%(n)d an", "%(n)d ans", months // 12) % {"n": months // 12}
        endings = [str(label) for code, label in ENDINGS if kept.get(code) == months]
        yield _("– %(length)s : %(endings)s") % {"length": length, "endings": ", ".join(endings)}


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"

"""The exact text that a person signs, and its fingerprint (P1)."""

from collections.abc import Iterable, Sequence
from datetime import date
from hashlib import sha256

from django.utils import translation
from django.utils.translation import gettext as _

from core.choices import Category


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
) -> tuple[str, str]:
    """The wording with its blanks filled in, and the SHA-256 of its UTF-8 bytes.

    A recipient is an office with the categories it may read, both named in the language of the
    template. Raises `KeyError` for a placeholder that the template invents.
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
    text = template.format(
        person=person,
        birth_date=_day(birth_date),
        purpose=purpose,
        recipients="\n".join(lines),
        valid_from=_day(valid_from),
        valid_until=_day(valid_until),
    )
    return text, sha256(text.encode()).hexdigest()


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"

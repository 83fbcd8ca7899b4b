"""What a text says of others than the person herself, hidden before she gets it (P6)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Model
from django.utils.translation import gettext as _

from cases.models import Client
from cases.texts import key_of

MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?<![\w.])(?:\+41|0041|0)(?:[\s./-]?\d){9}(?!\d)")
AVS = re.compile(r"756[.\s]?\d{4}[.\s]?\d{4}[.\s]?\d{2}")


@dataclass(frozen=True)
class ThirdPersons:
    """Hides mail addresses, telephone and AVS numbers that aren't hers, the names of others who
    have a file here, and what was marked by hand."""

    person: Client
    # What somebody marked by hand, by the key of its text.
    passages: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def _names(self) -> re.Pattern[str]:
        others = Client.objects.exclude(pk=self.person.pk)
        names = {
            order
            for last, first in others.values_list("last_name", "first_name").distinct()
            for order in (f"{first} {last}", f"{last} {first}")
        } - {f"{self.person.first_name} {self.person.last_name}", str(self.person)}
        longest_first = sorted(map(re.escape, names), key=len, reverse=True)
        return re.compile(rf"\b(?:{'|'.join(longest_first) or '(?!)'})\b", re.IGNORECASE)

    def hide_in(self, row: Model, text: str) -> str:
        """The same for a text of this row, or of its history, without what was marked in it."""
        for words in sorted(self.passages.get(key_of(row), ()), key=len, reverse=True):
            text = text.replace(words, _("[tierce personne]"))
        return self.hide(text)

    def hide(self, text: str) -> str:
        """The text with « [tierce personne] » in place of what isn't hers to know."""
        hidden = _("[tierce personne]")
        for pattern in (MAIL, AVS, PHONE):
            text = pattern.sub(lambda found: found[0] if self._is_hers(found[0]) else hidden, text)
        return self._names.sub(hidden, text)

    def _is_hers(self, found: str) -> bool:
        hers = (self.person.email, self.person.phone)
        return _bare(found) in {_bare(value) for value in hers if value}


def _bare(value: str) -> str:
    return re.sub(r"[\s./-]", "", value).casefold()

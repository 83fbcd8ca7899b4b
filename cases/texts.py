"""The free texts that are held about a person, as one reader reads them (P6).

Some stand in layers above: `settings.CASE_TEXTS` names the function that knows them all.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Model
from django.utils.module_loading import import_string

from cases.reading import CaseAccess


@dataclass(frozen=True)
class Text:
    """What one row says, now and before: its fields, each with its name and words.

    `category` and `office_id` open it, as they open an entry of the journal.
    """

    key: str
    part: str
    at: datetime | None
    fields: tuple[tuple[str, str], ...]
    category: int
    office_id: UUID | None

    def holds(self, words: str) -> bool:
        return any(words in told for _name, told in self.fields)


def key_of(row: Model) -> str:
    """One key for a row and for each line of its history."""
    model = getattr(row, "instance_type", type(row))
    return f"{model._meta.label_lower}:{getattr(row, model._meta.pk.attname)}"


def texts_of(access: CaseAccess) -> list[Text]:
    """Those of a case that she reads, part by part."""
    found: list[Text] = import_string(settings.CASE_TEXTS)(access)
    return found

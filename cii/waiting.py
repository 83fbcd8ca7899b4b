"""One thing that waits for a person, as the home page shows it (C15)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.functional import Promise

from cases.models import Case

SHOWN = 10


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its name and page, why it is here, until when."""

    title: str
    url: str
    why: str | Promise
    due_on: date | None = None
    case_id: UUID | None = None


def case_row(case: Case, why: str, due_on: date | None = None) -> Waiting:
    """A case that waits: its number leads to it."""
    return Waiting(case.number, reverse("dossier", args=[case.pk]), why, due_on, case.pk)

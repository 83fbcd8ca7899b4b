from datetime import date
from typing import Any

from django.db import transaction

from accounts.actions.reference import Loaded
from accounts.models import Institution
from accounts.reference.institutions import CONVENTION_2022
from cases.models import (
    CatalogueMeasure,
    GridVersion,
    NoteTemplate,
    ProcurationTemplate,
    Remedy,
)
from cases.reference import grid, grid_2, procuration, procuration_2, procuration_3
from cases.reference.catalogue import MEASURES
from cases.reference.note_templates import NOTE_TEMPLATES
from cases.reference.remedies import REMEDIES

# Versions of the grid with their first day; what was answered refers to one of them.
GRIDS: dict[int, tuple[date, Any]] = {
    1: (CONVENTION_2022, grid),
    2: (date(2026, 1, 1), grid_2),
}
# Versions of the consent with their first day; whoever signed an older one keeps it.
TEMPLATES = {
    1: (CONVENTION_2022, procuration.TEXTS),
    2: (date(2026, 7, 1), procuration_2.TEXTS),
    3: (date(2026, 11, 22), procuration_3.TEXTS),
}


@transaction.atomic
def load_case_reference() -> Loaded:
    """Load grid, procuration templates, catalogue, remedies and templates of entries; re-runnable.

    A version of the grid or of the template that exists is left as it is: what was answered or
    signed refers to it. A new wording is a new version. Needs the partners.
    """
    loaded = Loaded()
    since = {"valid_from": CONVENTION_2022}
    for version, (first_day, asked) in GRIDS.items():
        at_first = {
            "valid_from": first_day,
            "questions": asked.QUESTIONS,
            "thresholds": asked.THRESHOLDS,
        }
        loaded.put(GridVersion, {"version": version}, {}, at_first)
    for version, (first_day, texts) in TEMPLATES.items():
        for language, text in texts.items():
            key = {"version": version, "language": language}
            at_first = {"valid_from": first_day, "text": text}
            loaded.put(ProcurationTemplate, key, {}, at_first)
    payers = {institution.code: institution for institution in Institution.objects.all()}
    for code, name_fr, name_de, legal_basis, payer in MEASURES:
        values = {
            "name_fr": name_fr,
            "name_de": name_de,
            "legal_basis": legal_basis,
            "normal_payer": payers[payer] if payer else None,
        }
        loaded.put(CatalogueMeasure, {"code": code}, values, since)
    for institution, step, *said in REMEDIES:
        key = {"institution": payers[institution], "step": step, **since}
        names = ("name", "authority", "term", "basis")
        words = {
            f"{name}_{language}": text
            for name, texts in zip(names, said, strict=True)
            for language, text in zip(("fr", "de"), texts, strict=True)
        }
        # What the bureau corrected stays.
        loaded.put(Remedy, key, {}, words)
    _load_note_templates(loaded)
    return loaded


def _load_note_templates(loaded: Loaded) -> None:
    """What an administrator changed or ended stays so."""
    for position, (code, kind, category, names, texts) in enumerate(NOTE_TEMPLATES, start=1):
        values = {
            "valid_from": CONVENTION_2022,
            "position": position,
            "kind": kind,
            "category": category,
            **dict(zip(("name_fr", "name_de"), names, strict=True)),
            **dict(zip(("text_fr", "text_de"), texts, strict=True)),
        }
        loaded.put(NoteTemplate, {"code": code}, {}, values)

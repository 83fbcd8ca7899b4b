"""Where a case holds free text, declared once, and who reads it there (P6).

A test walks what the person gets and fails for a text field that stands neither here nor among
what nobody writes freely. The rows come from the list from which a destruction deletes.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.permissions import may
from cases.reading import CaseAccess
from cases.texts import Text, key_of
from cii.erasure import CONTENT, Trail
from core.choices import Category
from core.context import acting

# Whose own part a text is.
NOBODY, WRITER, HOME = "", "office_id", "home"


@dataclass(frozen=True)
class Source:
    """The free fields of a table, and what opens them besides the case.

    A category, or the field that holds it; the own part in which they stand; an act; `queryset`
    names what a meeting opens; `context` that of a table which opens to nobody by itself.
    """

    fields: tuple[str, ...]
    category: Category | str = "category"
    own: str = NOBODY
    act: str = ""
    queryset: str = ""
    context: str = ""


REASONS = Source(("reason", "end_reason"), Category.WORK, HOME)
SOURCES = {
    "cases.Case": Source(("announcement", "triage_reason", "drop_reason"), Category.WORK, HOME),
    "cases.Flag": Source(("remark",), "remark_category", WRITER),
    "cases.Procuration": Source(("purpose", "withdrawal_note"), Category.IDENTITY, HOME),
    "cases.Grant": Source(("withdrawal_note",), Category.IDENTITY, HOME),
    "cases.Engagement": REASONS,
    "cases.Assignment": REASONS,
    "cases.Coordination": Source(("reason",), Category.WORK, HOME),
    "cases.Reopening": Source(("reason",), Category.WORK, HOME),
    "cases.DurableResult": Source(("remark",), Category.WORK, HOME),
    "cases.CaseNote": Source(("text",), own=WRITER),
    "cases.CollaborationRequest": Source(
        ("question", "service", "answer", "conclusion"), own="asking_id"
    ),
    "cases.AidRequest": Source(("reason",), own=WRITER),
    "cases.Matter": Source(("question", "outcome")),
    "cases.Position": Source(("text",), own=WRITER),
    "cases.DisputeStage": Source(("reason",)),
    "documents.Document": Source(("title",), own=WRITER),
    "cases.InsertionPlan": Source(("objective", "client_words")),
    "cases.PlanMeasure": Source(("detail", "break_reason")),
    "cases.FollowUp": Source(("summary",)),
    "governance.Paragraph": Source(("text",), queryset="open_to"),
    "governance.Decision": Source(("what",), queryset="open_to"),
    "governance.Correction": Source(("text",), queryset="open_to"),
    "cases.Recusal": Source(("reason",), Category.IDENTITY, HOME, act="recusal.record"),
    "cases.LegalHold": Source(
        ("reason", "lift_reason"), Category.IDENTITY, HOME, act="retention.read"
    ),
    "cases.MatchStep": Source(
        ("reason",), Category.IDENTITY, act="case.triage", context="job:match"
    ),
}


def texts_of(access: CaseAccess) -> list[Text]:
    """The texts of a case that she reads, in the order of the sources."""
    trail = Trail.of(access.case)
    return [
        text
        for label, source in SOURCES.items()
        if not source.act or may(source.act, access)
        for text in _texts(label, source, trail, access)
    ]


def _texts(label: str, source: Source, trail: Trail, access: CaseAccess) -> Iterator[Text]:
    """One text for each row; what it said before comes after what it says now."""
    versions: dict[str, list[Any]] = {}
    with acting(source.context) if source.context else nullcontext():
        for row in _rows(label, source, trail, access):
            versions.setdefault(key_of(row), []).append(row)
    for key, said in versions.items():
        row = said[0]
        category = source.category
        if isinstance(category, str):
            category = getattr(row, category)
        home = access.case.home_office_id
        office = home if source.own == HOME else getattr(row, source.own) if source.own else None
        fields = _fields(said, source)
        if fields and (access.reads(category or 0) or office in access.own_offices):
            part = str(capfirst(apps.get_model(label)._meta.verbose_name))
            yield Text(key, part, _moment(row), fields, category or 0, office)


def _rows(label: str, source: Source, trail: Trail, access: CaseAccess) -> Iterator[models.Model]:
    """The rows that hang on the case, then those of their history."""
    model = apps.get_model(label)
    manager = model._default_manager
    rows = getattr(manager, source.queryset)(access.scope) if source.queryset else manager.all()
    yield from rows.filter(CONTENT[label](trail))
    if hasattr(model, "history"):
        past = model.history.model
        yield from past.objects.filter(CONTENT[past._meta.label](trail))


def _fields(said: list[Any], source: Source) -> tuple[tuple[str, str], ...]:
    """Each wording once, under the name of its field."""
    found: dict[str, str] = {}
    for version, row in enumerate(said):
        for name in source.fields:
            field = row._meta.get_field(name)
            title = str(capfirst(field.verbose_name))
            if words := getattr(row, name):
                found.setdefault(words, _("%s (avant)") % title if version else title)
    return tuple((title, words) for words, title in found.items())


def _moment(row: models.Model) -> datetime | None:
    """When it came about: the first moment that the row keeps."""
    dated = (f for f in row._meta.concrete_fields if isinstance(f, models.DateTimeField))
    moments = (getattr(row, field.attname) for field in dated)
    return next((moment for moment in moments if moment), None)

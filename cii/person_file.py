"""Everything held about one person, as she gets it: to read, to keep, and who read it (P6).

One archive: her file and the register of accesses as PDF in her language, the same as data, and
the documents. Made from the same list of tables from which a destruction deletes, so that what is
held is what she gets.
"""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import translation
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from audit.models import Trace, TraceCase
from cases.choices import Tie
from cases.grid import in_words
from cases.handing_out import marks_of
from cases.models import AccessRequest, Case, Flag, HiddenPassage
from cases.third_persons import ThirdPersons
from cii.erasure import Trail, rows_held
from cii.handed_documents import documents, withheld
from core.choices import Category
from core.context import acting
from documents.rendering import render_pdf

CONTEXT = "job:person_file"
FILE_TEMPLATE = "papers/person_file.html"
REGISTER_TEMPLATE = "papers/register.html"
# How the tables that she reads come one after the other; the data hold every table.
READ = (
    "cases.Client",
    "cases.Case",
    "cases.Reopening",
    "cases.DurableResult",
    "cases.Flag",
    "cases.Procuration",
    "cases.Grant",
    "cases.Engagement",
    "cases.Assignment",
    "cases.CaseNote",
    "cases.CollaborationRequest",
    "cases.AidRequest",
    "cases.Matter",
    "cases.DisputeStage",
    "cases.Position",
    "documents.Document",
    "cases.InsertionPlan",
    "cases.PlanMeasure",
    "cases.PlanHandout",
    "cases.FollowUp",
    "governance.AgendaItem",
    "governance.Paragraph",
    "governance.Decision",
    "governance.Correction",
    "governance.Excerpt",
    "cases.AccessRequest",
)


def build(request_id: UUID, at: datetime) -> tuple[bytes, int]:
    """The archive that a request for access asks for, and how many marks it knows."""
    with acting(CONTEXT):
        request = AccessRequest.objects.select_related("case__client").get(pk=request_id)
        marks = marks_of(request.case_id)
        return person_file(request.case, language=request.language, at=at), marks


def person_file(case: Case, *, language: str, at: datetime) -> bytes:
    """Everything held about the person of a case, in one archive; names in it say its number."""
    others = ThirdPersons(case.client, _passages(case))
    tables = rows_held(Trail.of(case))
    # It would tell what it hides.
    del tables[HiddenPassage]
    with translation.override(language):
        sections = [
            _section(model, rows, others)
            for model, rows in sorted(tables.items(), key=lambda pair: _place(pair[0]))
            if model._meta.label in READ
        ]
        facts = {"number": case.number, "person": case.client, "made_at": at}
        told = facts | {"sections": sections, "withheld": withheld(case, others)}
        papers = {
            "dossier": render_pdf(FILE_TEMPLATE, told, language),
            "registre": render_pdf(
                REGISTER_TEMPLATE, facts | {"rows": list(_register(case))}, language
            ),
        }
        given = dict(documents(case, others))
    data = {m._meta.db_table: [_plain(row, others) for row in rows] for m, rows in tables.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in papers.items():
            archive.writestr(f"{case.number}-{name}.pdf", content)
        archive.writestr(
            f"{case.number}.json", json.dumps(data, ensure_ascii=False, indent=1, default=str)
        )
        for name, content in given.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _passages(case: Case) -> dict[str, list[str]]:
    """What was marked by hand for this request or one before: none of it is told later either."""
    marked: dict[str, list[str]] = {}
    rows = HiddenPassage.objects.standing().filter(case=case)
    for text, words in rows.values_list("text", "words"):
        marked.setdefault(text, []).append(words)
    return marked


def _place(model: type[models.Model]) -> int:
    label = model._meta.label
    return READ.index(label) if label in READ else len(READ)


def _section(
    model: type[models.Model], rows: models.QuerySet[Any], others: ThirdPersons
) -> dict[str, Any]:
    return {
        # Django makes a plural by adding an s, in every language.
        "title": capfirst(str(model._meta.verbose_name)),
        "entries": [list(_told(row, others)) for row in rows],
    }


def _told(row: models.Model, others: ThirdPersons) -> Iterator[tuple[str, str]]:
    """The fields of a row that have a name in plain words, with what they hold."""
    for field in row._meta.concrete_fields:
        value = getattr(row, field.name)
        # A field that nobody named is one of ours: keys, moments, who recorded it.
        if isinstance(field.verbose_name, Promise) and value not in (None, ""):
            yield (
                capfirst(str(field.verbose_name)),
                others.hide_in(row, _in_words(row, field, value)),
            )


def _in_words(row: Any, field: Any, value: Any) -> str:
    if isinstance(row, Flag) and field.name == "answers":
        spoken = (translation.get_language() or "fr")[:2]
        answers = in_words(row.grid.questions, value, list(value), spoken)
        return " · ".join(f"{question} {answer}" for question, answer in answers)
    if field.name == "category":
        return str(Category(value).label) if value else "–"
    if field.choices:
        return str(row._get_FIELD_display(field))
    if isinstance(value, datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "SHORT_DATE_FORMAT")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def _plain(row: models.Model, others: ThirdPersons) -> dict[str, Any]:
    """A row as data, its texts without third persons."""
    values = {field.attname: field.value_from_object(row) for field in row._meta.concrete_fields}
    return {
        name: others.hide_in(row, value) if isinstance(value, str) else value
        for name, value in values.items()
    }


def _register(case: Case) -> Iterator[dict[str, Any]]:
    """Who read or did what, when and in which function; newest first."""
    ties = dict(Tie.choices)
    grounds: dict[int, list[str]] = {}
    for trace, role in TraceCase.objects.filter(case_id=case.pk).values_list("trace", "role"):
        grounds.setdefault(trace, []).extend([str(ties[role])] if role in ties else [])
    for row in Trace.objects.filter(pk__in=grounds).select_related("actor"):
        yield {
            "at": localtime(row.at),
            "who": str(row.actor) if row.actor else _("tâche de fond"),
            "as": " · ".join(sorted(set(grounds[row.pk]))),
            "what": capfirst(row.title),
        }

"""The journal de bord and the documents of a case (C11)."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.actions.submissions import once
from accounts.choices import OfficeKind
from accounts.request import Request
from cases.actions.notes import add_document, add_note
from cases.forms.acts import DocumentForm, NoteForm
from cases.item_queries import DocumentQuerySet
from cases.reading import record_reading
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into
from documents.models import Document
from documents.reading import read_document

SUFFIXES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@access("case_actor")
def note_add(request: Request, pk: UUID) -> HttpResponse:
    """A dated entry in one category."""
    case, seen = open_case(request, pk, "note.add")
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                add_note(case, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("L’entrée est dans le journal de bord."))
            return redirect("dossier", pk)
    return show(request, "cases/note_add.html", seen, form=form)


@access("case_actor")
def document_add(request: Request, pk: UUID) -> HttpResponse:
    """Attach a file in one category."""
    case, seen = open_case(request, pk, "document.add")
    is_of_cms = any(ground.recipient.kind == OfficeKind.CMS for ground in seen.grounds)
    form = DocumentForm(request.POST or None, request.FILES or None, is_of_cms=is_of_cms)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                add_document(case, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("Le document est joint au dossier."))
            return redirect("dossier", pk)
    return show(request, "cases/document_add.html", seen, form=form)


@access("case_reader")
def document(request: Request, pk: UUID) -> HttpResponse:
    """Download a file, under a name that says the case number and the kind, nothing personal."""
    row: Document = get_object_or_404(DocumentQuerySet(Document).visible_to(request.scope), pk=pk)
    case, seen = open_case(request, cast("UUID", row.case_id))
    content = read_document(row)
    record_reading("document.read", seen, object_id=row.pk)
    name = f"{case.number}-{slugify(row.get_kind_display())}.{SUFFIXES[row.content_type]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=row.content_type, headers=headers)

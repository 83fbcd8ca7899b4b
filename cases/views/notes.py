"""The journal de bord and the documents of a case (C11)."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.actions.submissions import once
from accounts.choices import OfficeKind
from accounts.request import Request
from audit.choices import Kind
from cases.actions.notes import add_documents, add_note, replace_document
from cases.forms.notes import DocumentForm, NoteForm, VersionForm
from cases.item_queries import DocumentQuerySet
from cases.models import CaseNote, NoteTemplate
from cases.permissions import may
from cases.reading import record_reading
from cases.search import digest_of
from cases.text_search import found_in
from cases.versions import REPLACEABLE
from cases.views.door import open_case, show
from cases.views.reading import moment_in
from core import clock
from core.access import access
from core.refusal import refusals_into
from documents.models import Document
from documents.reading import read_document

ENTRIES_A_PAGE = 50
SUFFIXES = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg"}


@access("case_reader")
def journal(request: Request, pk: UUID) -> HttpResponse:
    """The whole journal of a case, page after page; posted, so that no word stands in an address:
    the entries and documents that hold some words."""
    _case, seen = open_case(request, pk)
    words = request.POST.get("q", "").strip()
    if words:
        return show(
            request,
            "cases/journal_found.html",
            seen,
            "journal.searched",
            kind=Kind.SEARCH,
            details={"term": digest_of(words)},
            term=words,
            found=found_in(seen, words),
        )
    entries = CaseNote.objects.open_in(seen).select_related("written_by", "office")
    if before := moment_in(request.GET.get("before", "")):
        entries = entries.filter(written_at__lt=before)
    notes = list(entries[: ENTRIES_A_PAGE + 1])
    shown = notes[:ENTRIES_A_PAGE]
    older = shown[-1].written_at if len(notes) > len(shown) else None
    return show(
        request,
        "cases/journal.html",
        seen,
        notes=shown,
        before=before,
        older=older,
        may_write=may("note.add", seen),
    )


@access("case_actor")
def note_add(request: Request, pk: UUID) -> HttpResponse:
    """A dated entry in one category, begun from a template or from nothing."""
    case, seen = open_case(request, pk, "note.add")
    templates = list(NoteTemplate.objects.live(request.scope.day))
    chosen = next((row for row in templates if row.code == request.GET.get("modele")), None)
    form = NoteForm(request.POST or None, template=chosen)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                add_note(case, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("L’entrée est dans le journal de bord."))
            return redirect("dossier", pk)
    return show(request, "cases/note_add.html", seen, form=form, templates=templates, chosen=chosen)


@access("case_actor")
def document_add(request: Request, pk: UUID) -> HttpResponse:
    """Attach a file in one category."""
    case, seen = open_case(request, pk, "document.add")
    is_of_cms = any(ground.recipient.kind == OfficeKind.CMS for ground in seen.grounds)
    form = DocumentForm(request.POST or None, request.FILES or None, is_of_cms=is_of_cms)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            refused = {}
            if sent.is_new:
                refused = add_documents(case, **form.cleaned_data, by=request.user, at=now)
            count = len(form.cleaned_data["uploads"]) - len(refused)
            told = ngettext("%(count)s document joint.", "%(count)s documents joints.", count)
            messages.success(request, told % {"count": count})
            for place, refusal in refused.items():
                # By its place: the name of a file is often that of a person.
                said = {"place": place, "reason": refusal.reason}
                messages.warning(request, _("Fichier %(place)s : %(reason)s") % said)
            return redirect("dossier", pk)
    return show(request, "cases/document_add.html", seen, form=form)


@access("case_actor")
def document_replace(request: Request, pk: UUID) -> HttpResponse:
    """Attach a new version of an attachment; the older one stays readable beside it."""
    rows: DocumentQuerySet = DocumentQuerySet(Document).visible_to(request.scope)
    row: Document = get_object_or_404(rows, pk=pk, kind__in=REPLACEABLE)
    _case, seen = open_case(request, cast("UUID", row.case_id), "document.add")
    form = VersionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                replace_document(row, **form.cleaned_data, by=request.user, at=now)
            messages.success(
                request, _("La nouvelle version est jointe ; l’ancienne reste lisible.")
            )
            return redirect("dossier", row.case_id)
    return show(request, "cases/document_replace.html", seen, form=form, document=row)


@access("case_reader")
def document(request: Request, pk: UUID) -> HttpResponse:
    """A file, to look at or to keep, under a name that says the case number and the kind."""
    row: Document = get_object_or_404(DocumentQuerySet(Document).visible_to(request.scope), pk=pk)
    case, seen = open_case(request, cast("UUID", row.case_id))
    content = read_document(row)
    record_reading("document.read", seen, object_id=row.pk)
    name = f"{case.number}-{slugify(row.get_kind_display())}.{SUFFIXES[row.content_type]}"
    # What is looked at is a PDF or an image by its content: the browser shows it by itself.
    how = "inline" if "voir" in request.GET else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}"'}
    return HttpResponse(content, content_type=row.content_type, headers=headers)

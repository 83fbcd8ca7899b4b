"""What of a file goes to the person: passages about others, documents (P6)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.submissions import once
from accounts.request import Request
from cases.actions.given_documents import decide_documents
from cases.actions.passages import hide_passage, lift_passage
from cases.forms.access_request import DocumentsForm, PassageForm, ShownDocument
from cases.forms.conflict import differences
from cases.handing_out import brought, decisions_on, fingerprint_of
from cases.item_queries import DocumentQuerySet
from cases.models import Case, DocumentDecision, HiddenPassage
from cases.texts import Text, texts_of
from cases.views.access_requests import find_request
from cases.views.door import open_case, show
from core import clock, stale
from core.access import access
from core.refusal import refusals_into
from documents.models import Document


@access("case_actor")
def passage_hide(request: Request, pk: UUID) -> HttpResponse:
    """The texts that she reads, part by part; the one that is chosen, with words to hide in it."""
    row = find_request(request, pk)
    _case, seen = open_case(request, row.case_id, "file.hand_out")
    texts = texts_of(seen)
    chosen = _chosen(request, texts)
    form = PassageForm(request.POST or None) if chosen else None
    if request.method == "POST" and chosen and form and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                hide_passage(row, text=chosen.key, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("Le passage est masqué ; le dossier se prépare à nouveau."))
            return redirect("cases:passage_hide", pk)
    hidden = HiddenPassage.objects.visible_to(request.scope).standing().filter(case=row.case_id)
    listed = {text.key for text in ([chosen] if chosen else texts)}
    context: dict[str, Any] = {
        "asked": row,
        "texts": texts,
        "chosen": chosen,
        "form": form,
        "hidden": hidden.filter(text__in=listed).select_related("hidden_by"),
    }
    return show(request, "cases/passage_hide.html", seen, "access_request.read", **context)


def _chosen(request: Request, texts: list[Text]) -> Text | None:
    """The text that the address names. Raises Http404 when she doesn't read it."""
    key = request.GET.get("text")
    if not key:
        return None
    found = next((text for text in texts if text.key == key), None)
    if found is None:
        raise Http404
    return found


@access("case_actor")
@require_POST
def passage_lift(request: Request, pk: UUID) -> HttpResponse:
    """What was hidden is hers again."""
    passage = get_object_or_404(
        HiddenPassage.objects.visible_to(request.scope).select_related("case"), pk=pk
    )
    open_case(request, passage.case_id, "file.hand_out")
    lift_passage(passage, by=request.user, at=clock.now())
    messages.success(request, _("Le passage n’est plus masqué ; le dossier se prépare à nouveau."))
    return redirect("cases:access_requests", passage.case_id)


@access("case_actor")
def documents_give(request: Request, pk: UUID) -> HttpResponse:
    """Which documents she gets, and which are held back."""
    row = find_request(request, pk)
    case, seen = open_case(request, row.case_id, "file.hand_out")
    decisions = decisions_on(case)
    found = fingerprint_of(decisions)
    form = DocumentsForm(request.POST or None, rows=_shown(request, case, decisions))
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            decide_documents(
                row,
                decided=form.decided(),
                seen=request.POST.get(stale.FIELD, ""),
                by=request.user,
                at=clock.now(),
            )
            messages.success(request, _("C’est décidé ; le dossier se prépare à nouveau."))
            return redirect("cases:access_requests", row.case_id)
    page: dict[str, Any] = {
        "form": form,
        "fingerprint": found,
        "conflict": differences(form, form.stored, found),
    }
    return show(request, "cases/documents_give.html", seen, "access_request.read", **page)


def _shown(
    request: Request, case: Case, decisions: dict[UUID, DocumentDecision]
) -> list[ShownDocument]:
    """Each document; one that she doesn't read by its kind, dispositif and day alone, and only
    until somebody decided: the reason may tell of what stands in it."""
    rows: QuerySet[Document] = (
        DocumentQuerySet(Document).visible_to(request.scope).filter(case_id=case.pk)
    )
    readable = set(rows.values_list("pk", flat=True))
    return [
        _told(row, row.pk in readable, decisions.get(row.pk))
        for row in brought(case)
        if row.pk in readable or row.pk not in decisions
    ]


def _told(row: Document, is_readable: bool, decision: DocumentDecision | None) -> ShownDocument:
    day = date_format(localtime(row.created_at), "SHORT_DATE_FORMAT")
    name = row.name if is_readable else str(capfirst(row.get_kind_display()))
    link = _("Vous ne le lisez pas : demandez au dispositif qui l’a déposé s’il parle de tiers.")
    if is_readable:
        url = reverse("cases:document", args=[row.pk])
        link = format_html('<a href="{}">{}</a>', url, _("Ouvrir le document"))
    parts = [name, str(row.office or ""), day]
    return ShownDocument(row, " · ".join(filter(None, parts)), link, decision)

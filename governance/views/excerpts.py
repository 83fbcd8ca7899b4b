"""Excerpts and decisions, which belong to the file of their case (S5)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from audit.choices import Kind
from cases.reading import CaseAccess, case_or_404, record_reading
from cases.why import opening, reasons_of
from core import clock
from core.access import access
from core.refusal import Forbidden
from governance.actions import decisions
from governance.models import Decision, Excerpt, Paragraph
from governance.views.door import pdf_response, record_read, refusals_told, shown


def _find(request: Request, pk: UUID) -> tuple[Excerpt, CaseAccess]:
    """An excerpt of which she may read something. Raises Http404."""
    found = Excerpt.objects.visible_to(request.scope).select_related(
        "item", "document", "minutes__adopted_by", "minutes__meeting__kind"
    )
    row = get_object_or_404(found, pk=pk)
    if row.item.case_id is None:
        raise Http404
    _case, seen = case_or_404(request.scope, row.item.case_id)
    return row, seen


def _is_whole(row: Excerpt, seen: CaseAccess) -> bool:
    return not row.categories & ~seen.mask


@access("case_reader")
def excerpt(request: Request, pk: UUID) -> HttpResponse:
    """The excerpt as far as its reader may read it; says where parts are left out."""
    row, seen = _find(request, pk)
    record_reading("excerpt.read", seen, object_id=row.pk)
    decided = Decision.objects.in_file_of(request.scope).filter(item=row.item)
    context = {
        "excerpt": row,
        "case": seen.case,
        "person": seen.case.client if seen.knows_person else None,
        "paragraphs": Paragraph.objects.in_file_of(request.scope).filter(item=row.item),
        "decisions": decided.select_related("office"),
        "is_whole": _is_whole(row, seen),
        "reasons": opening(reasons_of([seen])[seen.case.pk], row.categories),
    }
    return render(request, "governance/excerpt.html", context)


@access("case_reader")
def excerpt_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The sealed excerpt, whole, for who may read all its categories."""
    row, seen = _find(request, pk)
    if not _is_whole(row, seen):
        raise Forbidden(
            _(
                "Cet extrait contient des parties que la procuration ne vous ouvre pas. "
                "Lisez à l’écran ce qui vous est ouvert."
            ),
            about=seen.bases(),
        )
    response = pdf_response(row.document, f"{seen.case.number}-{row.number}")
    record_reading("excerpt.exported", seen, kind=Kind.EXPORT, object_id=row.pk)
    return response


@access("case_reader")
def decision(request: Request, pk: UUID) -> HttpResponse:
    """A decision as a task: what, who, until when."""
    row = _find_decision(request, pk)
    point = shown(request, row.item)
    record_read("decision.read", request, [point.access], object_id=row.pk)
    context = {"decision": row, "item": row.item, "person": point.person}
    return render(request, "governance/decision.html", context)


@access("case_actor")
@require_POST
def decision_finish(request: Request, pk: UUID) -> HttpResponse:
    """The task is done."""
    row = _find_decision(request, pk)
    with refusals_told(request):
        decisions.finish_decision(row, by=request.user, at=clock.now())
        messages.success(request, _("La tâche est terminée."))
        return redirect("home")
    return redirect("governance:decision", pk)


def _find_decision(request: Request, pk: UUID) -> Decision:
    found = Decision.objects.open_to(request.scope)
    return get_object_or_404(
        found.select_related("office", "item__case__client", "item__meeting__kind"), pk=pk
    )

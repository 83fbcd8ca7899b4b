"""The minutes of a meeting, as far as their reader may read them (S5)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.submissions import once
from accounts.request import Request
from audit.choices import Kind
from cases.why import reasons_of
from core import clock
from core.access import access
from core.refusal import Refusal, refusals_into
from governance.actions import minutes as acts
from governance.choices import MinutesState
from governance.forms import CorrectionForm
from governance.models import AgendaItem, Correction, Decision, Excerpt, Minutes, Paragraph
from governance.permissions import may_adopt, may_organise
from governance.querysets import waiting
from governance.rules import check_adoptable, check_begun
from governance.views.door import (
    ShownItem,
    find_meeting,
    find_organised,
    pdf_response,
    record_read,
    refusals_told,
    shown,
    shown_items,
)


def _find(request: Request, pk: UUID) -> Minutes:
    """Minutes of a meeting that she sees; a draft is for who organises. Raises Http404."""
    row = get_object_or_404(Minutes.objects.select_related("adopted_by", "document"), pk=pk)
    row.meeting = find_meeting(request, row.meeting_id)
    if row.state == MinutesState.DRAFT and not may_organise(request.scope, row.meeting):
        raise Http404
    return row


def _find_organised(request: Request, pk: UUID) -> Minutes:
    row = _find(request, pk)
    row.meeting = find_organised(request, row.meeting_id)
    return row


@access("meeting_reader")
def minutes(request: Request, pk: UUID) -> HttpResponse:
    """The reader's version: what she may not read is left out, and the page says so."""
    row = _find(request, pk)
    items = shown_items(request, row.meeting)
    record_read("minutes.read", request, [shown.access for shown in items], object_id=row.pk)
    organises = may_organise(request.scope, row.meeting)
    context = {
        "minutes": row,
        "meeting": row.meeting,
        "items": _parts(request, items),
        "organises": organises,
        "chairs": may_adopt(request.scope, row.meeting),
        "adoption_refusal": _adoption_refusal(request, row) if organises else "",
        "attendances": row.meeting.attendances.select_related("user", "office"),
        "is_circulated": row.state == MinutesState.CIRCULATED,
    }
    return render(request, "governance/minutes.html", context)


def _parts(request: Request, items: list[ShownItem]) -> list[dict[str, Any]]:
    """Each item with what she may read of it and why, one query for each kind of part."""
    scope = request.scope
    reasons = reasons_of(row.access for row in items if row.access)
    corrections = Correction.objects.visible_to(scope).select_related("asked_by", "settled_by")
    kinds: dict[str, QuerySet[Any]] = {
        "paragraphs": Paragraph.objects.visible_to(scope),
        "decisions": Decision.objects.visible_to(scope).select_related("office"),
        "corrections": corrections,
        "excerpts": Excerpt.objects.visible_to(scope),
    }
    rows: dict[UUID, dict[str, Any]] = {
        row.item.pk: {
            "item": row.item,
            "reasons": reasons[row.item.case_id] if row.item.case_id else [],
        }
        | {kind: [] for kind in kinds}
        for row in items
    }
    for kind, parts in kinds.items():
        for part in parts.filter(item__in=rows):
            rows[part.item_id][kind].append(part)
    return list(rows.values())


def _adoption_refusal(request: Request, row: Minutes) -> str:
    """Why the minutes can't be adopted yet, of what she sees; blank when they can."""
    try:
        check_begun(row.meeting, clock.now())
        check_adoptable(*waiting(row.meeting, request.scope))
    except Refusal as refusal:
        return str(refusal.reason)
    return ""


@access("meeting_organiser")
@require_POST
def minutes_draft(request: Request, pk: UUID) -> HttpResponse:
    """Open the minutes of a meeting."""
    row = find_organised(request, pk)
    with refusals_told(request):
        drafted = acts.draft_minutes(row, by=request.user, at=clock.now())
        messages.success(
            request, _("Le procès-verbal %(number)s est ouvert.") % {"number": drafted}
        )
    return redirect("governance:desk", pk)


@access("meeting_organiser")
@require_POST
def minutes_circulate(request: Request, pk: UUID) -> HttpResponse:
    """Hand the minutes to the invited persons for re-reading."""
    row = _find_organised(request, pk)
    with refusals_told(request):
        acts.circulate(row, by=request.user, at=clock.now())
        messages.success(request, _("Le procès-verbal est mis en relecture."))
    return redirect("governance:minutes", pk)


@access("meeting_organiser")
@require_POST
def minutes_adopt(request: Request, pk: UUID) -> HttpResponse:
    """The chair adopts; the sealed papers follow in the background."""
    row = _find_organised(request, pk)
    with refusals_told(request):
        acts.adopt(row, by=request.user, at=clock.now())
        messages.success(
            request, _("Le procès-verbal est adopté ; les documents sont scellés dans un instant.")
        )
    return redirect("governance:minutes", pk)


@access("meeting_reader")
def correction_ask(request: Request, pk: UUID) -> HttpResponse:
    """Ask for a correction of an item while the minutes circulate."""
    items = AgendaItem.objects.visible_to(request.scope).select_related("case__client")
    row = shown(request, get_object_or_404(items, pk=pk))
    row.item.meeting = find_meeting(request, row.item.meeting_id)
    papers = get_object_or_404(Minutes, meeting=row.item.meeting)
    form = CorrectionForm(request.POST or None, access=row.access)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                acts.ask_correction(row.item, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("Votre demande est transmise à la présidence."))
            return redirect("governance:minutes", papers.pk)
    record_read("item.read", request, [row.access], object_id=row.item.pk)
    context = {"form": form, "row": row, "item": row.item, "minutes": papers}
    return render(request, "governance/correction_ask.html", context)


@access("meeting_organiser")
@require_POST
def correction_settle(request: Request, pk: UUID) -> HttpResponse:
    """Note that a correction was seen to."""
    found = Correction.objects.visible_to(request.scope).select_related("item")
    correction = get_object_or_404(found, pk=pk)
    row = find_organised(request, correction.item.meeting_id)
    with refusals_told(request):
        acts.settle_correction(correction, by=request.user, at=clock.now())
    return redirect("governance:minutes", row.minutes.pk)


@access("meeting_reader")
def minutes_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The sealed minutes; they hold no case content."""
    row = _find(request, pk)
    if row.document is None:
        raise Http404
    response = pdf_response(row.document, row.number)
    record_read("minutes.exported", request, [], object_id=row.pk, kind=Kind.EXPORT)
    return response

"""The desk of a sitting: presence, and how each item ends (S4)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from core import clock
from core.access import access
from core.refusal import refusals_into
from governance.actions import desk as acts
from governance.forms import AttendanceForm
from governance.models import Meeting
from governance.permissions import may_adopt
from governance.views.door import (
    find_item,
    find_organised,
    record_read,
    refusals_told,
    shown_items,
)


@access("meeting_organiser")
def desk(request: Request, pk: UUID) -> HttpResponse:
    """Everything of one sitting: who is there, and the items to treat one after the other."""
    row = find_organised(request, pk)
    return _page(request, row, AttendanceForm(meeting=row))


def _page(request: Request, row: Meeting, form: AttendanceForm) -> HttpResponse:
    items = shown_items(request, row)
    record_read("meeting.read", request, [shown.access for shown in items], object_id=row.pk)
    context = {
        "meeting": row,
        "items": items,
        "form": form,
        "minutes": getattr(row, "minutes", None),
        "has_begun": row.starts_at <= clock.now(),
        "chairs": may_adopt(request.scope, row),
    }
    return render(request, "governance/desk.html", context)


@access("meeting_organiser")
@require_POST
def attendance(request: Request, pk: UUID) -> HttpResponse:
    """Note who is there."""
    row = find_organised(request, pk)
    form = AttendanceForm(request.POST, meeting=row)
    if form.is_valid():
        with refusals_into(form):
            presences = form.presences
            acts.record_attendance(row, presences=presences, by=request.user, at=clock.now())
            messages.success(request, _("Les présences sont enregistrées."))
            return redirect("governance:desk", pk)
    return _page(request, row, form)


@access("meeting_organiser")
@require_POST
def item_close(request: Request, pk: UUID) -> HttpResponse:
    """The item is treated."""
    row = find_item(request, pk)
    with refusals_told(request):
        acts.mark_decided(row, by=request.user, at=clock.now())
        messages.success(request, _("Le point est traité."))
        return redirect("governance:desk", row.meeting_id)
    return redirect("governance:item", pk)


@access("meeting_organiser")
@require_POST
def item_postpone(request: Request, pk: UUID) -> HttpResponse:
    """The item passes to the next agenda."""
    row = find_item(request, pk)
    with refusals_told(request):
        acts.postpone_item(row, by=request.user, at=clock.now())
        messages.success(
            request, _("Le point est reporté : il sera proposé à la prochaine séance.")
        )
        return redirect("governance:desk", row.meeting_id)
    return redirect("governance:item", pk)


@access("meeting_organiser")
@require_POST
def item_reopen(request: Request, pk: UUID) -> HttpResponse:
    """Take the item up again."""
    row = find_item(request, pk)
    with refusals_told(request):
        acts.reopen_item(row, by=request.user, at=clock.now())
    return redirect("governance:item", pk)

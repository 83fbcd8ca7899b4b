"""The agenda of a meeting in preparation, and its convening (S2, S3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.submissions import once
from accounts.request import Request
from cases.models import Case
from cases.reading import CaseAccess
from core import clock
from core.access import access
from core.refusal import refusals_into
from governance.actions import invitations
from governance.actions import meetings as planning
from governance.agenda_queue import carried_over, waiting_for
from governance.forms import CaseNumberForm, ConveneForm, PointForm
from governance.models import Meeting
from governance.rules import check_planned
from governance.views.door import (
    find_item,
    find_organised,
    person_of,
    record_read,
    refusals_told,
    shown_items,
)


@access("meeting_organiser")
def agenda(request: Request, pk: UUID) -> HttpResponse:
    """Compose the agenda from the cases that wait, and from points without a case."""
    return _page(request, find_organised(request, pk))


def _page(request: Request, row: Meeting, **forms: Any) -> HttpResponse:
    items = shown_items(request, row)
    queue = CaseAccess.of_all(waiting_for(row, request.scope), request.scope)
    accesses = [*(row.access for row in items), *queue]
    record_read("meeting.agenda_read", request, accesses, object_id=row.pk)
    context = {
        "meeting": row,
        "items": items,
        "waiting": [(seen.case, person_of(seen)) for seen in queue],
        "carried_over": carried_over(row),
        "point_form": PointForm(),
        "case_form": CaseNumberForm(cases=Case.objects.none()),
        **forms,
    }
    return render(request, "governance/agenda.html", context)


@access("meeting_organiser")
@require_POST
def item_add(request: Request, pk: UUID) -> HttpResponse:
    """Put a point without a case on the agenda."""
    row = find_organised(request, pk)
    form, now = PointForm(request.POST), clock.now()
    if form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                title = form.cleaned_data["title"]
                planning.add_item(row, title=title, by=request.user, at=now)
            return redirect("governance:agenda", pk)
    return _page(request, row, point_form=form)


@access("meeting_organiser")
@require_POST
def item_add_case(request: Request, pk: UUID) -> HttpResponse:
    """Put a case on the agenda, from the queue or by its number."""
    row = find_organised(request, pk)
    form = CaseNumberForm(request.POST, cases=Case.objects.visible_to(request.scope))
    if form.is_valid():
        with refusals_into(form):
            case = form.cleaned_data["number"]
            planning.add_item(row, case=case, by=request.user, at=clock.now())
            return redirect("governance:agenda", pk)
    return _page(request, row, case_form=form)


@access("meeting_organiser")
@require_POST
def item_remove(request: Request, pk: UUID) -> HttpResponse:
    """Take a point off the agenda."""
    row = find_item(request, pk)
    with refusals_told(request):
        planning.remove_item(row, by=request.user, at=clock.now())
    return redirect("governance:agenda", row.meeting_id)


@access("meeting_organiser")
@require_POST
def item_move_up(request: Request, pk: UUID) -> HttpResponse:
    """Exchange a point with the one before it."""
    row = find_item(request, pk)
    order = list(row.meeting.items.order_by("position").values_list("pk", flat=True))
    place = order.index(row.pk)
    if place:
        order[place - 1], order[place] = order[place], order[place - 1]
        with refusals_told(request):
            planning.reorder(row.meeting, items=order, by=request.user, at=clock.now())
    return redirect("governance:agenda", row.meeting_id)


@access("meeting_organiser")
def convene(request: Request, pk: UUID) -> HttpResponse:
    """Choose whom to invite to each item, among those whom a procuration covers, and send."""
    row = find_organised(request, pk)
    with refusals_told(request):
        check_planned(row)
        return _convening(request, row)
    return redirect("governance:meeting", pk)


def _convening(request: Request, row: Meeting) -> HttpResponse:
    items = shown_items(request, row)
    record_read("meeting.agenda_read", request, [shown.access for shown in items], object_id=row.pk)
    points = [shown.item for shown in items]
    form = ConveneForm(request.POST or None, meeting=row, items=points)
    # A form may be without any field: an agenda of no item is refused by the action.
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            chosen = form.invitations
            invitations.convene(row, invitations=chosen, by=request.user, at=clock.now())
            messages.success(request, _("La séance est convoquée ; les invitations sont parties."))
            return redirect("governance:meeting", row.pk)
    return render(
        request, "governance/convene.html", {"meeting": row, "form": form, "items": items}
    )

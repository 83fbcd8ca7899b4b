"""Meetings: the list, the planning, the page of one, and the answer to an invitation."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.submissions import once
from accounts.request import Request
from cases.reading import CaseAccess, record_list
from core import clock
from core.access import access
from core.refusal import Forbidden, refusals_into
from governance.actions import invitations
from governance.actions import meetings as planning
from governance.agenda_queue import waiting_for_posts
from governance.choices import MeetingState
from governance.forms import AnswerForm, MeetingForm
from governance.models import Meeting
from governance.permissions import may_organise, may_plan
from governance.views.door import (
    ShownItem,
    find_meeting,
    find_organised,
    record_read,
    refusals_told,
    shown_items,
)

PER_PAGE = 25
WAITING_SHOWN = 25


@access("meeting_reader")
def meetings(request: Request) -> HttpResponse:
    """Her meetings to come and past, and for the coordination the cases that wait for one."""
    visible = Meeting.objects.visible_to(request.scope).select_related("kind", "post")
    past = visible.filter(state__in=[MeetingState.CLOSED, MeetingState.CANCELLED])
    page = Paginator(past.order_by("-starts_at", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    waiting = waiting_for_posts(request.scope)[:WAITING_SHOWN]
    if waiting:
        accesses = CaseAccess.of_all(waiting, request.scope)
        record_list("meetings.listed", request.scope, accesses)
    context = {
        "coming": visible.coming(),
        "page": page,
        "waiting": waiting,
        "may_plan": may_plan(request.scope),
    }
    return render(request, "governance/meetings.html", context)


@access("meeting_organiser")
def plan_meeting(request: Request) -> HttpResponse:
    """Set kind, post, chair, date and place of a meeting."""
    if not may_plan(request.scope):
        raise Forbidden(_("Les séances sont planifiées par la coordination et le bureau CII."))
    form = MeetingForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                sent.object_id = planning.plan_meeting(**form.values, by=request.user, at=now).pk
            messages.success(request, _("La séance est planifiée. Composez l’ordre du jour."))
            return redirect("governance:agenda", sent.object_id)
    return render(request, "governance/plan_meeting.html", {"form": form})


@access("meeting_reader")
def meeting(request: Request, pk: UUID) -> HttpResponse:
    """One meeting: a participant finds her own items, who organises everything."""
    return _page(request, find_meeting(request, pk))


def _page(request: Request, row: Meeting, form: AnswerForm | None = None) -> HttpResponse:
    items = shown_items(request, row)
    record_read("meeting.read", request, [shown.access for shown in items], object_id=row.pk)
    mine = list(row.invitations.filter(user=request.user))
    organises = may_organise(request.scope, row)
    context = {
        "meeting": row,
        "items": items,
        "offices": _invited_throughout(items),
        "mine": mine,
        "organises": organises,
        "invitations": row.invitations.select_related("user", "office") if organises else [],
        "minutes": getattr(row, "minutes", None),
        "is_open": row.state == MeetingState.CONVENED and row.ends_at > clock.now(),
        "form": form or AnswerForm(initial={"answer": mine[0].answer if mine else ""}),
    }
    return render(request, "governance/meeting.html", context)


def _invited_throughout(items: list[ShownItem]) -> list[str]:
    """The dispositifs invited to the points without a case, told once for all of them."""
    points = [shown.item for shown in items if shown.item.case is None]
    return sorted({str(row.office) for point in points for row in point.invitations.all()})


@access("meeting_reader")
@require_POST
def invitation_answer(request: Request, pk: UUID) -> HttpResponse:
    """Yes, no, or a deputy."""
    row = find_meeting(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            answer = form.cleaned_data["answer"]
            invitations.answer_invitation(row, answer=answer, by=request.user, at=clock.now())
            messages.success(request, _("Votre réponse est enregistrée."))
            return redirect("governance:meeting", pk)
    return _page(request, row, form)


@access("meeting_organiser")
@require_POST
def meeting_cancel(request: Request, pk: UUID) -> HttpResponse:
    """Call the meeting off and tell who was invited."""
    row = find_organised(request, pk)
    with refusals_told(request):
        invitations.cancel_meeting(row, by=request.user, at=clock.now())
        messages.success(request, _("La séance est annulée ; les personnes invitées le savent."))
    return redirect("governance:meeting", pk)

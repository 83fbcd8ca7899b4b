"""One item at the meeting: discussion, decisions, case manager (S4, S5)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.submissions import once
from accounts.request import Request
from cases.choices import AssignmentKind, PlanState
from cases.models import Assignment, InsertionPlan
from cases.permissions import may
from cases.reading import CaseAccess
from cases.why import reasons_of
from core import clock
from core.access import access
from core.refusal import refusals_into
from governance.actions import decisions
from governance.actions import desk as acts
from governance.choices import MeetingState
from governance.forms import DecisionForm, ManagerForm, ParagraphForm
from governance.models import Decision, Paragraph
from governance.permissions import may_adopt
from governance.views.door import ShownItem, find_item, record_read, refusals_told, shown


@access("meeting_organiser")
def item(request: Request, pk: UUID) -> HttpResponse:
    """Write what is said and what is decided."""
    return _page(request, shown(request, find_item(request, pk)))


def _page(request: Request, row: ShownItem, **forms: Any) -> HttpResponse:
    record_read("item.read", request, [row.access], object_id=row.item.pk)
    scope, point, seen = request.scope, row.item, row.access
    chairs = may_adopt(scope, point.meeting)
    context = {
        "item": point,
        "meeting": point.meeting,
        "is_running": point.meeting.state == MeetingState.CONVENED,
        "access": seen,
        "person": row.person,
        "offices": [invitation.office for invitation in point.invitations.select_related("office")],
        "paragraphs": Paragraph.objects.visible_to(scope).filter(item=point),
        "decisions": Decision.objects.visible_to(scope).filter(item=point).select_related("office"),
        "paragraph_form": ParagraphForm(access=seen, prefix="p"),
        "decision_form": _decision_form(request, row),
    }
    if seen:
        context |= _of_case(seen, chairs) | {"reasons": reasons_of([seen])[seen.case.pk]}
    return render(request, "governance/item.html", context | forms)


def _decision_form(request: Request, row: ShownItem, data: QueryDict | None = None) -> DecisionForm:
    chairs = may_adopt(request.scope, row.item.meeting)
    return DecisionForm(data, access=row.access, scope=request.scope, chairs=chairs, prefix="d")


def _of_case(seen: CaseAccess, chairs: bool) -> dict[str, Any]:
    """Who manages the case, and its plan; the stub names nobody."""
    act = "case_manager.designate_in_meeting" if chairs else "case_manager.designate"
    case, scope = seen.case, seen.scope
    managers = Assignment.objects.open().filter(case=case, kind=AssignmentKind.CASE_MANAGER)
    plans = InsertionPlan.objects.visible_to(scope).filter(case=case)
    return {
        "manager": None if seen.is_stub else managers.select_related("user", "office").first(),
        "manager_form": may(act, seen) and ManagerForm(case=case, scope=scope, prefix="m"),
        "may_plan": may("plan.draft", seen),
        "plan": plans.exclude(state=PlanState.REPLACED).first(),
    }


@access("meeting_organiser")
@require_POST
def paragraph_write(request: Request, pk: UUID) -> HttpResponse:
    """Add a paragraph to the discussion."""
    row = shown(request, find_item(request, pk))
    form, now = ParagraphForm(request.POST, access=row.access, prefix="p"), clock.now()
    if form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                acts.write_paragraph(row.item, **form.cleaned_data, by=request.user, at=now)
            return redirect("governance:item", pk)
    return _page(request, row, paragraph_form=form)


@access("meeting_organiser")
def paragraph_edit(request: Request, pk: UUID) -> HttpResponse:
    """Change a paragraph, unless somebody else did meanwhile."""
    paragraph = _find_paragraph(request, pk)
    row = shown(request, find_item(request, paragraph.item_id))
    fresh = {"text": paragraph.text, "category": paragraph.category}
    form = ParagraphForm(request.POST or None, access=row.access, initial=fresh)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            values = form.cleaned_data | {"seen": request.POST.get("seen", "")}
            acts.edit_paragraph(paragraph, **values, by=request.user, at=clock.now())
            return redirect("governance:item", row.item.pk)
    record_read("item.read", request, [row.access], object_id=row.item.pk)
    context = {"form": form, "paragraph": paragraph, "item": row.item, "meeting": row.item.meeting}
    return render(request, "governance/paragraph_edit.html", context)


@access("meeting_organiser")
@require_POST
def paragraph_delete(request: Request, pk: UUID) -> HttpResponse:
    """Take a paragraph out."""
    paragraph = _find_paragraph(request, pk)
    seen = request.POST.get("seen", "")
    with refusals_told(request):
        acts.delete_paragraph(paragraph, seen=seen, by=request.user, at=clock.now())
    return redirect("governance:item", paragraph.item_id)


def _find_paragraph(request: Request, pk: UUID) -> Paragraph:
    paragraphs = Paragraph.objects.visible_to(request.scope).select_related("item__meeting")
    return get_object_or_404(paragraphs, pk=pk)


@access("meeting_organiser")
@require_POST
def item_decide(request: Request, pk: UUID) -> HttpResponse:
    """Record what, who, until when; the plan is adopted by it where one is chosen."""
    row = shown(request, find_item(request, pk))
    form, now = _decision_form(request, row, request.POST), clock.now()
    if form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                decisions.decide(row.item, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("La décision est consignée."))
            return redirect("governance:item", pk)
    return _page(request, row, decision_form=form)


@access("meeting_organiser")
@require_POST
def decision_drop(request: Request, pk: UUID) -> HttpResponse:
    """Take back a decision recorded by mistake."""
    found = Decision.objects.visible_to(request.scope).select_related("item__meeting")
    decision = get_object_or_404(found, pk=pk)
    find_item(request, decision.item_id)
    with refusals_told(request):
        decisions.drop_decision(decision, by=request.user, at=clock.now())
    return redirect("governance:item", decision.item_id)


@access("meeting_organiser")
@require_POST
def case_manager(request: Request, pk: UUID) -> HttpResponse:
    """Record whom the pool named case manager."""
    row = shown(request, find_item(request, pk))
    if row.item.case is None:
        return redirect("governance:item", pk)
    form = ManagerForm(request.POST, case=row.item.case, scope=request.scope, prefix="m")
    if form.is_valid():
        with refusals_into(form):
            decisions.designate(row.item, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le ou la case manager est désigné·e."))
            return redirect("governance:item", pk)
    return _page(request, row, manager_form=form)

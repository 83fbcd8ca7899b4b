"""The plan in plain language, to be handed to the person (C10)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from accounts.actions.submissions import once
from accounts.request import Request
from audit.choices import Kind
from cases.actions.handouts import make_handout
from cases.choices import PlanState
from cases.forms.acts import HandoutForm
from cases.models import InsertionPlan, PlanHandout
from cases.plain_plan import calendar_of
from cases.reading import CaseAccess, record_reading
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.choices import Category
from core.refusal import refusals_into
from documents.reading import read_document

ACT = "plan.hand_out"


@access("case_actor")
def plan_handouts(request: Request, pk: UUID) -> HttpResponse:
    """What was made for her, and a form to have the plan in force made."""
    case, seen = open_case(request, pk, ACT)
    plans = InsertionPlan.objects.open_in(seen).filter(state=PlanState.ADOPTED)
    plan = get_object_or_404(plans)
    form = HandoutForm(request.POST or None, initial={"language": case.client.language})
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                make_handout(plan, **form.cleaned_data, by=request.user, at=now)
            messages.success(request, _("Le document se prépare ; il est prêt dans un instant."))
            return redirect("cases:plan_handouts", pk)
    made = PlanHandout.objects.open_in(seen).select_related("plan", "made_by", "document")
    unread = [category for category in Category if not seen.reads(category)]
    return show(
        request, "cases/plan_handouts.html", seen, form=form, plan=plan, made=made, unread=unread
    )


@access("case_actor")
def plan_handout_pdf(request: Request, pk: UUID) -> HttpResponse:
    """The sealed paper, for who may read all of it."""
    row, seen = _find(request, pk)
    if row.document is None:
        raise Http404
    content = read_document(row.document)
    record_reading("plan.handout_exported", seen, kind=Kind.EXPORT, object_id=row.pk)
    return _file(content, row.document.content_type, f"{seen.case.number}-plan.pdf")


@access("case_actor")
def plan_handout_calendar(request: Request, pk: UUID) -> HttpResponse:
    """The days to come, for the telephone of the person, while the plan is in force."""
    row, seen = _find(request, pk)
    if row.plan.state != PlanState.ADOPTED:
        raise Http404
    content = calendar_of(row, clock.now())
    record_reading("plan.handout_exported", seen, kind=Kind.EXPORT, object_id=row.pk)
    return _file(content, "text/calendar; charset=utf-8", f"{seen.case.number}-plan.ics")


def _find(request: Request, pk: UUID) -> tuple[PlanHandout, CaseAccess]:
    """A paper that she reads whole. Raises Http404."""
    asked = get_object_or_404(PlanHandout.objects.select_related("plan"), pk=pk)
    _case, seen = open_case(request, asked.plan.case_id, ACT)
    rows = PlanHandout.objects.open_in(seen).select_related("plan", "document")
    return get_object_or_404(rows, pk=pk), seen


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)

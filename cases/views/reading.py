"""Why do I see this, and who read this case (P4, P5)."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse

from accounts.request import Request
from audit.models import Trace, TraceCase
from cases.choices import Tie
from cases.views.door import open_case, show
from core.access import access

TRACES_A_PAGE = 50


@access("case_reader")
def case_why(request: Request, pk: UUID) -> HttpResponse:
    """Each ground on which the case is open to the reader, and until when."""
    _case, seen = open_case(request, pk)
    return show(request, "cases/case_why.html", seen)


@access("case_reader")
def case_traces(request: Request, pk: UUID) -> HttpResponse:
    """Who read or did what in this case, when, in which role."""
    case, seen = open_case(request, pk, "register.read")
    grounds = Prefetch("cases", TraceCase.objects.filter(case_id=case.pk), to_attr="grounds")
    rows = Trace.objects.filter(cases__case_id=case.pk).distinct().select_related("actor")
    page = Paginator(rows.prefetch_related(grounds), TRACES_A_PAGE).get_page(
        request.GET.get("page")
    )
    ties = dict(Tie.choices)
    traces = [(row, [ties[g.role] for g in row.grounds if g.role in ties]) for row in page]  # type: ignore[attr-defined]
    return show(request, "cases/case_traces.html", seen, "traces.read", page=page, traces=traces)

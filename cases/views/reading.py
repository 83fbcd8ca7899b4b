"""Why do I see this, and who read this case (P4, P5)."""

from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.utils import translation

from accounts.request import Request
from audit.choices import Kind
from audit.models import Trace, TraceCase
from audit.querysets import TraceQuerySet
from cases.models import Case
from cases.oversight import role_labels
from cases.views.door import open_case, show
from core import clock
from core.access import access

TRACES_A_PAGE = 50


@access("case_reader")
def case_why(request: Request, pk: UUID) -> HttpResponse:
    """Each ground on which the case is open to the reader, and until when."""
    _case, seen = open_case(request, pk, by_number=True)
    return show(request, "cases/case_why.html", seen)


@access("case_reader")
def case_traces(request: Request, pk: UUID) -> HttpResponse:
    """Who read or did what in this case, when, in which role."""
    case, seen = open_case(request, pk, "register.read")
    register = Trace.objects.of_case(case.pk)
    before = moment_in(request.GET.get("before", ""))
    traces = _told(register.page(TRACES_A_PAGE, before), case)
    oldest = traces[-1][0].at if traces else None
    is_full = len(traces) >= TRACES_A_PAGE and register.filter(at__lt=oldest).exists()
    return show(
        request,
        "cases/case_traces.html",
        seen,
        "traces.read",
        traces=traces,
        before=before,
        older=oldest if is_full else None,
    )


@access("case_reader")
def case_traces_print(request: Request, pk: UUID) -> HttpResponse:
    """The whole register on paper, in the language of the person who asks for it (P6)."""
    case, seen = open_case(request, pk, "register.read")
    spoken = case.client.language if seen.knows_person else request.user.language
    with translation.override(spoken):
        return show(
            request,
            "cases/case_traces_print.html",
            seen,
            "traces.printed",
            kind=Kind.PRINT,
            traces=_told(Trace.objects.of_case(case.pk), case),
            now=clock.now(),
        )


def _told(rows: TraceQuerySet, case: Case) -> list[tuple[Trace, list[str]]]:
    """Each trace with the ties under which the case was open, in plain words."""
    grounds = Prefetch("cases", TraceCase.objects.filter(case_id=case.pk), to_attr="grounds")
    ties = role_labels()
    return [
        (row, [str(ties[g.role]) for g in row.grounds if g.role in ties])
        for row in rows.select_related("actor").prefetch_related(grounds)
    ]


def moment_in(text: str) -> datetime | None:
    """The moment in an address; an unreadable one starts from the newest."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None

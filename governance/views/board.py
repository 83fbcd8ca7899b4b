"""The pages of the coordination: triage board, stuck cases, a case put on an agenda (C6)."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from cases.deadlocks import blocked, cases_of
from cases.reading import record_list
from cases.views.door import open_case
from core import clock
from core.access import access
from governance.actions.meetings import add_item
from governance.agenda_queue import next_sitting, sittings_ahead
from governance.board import BOARD_KEYS, WITH, blocked_lines, lines_to_enter, waiting_lines
from governance.next_steps import MEETINGS, to_enter
from governance.permissions import require_coordination
from governance.views.door import refusals_told

A_PAGE = 25
# Where the button stands, to which it leads back.
BACK = {"board": "governance:triage_board", "blocked": "governance:blocked_cases"}


@access("coordination")
def triage_board(request: Request) -> HttpResponse:
    """What waits for its triage, then the triaged cases whose path begins with an act of hers."""
    require_coordination(request.scope)
    rows = waiting_lines(request.scope)
    steps = lines_to_enter(to_enter(request.scope), request.scope)
    accesses = [row.access for row in (*rows, *steps)]
    record_list("triage.listed", request.scope, accesses)
    context = {
        "rows": rows,
        "steps": steps,
        "keys": BOARD_KEYS,
        "several_posts": len({row.case.post_id for row in rows}) > 1,
    }
    return render(request, "governance/triage_board.html", context)


@access("coordination")
def blocked_cases(request: Request) -> HttpResponse:
    """The cases that are stuck, why and since when, to be put to the next TRO."""
    require_coordination(request.scope)
    page = Paginator(blocked(request.scope), A_PAGE).get_page(request.GET.get("page"))
    rows = blocked_lines(cases_of(page, request.scope, *WITH), request.scope)
    record_list("blocked.listed", request.scope, [row.access for row in rows])
    return render(request, "governance/blocked_cases.html", {"page": page, "rows": rows})


@access("case_actor")
@require_POST
def case_on_agenda(request: Request, pk: UUID) -> HttpResponse:
    """Put the case on the agenda of the next meeting in preparation, a TRO unless it says so."""
    case, _seen = open_case(request, pk, "meeting.convene")
    kind = request.POST.get("kind", "")
    kind = kind if kind in MEETINGS else MEETINGS[0]
    meeting = next_sitting(case, kind, sittings_ahead(request.scope))
    if meeting is None:
        messages.error(request, _("Aucune séance n’est en préparation : planifiez-en une d’abord."))
    else:
        with refusals_told(request):
            add_item(meeting, case=case, by=request.user, at=clock.now())
            told = _("Le dossier %(number)s est à l’ordre du jour : %(meeting)s.")
            messages.success(request, told % {"number": case.number, "meeting": meeting})
    back = BACK.get(request.POST.get("back", ""))
    return redirect(back) if back else redirect("dossier", pk)

"""The pages of the data-protection reviewer: traces, possible readers, never content (P4, P5)."""

from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.models import Mandate
from accounts.permissions import require_reviewer
from accounts.request import Request
from audit.choices import Purpose
from cases.forms.oversight import CaseDayForm, TracesForm
from cases.models import Case
from cases.oversight import Question, by_category, find_case, lines, record_oversight
from cases.past import who_could_see_on
from cases.views.reading import moment_in
from core.access import access

TRACES_A_PAGE = 50


@access("trace_reader")
def oversight(request: Request) -> HttpResponse:
    """Ask about one case on one day, or for traces; nothing is shown before a purpose is given."""
    require_reviewer(request.scope)
    form = CaseDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        url = reverse("cases:oversight_case", args=[asked["number"].pk])
        query = urlencode({"day": asked["day"], "purpose": asked["purpose"].value})
        return redirect(f"{url}?{query}")
    return render(request, "cases/oversight.html", {"form": form})


@access("trace_reader")
def oversight_case(request: Request, pk: UUID) -> HttpResponse:
    """Who could see the case on a day, by category and why; and who did."""
    mandate = require_reviewer(request.scope)
    case = find_case(pk=pk)
    if case is None:
        raise Http404
    form = CaseDayForm({**request.GET.dict(), "number": case.number})
    if not form.is_valid():
        return redirect("cases:oversight")
    day, purpose = form.cleaned_data["day"], form.cleaned_data["purpose"]
    record_oversight("oversight.case_read", request.scope, mandate, purpose, [pk], day=day)
    return render(request, "cases/oversight_case.html", _of_day(case, day, purpose))


def _of_day(case: Case, day: date, purpose: Purpose) -> dict[str, Any]:
    stretches = who_could_see_on(case, day)
    traces = Question(since=day, until=day, case=case).traces().select_related("actor")
    asked = {"case": case.pk, "since": day, "until": day, "purpose": purpose.value}
    return {
        "case": case,
        "day": day,
        "purpose": purpose,
        "stretches": stretches,
        "categories": by_category(stretches),
        "lines": lines(traces[:TRACES_A_PAGE], about=case),
        "all_traces": urlencode(asked),
    }


@access("trace_reader")
def oversight_traces(request: Request) -> HttpResponse:
    """The traces of a period; what was asked stands in the address, by ids alone."""
    mandate = require_reviewer(request.scope)
    if request.method == "POST":
        form = TracesForm(request.POST)
    else:
        form = TracesForm.of_query(request.GET.dict()) if request.GET else TracesForm()
    if not form.is_valid():
        return render(request, "cases/oversight_traces.html", {"form": form})
    if request.method == "POST":
        return redirect(f"{reverse('cases:oversight_traces')}?{form.query()}")
    return _show_traces(request, mandate, form)


def _show_traces(request: Request, mandate: Mandate, form: TracesForm) -> HttpResponse:
    question, purpose = form.question, form.cleaned_data["purpose"]
    rows = question.traces().select_related("actor")
    shown = list(rows.page(TRACES_A_PAGE, moment_in(request.GET.get("before", ""))))
    told = lines(shown, about=question.case)
    context = {
        "form": form,
        "purpose": purpose,
        "lines": told,
        "day": question.until,
        "next": shown[-1].at.isoformat() if len(shown) >= TRACES_A_PAGE else "",
    }
    cases = {case.pk for line in told for case in line.cases if case}
    details = {"since": question.since, "until": question.until, "asked_kind": question.kind}
    record_oversight(
        "oversight.traces_read", request.scope, mandate, purpose, sorted(cases), **details
    )
    return render(request, "cases/oversight_traces.html", context)

"""« Mes dossiers »: the caseload, and the search among what one may see."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from accounts.request import Request
from cases.caseload import Key, caseload
from cases.choices import CaseState
from cases.models import Case, Client
from cases.permissions import may_flag
from cases.reading import CaseAccess, record_list
from cases.search import record_search, search
from cases.text_search import found_among
from core.access import access


@dataclass(frozen=True)
class Row:
    """A line of the list; `person` is None where the reader may not know her name.

    Where only her dispositif's own part is left, `is_followed` is False and the number is all.
    """

    case: Case
    person: Client | None
    due_on: date | None
    is_followed: bool

    @property
    def name(self) -> str:
        return f"{self.person} · {self.case}" if self.person else str(self.case)


@access("case_reader")
def case_list(request: Request) -> HttpResponse:
    """The cases she sees, those due first, page after page."""
    state = request.GET.get("state", "")
    state = state if state in CaseState.values else ""
    after = _key(request.GET.get("after", ""))
    page = caseload(request.scope, after=after, state=state)
    record_list("cases.listed", request.scope, page.accesses)
    context = {
        "page": page,
        "rows": _rows(page.accesses),
        "state": state,
        "states": CaseState.choices,
        "after": after,
        "may_flag": may_flag(request.scope),
        "next": "{}_{}".format(*page.next_key) if page.next_key else "",
    }
    return render(request, "cases/case_list.html", context)


@access("case_reader")
def case_search(request: Request) -> HttpResponse:
    """By number, by name where she knows it, or by words in the texts that she reads.

    Posted, so that no name stands in an address.
    """
    if request.method != "POST":
        return redirect("cases:case_list")
    term = request.POST.get("q", "").strip()
    accesses = CaseAccess.of_all(search(request.scope, term), request.scope)
    found = found_among(request.scope, term)
    shown = {access.case.pk: access for access in (*accesses, *(row.access for row in found))}
    record_search(term, request.scope, shown.values())
    context = {"term": term, "rows": _rows(accesses), "found": found}
    return render(request, "cases/case_search.html", context)


def _key(text: str) -> Key | None:
    """The key in an address; an unreadable one starts from the beginning."""
    due, _sign, pk = text.partition("_")
    try:
        return date.fromisoformat(due), UUID(pk)
    except ValueError:
        return None


def _rows(accesses: list[CaseAccess]) -> list[Row]:
    """Each case with the person, where the reader knows her, and its next review."""
    return [
        Row(
            access.case,
            person=access.case.client if access.knows_person else None,
            due_on=access.due_on,
            is_followed=access.is_followed,
        )
        for access in accesses
    ]

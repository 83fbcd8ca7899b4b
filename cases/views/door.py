"""How a view opens a case and shows a page of it: found, permitted, traced (QN10)."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import SimpleLazyObject

from accounts.request import Request
from accounts.scope import Scope
from audit.choices import Kind
from cases.models import Case
from cases.permissions import require
from cases.reading import CaseAccess, case_or_404, record_list
from cases.why import reasons_of
from core import clock


def open_case(
    request: Request, pk: UUID, act: str = "", *, by_number: bool = False
) -> tuple[Case, CaseAccess]:
    """The case, seen by the reader, who may do the act where one is named.

    Raises Http404 when she does not see it, Forbidden when she may not.
    """
    case, access = case_or_404(request.scope, pk, by_number=by_number)
    if act:
        require(act, case, by=request.user, at=clock.now())
    return case, access


def show(
    request: Request,
    template: str,
    access: CaseAccess,
    event: str = "case.read",
    also: Iterable[CaseAccess] = (),
    kind: Kind = Kind.READ,
    details: Mapping[str, Any] | None = None,
    **context: Any,
) -> HttpResponse:
    """A page of a case. Each time it is shown, one trace says who read it and on what ground.

    `also` are other cases that it shows, `details` what the trace says besides.
    `person` is None for a reader who may not know her name: templates never ask the case for it.
    `reasons` say why she sees it, read from the database where a template asks.
    """
    record_list(event, access.scope, [access, *also], kind=kind, **(details or {}))
    case = access.case
    person = case.client if access.knows_person else None
    shown = {
        "case": case,
        "access": access,
        "person": person,
        "reasons": SimpleLazyObject(lambda: reasons_of([access])[case.pk]),
    }
    return render(request, template, shown | context)


def leave(request: Request, case: Case) -> HttpResponse:
    """Back to the dossier, or home where the act has just closed it to the one who did it."""
    still_open = Case.objects.visible_to(Scope.of(request.user)).filter(pk=case.pk).exists()
    return redirect("dossier", case.pk) if still_open else redirect("home")

"""Home page and dossier page: they compose, they decide nothing (architecture)."""

import sys
from uuid import UUID

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from cases.choices import CaseState
from cases.collaboration import asked_in
from cases.docket import docket
from cases.models import Case
from cases.permissions import may
from cases.reading import CaseAccess, case_or_404, record_list
from cases.views.door import show
from cii.dossier import dossier_parts, own_parts
from cii.home import home_parts
from cii.waiting import MESSAGES, waiting_parts
from cii.waiting_rows import WaitingKind
from core import clock
from core.access import access
from core.context import acting
from messaging.actions.notify import mark_done, mark_read
from messaging.models import InboxEntry


@access("signed_in")
def home(request: Request) -> HttpResponse:
    """What waits for me, why, until when; what my offices ask of me (C15, G4)."""
    parts = home_parts(request.scope)
    # A page without any case leaves no trace.
    if accesses := parts.pop("accesses"):
        record_list("home.read", request.scope, accesses)
    return render(request, "cii/home.html", parts)


@access("signed_in")
def waiting(request: Request) -> HttpResponse:
    """All that waits for me, the most urgent first, of one kind where I ask for it (C15)."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in (*WaitingKind.values, MESSAGES) else ""
    parts = waiting_parts(request.scope, kind, request.GET.get("page", ""))
    if accesses := parts.pop("accesses"):
        record_list("waiting.read", request.scope, accesses)
    return render(request, "cii/waiting.html", parts)


@access("case_reader")
def dossier(request: Request, pk: UUID) -> HttpResponse:
    """One case as far as the reader may know it."""
    seen = _seen(request, pk)
    is_elsewhere = seen is None or seen.case.state == CaseState.MERGED
    # The number of a merged case leads to the one that holds both.
    if is_elsewhere and (kept := _kept(request, pk)):
        return redirect("dossier", kept.pk)
    if seen is None:
        raise Http404
    if seen.is_number_only:
        may_recuse = may("recusal.add", seen)
        page = "cii/number_only.html"
        lines, asked = docket(seen), asked_in(seen)
        return show(request, page, seen, docket=lines, requests=asked, may_recuse=may_recuse)
    if seen.keeps_own_part:
        return show(request, "cii/own_part.html", seen, **own_parts(seen))
    parts = dossier_parts(seen)
    named = [*parts.get("homonyms", []), *(row.merged for row in parts.get("merges", []))]
    also = CaseAccess.of_all(named, request.scope)
    return show(request, "cii/dossier.html", seen, also=also, **parts)


def _seen(request: Request, pk: UUID) -> CaseAccess | None:
    try:
        return case_or_404(request.scope, pk, by_number=True)[1]
    except Http404:
        return None


@access("case_reader")
def merged_file(request: Request, pk: UUID) -> HttpResponse:
    """What stands in a case that was merged, as far as both consents open it to the reader."""
    case, seen = case_or_404(request.scope, pk)
    if case.state != CaseState.MERGED or seen.keeps_own_part:
        return redirect("dossier", pk)
    kept = _kept(request, pk)
    also = CaseAccess.of_all([kept] if kept else [], request.scope)
    return show(request, "cii/dossier.html", seen, also=also, kept=kept, **dossier_parts(seen))


def _kept(request: Request, pk: UUID) -> Case | None:
    """The case, visible to her, into which this one was merged, though that be shut to her."""
    with acting("job:match"):
        return Case.objects.visible_to(request.scope).filter(merged_files=pk).first()


@access("inbox_owner")
@require_POST
def inbox_open(request: Request, pk: UUID) -> HttpResponse:
    """Note that she has read it, and lead her to the matter."""
    entry = get_object_or_404(InboxEntry.objects.of(request.user), pk=pk)
    mark_read(entry, by=request.user, at=clock.now())
    return redirect(entry.url)


@access("inbox_owner")
@require_POST
def inbox_done(request: Request, pk: UUID) -> HttpResponse:
    """The matter is settled for her."""
    entry = get_object_or_404(InboxEntry.objects.of(request.user), pk=pk)
    mark_done(key=entry.key, user=request.user, at=clock.now())
    messages.success(request, _("C’est noté."))
    return redirect("home")


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a fault; 503 while the database can't be reached, so that one tries again."""
    is_down = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    template, status = ("503.html", 503) if is_down else ("500.html", 500)
    return HttpResponse(render_to_string(template), status=status)

"""Home page and dossier page: they compose, they decide nothing (architecture)."""

import sys
from uuid import UUID

from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from cases.reading import case_or_404
from cases.views.door import show
from cii.dossier import dossier_parts, own_parts
from cii.home import home_parts, record_home
from core import clock
from core.access import access
from messaging.actions.notify import mark_done, mark_read
from messaging.models import InboxEntry


@access("signed_in")
def home(request: Request) -> HttpResponse:
    """What waits for me, why, until when; what my offices ask of me (C15, G4)."""
    parts = home_parts(request.scope)
    record_home(request.scope, parts["waiting"])
    return render(request, "cii/home.html", parts)


@access("case_reader")
def dossier(request: Request, pk: UUID) -> HttpResponse:
    """One case as far as the reader may know it."""
    _case, seen = case_or_404(request.scope, pk)
    if seen.keeps_own_part:
        return show(request, "cii/own_part.html", seen, **own_parts(seen))
    return show(request, "cii/dossier.html", seen, **dossier_parts(seen))


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

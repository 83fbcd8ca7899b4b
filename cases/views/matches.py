"""Matches, for the coordinators concerned: two cases that seem to be of one person (C5)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions.submissions import once
from accounts.request import Request
from audit.choices import Kind
from audit.record import record
from cases.actions.matches import ask_extension, dismiss_match, engage_dispositif
from cases.choices import MatchState
from cases.forms.match import MatchCaseForm, MatchReasonForm
from cases.models import Match
from cases.permissions import match_bases
from cases.reading import CaseAccess
from cases.views.match_door import found, show_match
from core import clock
from core.access import access
from core.context import acting
from core.refusal import refusals_into

INTO = gettext_lazy("Dossier existant, dans lequel l’autre dispositif participera")
WHOSE = gettext_lazy("Dossier dont la procuration doit être complétée")


@access("match_reader")
def matches(request: Request) -> HttpResponse:
    """The matches that concern her posts, those to examine first."""
    with acting("job:match"):
        rows = list(Match.objects.visible_to(request.scope).select_related("older", "newer"))
    shown = sorted(rows, key=lambda row: row.state != MatchState.OPEN)
    cases = [case for row in shown for case in (row.older, row.newer)]
    bases = match_bases(CaseAccess.of_all(cases, request.scope))
    record("matches.listed", kind=Kind.READ, by=request.user, at=request.scope.at, cases=bases)
    return render(request, "cases/matches.html", {"rows": shown})


@access("match_reader")
def match(request: Request, pk: UUID) -> HttpResponse:
    """Both cases as far as her own tie to each goes, what was done, what she may do."""
    return show_match(request, found(request, pk), "cases/match.html")


@access("match_reader")
def match_engage(request: Request, pk: UUID) -> HttpResponse:
    """The dispositif of one case takes part in the other."""
    row = found(request, pk)
    form = MatchCaseForm(request.POST or None, match=row, label=INTO)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            reason = form.cleaned_data["reason"]
            now = clock.now()
            engage_dispositif(row, into=form.chosen, reason=reason, by=request.user, at=now)
            messages.success(request, _("Le dispositif participe au dossier ; il est averti."))
            return redirect("cases:match", pk)
    return show_match(request, row, "cases/match_engage.html", form=form)


@access("match_reader")
def match_extend(request: Request, pk: UUID) -> HttpResponse:
    """Those who keep a procuration are asked to have it completed."""
    row = found(request, pk)
    form = MatchCaseForm(request.POST or None, match=row, label=WHOSE)
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                ask_extension(row, case=form.chosen, reason=reason, by=request.user, at=now)
            messages.success(request, _("Le dispositif est prié de compléter la procuration."))
            return redirect("cases:match", pk)
    return show_match(request, row, "cases/match_extend.html", form=form)


@access("match_reader")
def match_dismiss(request: Request, pk: UUID) -> HttpResponse:
    """Two persons after all."""
    row = found(request, pk)
    form = MatchReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            dismiss_match(row, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
            messages.success(request, _("Les deux dossiers restent séparés."))
            return redirect("cases:match", pk)
    return show_match(request, row, "cases/match_dismiss.html", form=form)

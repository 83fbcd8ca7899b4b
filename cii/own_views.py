"""What a person keeps herself: her absences, her daily digest, her calendar (C15)."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.submissions import once
from accounts.models import Absence, CalendarKey, Mandate, User
from accounts.request import Request
from accounts.scope import Scope
from cases.reading import record_list
from cii.deputies import deputies_of
from cii.feed import feed_of, owner_of
from cii.own_forms import AbsenceEndForm, AbsenceForm, MailsForm
from core import clock
from core.access import access
from core.context import acting
from core.refusal import refusals_into
from governance.actions.mandates import end_absence, record_absence
from governance.actions.own_account import choose_mails, open_calendar, revoke_calendar
from messaging.choices import Topic
from messaging.models import MailPreference


@access("signed_in")
def absences(request: Request) -> HttpResponse:
    """Her absences to come, who acts for her meanwhile, and a form for one more."""
    today = clock.today()
    mandates = Mandate.objects.deputies_of(request.user, today)
    deputies = User.objects.filter(pk__in=mandates.values("user"))
    form = AbsenceForm(request.POST or None, today=today, deputies=deputies)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                absence = Absence(user=request.user, **form.cleaned_data)
                record_absence(absence, by=request.user, at=now)
            messages.success(request, _("Votre absence est enregistrée."))
            return redirect("absences")
    rows = Absence.objects.filter(user=request.user).ending_after(today).select_related("deputy")
    context = {"form": form, "rows": rows, "deputies": deputies_of(request.scope)}
    return render(request, "cii/absences.html", context)


@access("signed_in")
def absence_end(request: Request, pk: UUID) -> HttpResponse:
    """Bring the end of an absence of hers forward."""
    absence = get_object_or_404(Absence.objects.filter(user=request.user), pk=pk)
    first = max(absence.valid_from, clock.today())
    form = AbsenceEndForm(request.POST or None, initial={"last_day": first})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            end_absence(absence, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("La fin de votre absence est enregistrée."))
            return redirect("absences")
    return render(request, "cii/absence_end.html", {"form": form, "absence": absence})


@access("signed_in")
def mails(request: Request) -> HttpResponse:
    """What her daily digest counts."""
    chosen = MailPreference.objects.filter(user=request.user).first()
    left_out = set(chosen.left_out) if chosen else set()
    initial = {"counted": [name for name in Topic.values if name not in left_out]}
    form = MailsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        choose_mails(left_out=form.left_out, by=request.user, at=clock.now())
        messages.success(request, _("Votre choix est enregistré."))
        return redirect("mails")
    return render(request, "cii/mails.html", {"form": form})


@access("signed_in")
def calendar(request: Request) -> HttpResponse:
    """Whether her calendar has an address; a POST gives it a new one, which is shown once."""
    address = ""
    if request.method == "POST":
        token = open_calendar(by=request.user, at=clock.now())
        address = settings.BASE_URL + reverse("calendar_feed", args=[token])
    key = CalendarKey.objects.standing().filter(user=request.user).first()
    return render(request, "cii/calendar.html", {"key": key, "address": address})


@access("signed_in")
@require_POST
def calendar_revoke(request: Request) -> HttpResponse:
    """Shut the address of her calendar."""
    revoke_calendar(by=request.user, at=clock.now())
    messages.success(request, _("L’adresse de votre agenda est fermée."))
    return redirect("calendar")


@access("public")
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar behind a secret address, in the name of its owner; each fetch is traced.

    An unknown token, a revoked one and that of a person without a mandate answer alike.
    """
    owner = owner_of(token)
    if owner is None:
        raise Http404
    with acting(owner.pk), translation.override(owner.language):
        scope = Scope.of(owner)
        if not scope.mandates:
            raise Http404
        feed = feed_of(scope)
        record_list("calendar.read", scope, feed.accesses)
    return HttpResponse(feed.content, content_type="text/calendar; charset=utf-8")

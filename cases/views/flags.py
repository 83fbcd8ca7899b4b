"""Detection: the grid on a phone, and what the dispositif does with a flag (C1–C3)."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.choices import Role
from accounts.models import Mandate, Office, User
from accounts.request import Request
from cases.actions.flags import confirm_case, drop_case, hand_over, office_of, raise_flag
from cases.duplicates import homonyms
from cases.forms.acts import HandOverForm
from cases.forms.flag import FlagForm
from cases.forms.widgets import ReasonForm
from cases.models import Case, GridVersion
from cases.views.door import leave, open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("office_member")
def flag(request: Request) -> HttpResponse:
    """The grid; the suggestion appears before anything is kept, and the worker decides."""
    now = clock.now()
    office = cast("Office", office_of(request.user, now).office)
    grid = GridVersion.objects.filter(valid_from__lte=clock.today()).latest("version")
    form = FlagForm(request.POST or None, grid=grid, initial={"language": request.user.language})
    if "save" in request.POST and form.is_valid():
        with refusals_into(form):
            case = raise_flag(
                client=form.client,
                answers=form.answers,
                chosen_path=form.cleaned_data["chosen_path"],
                remark=form.cleaned_data["remark"],
                by=request.user,
                at=now,
            )
            messages.success(request, _("Signalement enregistré : dossier %s.") % case.number)
            return redirect("dossier", case.pk)
    context = {"form": form, "office": office, **_suggested(request, form, office)}
    return render(request, "cases/_suggestion.html" if request.htmx else "cases/flag.html", context)


def _suggested(request: Request, form: FlagForm, office: Office) -> dict[str, Any]:
    """What the grid suggests for the answers so far, what is chosen, who has the same name."""
    if not form.is_bound:
        return {}
    form.is_valid()
    suggestion = form.suggestion(clock.today())
    chosen = form.data.get("chosen_path", "")
    # A choice that only followed the suggestion follows it again.
    if not chosen or chosen == form.data.get("suggested_before"):
        chosen = suggestion.path
    return {"suggestion": suggestion, "chosen": chosen, "known": _known(request, form, office)}


def _known(request: Request, form: FlagForm, office: Office) -> list[Case]:
    names = ("last_name", "first_name", "birth_date")
    who = {name: form.cleaned_data[name] for name in names if form.cleaned_data.get(name)}
    return list(homonyms(request.scope, office, **who)[:3]) if len(who) == len(names) else []


@access("home_office")
@require_POST
def case_confirm(request: Request, pk: UUID) -> HttpResponse:
    case = open_case(request, pk)[0]
    confirm_case(case, by=request.user, at=clock.now())
    messages.success(request, _("Signalement confirmé. Prochaine étape : la procuration."))
    return redirect("dossier", pk)


@access("home_office")
def case_drop(request: Request, pk: UUID) -> HttpResponse:
    """End a flag that needs no CII; the worker will read why."""
    case, seen = open_case(request, pk, "case.drop")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            drop_case(case, reason=form.cleaned_data["reason"], by=request.user, at=clock.now())
            messages.success(request, _("Le signalement est classé sans suite."))
            return redirect("dossier", pk)
    return show(request, "cases/case_drop.html", seen, form=form)


@access("home_office")
def case_hand_over(request: Request, pk: UUID) -> HttpResponse:
    """Another colleague of the dispositif takes the case over."""
    case, seen = open_case(request, pk, "case.hand_over")
    form = HandOverForm(request.POST or None, colleagues=_colleagues(case.home_office))
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            hand_over(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("Le dossier est transmis."))
            return leave(request, case)
    return show(request, "cases/case_hand_over.html", seen, form=form)


def _colleagues(office: Office) -> Any:
    mandates = Mandate.objects.live(clock.today()).filter(
        office=office, role__in=[Role.FIELD_WORKER, Role.REPONDANT]
    )
    return User.objects.filter(pk__in=mandates.values("user"), is_active=True)

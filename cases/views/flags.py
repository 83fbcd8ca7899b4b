"""Detection: the grid on a phone, and what the dispositif does with a flag (C1–C3)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.submissions import once
from accounts.choices import Role
from accounts.models import Mandate, Office, User
from accounts.request import Request
from audit.choices import Kind
from cases.actions.detection import ask_grid_again
from cases.actions.flags import (
    age_on,
    confirm_case,
    drop_case,
    hand_over,
    office_of,
    raise_flag,
)
from cases.detection import grids_of
from cases.duplicates import homonyms
from cases.forms.acts import HandOverForm
from cases.forms.flag import FlagForm, GridAgainForm
from cases.forms.widgets import ReasonForm
from cases.models import Case, Flag, GridVersion
from cases.reading import CaseAccess, record_list
from cases.views.door import leave, open_case, show
from core import clock, stale
from core.access import access
from core.refusal import Refusal, refusals_into


@access("office_member")
def flag(request: Request) -> HttpResponse:
    """The grid; the suggestion appears before anything is kept, and the worker decides."""
    now = clock.now()
    _mandate, office = office_of(request.user, now)
    grid = GridVersion.objects.filter(valid_from__lte=clock.today()).latest("version")
    form = FlagForm(request.POST or None, grid=grid, initial={"language": request.user.language})
    known = _known(request, form, office)
    if known:
        accesses = CaseAccess.of_all(known, request.scope)
        record_list("cases.recognised", request.scope, accesses, kind=Kind.SEARCH)
    if "save" in request.POST and form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                _require_another(form, known)
                case = raise_flag(**form.flag, by=request.user, at=now)
                sent.object_id = case.pk
                messages.success(request, _("Signalement enregistré : dossier %s.") % case.number)
            return redirect("dossier", sent.object_id)
    context = {"form": form, "office": office, "known": known, **_suggested(form)}
    return render(request, "cases/_suggestion.html" if request.htmx else "cases/flag.html", context)


def _known(request: Request, form: FlagForm, office: Office) -> list[Case]:
    """Own cases of a person of that name and birth date, as far as they are typed."""
    names = ("last_name", "first_name", "birth_date")
    typed = form.cleaned_data if form.is_bound and form.errors is not None else {}
    who = {name: typed[name] for name in names if typed.get(name)}
    return list(homonyms(request.scope, office, **who)[:3]) if len(who) == len(names) else []


def _require_another(form: FlagForm, known: list[Case]) -> None:
    """Raises Refusal for a person already flagged, until the worker says it is another matter."""
    if known and not form.cleaned_data["is_another"]:
        raise Refusal(
            _(
                "Cette personne semble déjà signalée dans votre dispositif (%s). Ouvrez ce "
                "dossier, ou cochez qu’il s’agit d’une autre personne ou d’une nouvelle situation."
            )
            % ", ".join(str(case) for case in known)
        )


def _suggested(form: FlagForm | GridAgainForm) -> dict[str, Any]:
    """What the grid suggests for the answers so far, and what is chosen."""
    if not form.is_bound:
        return {}
    form.is_valid()
    suggestion = form.suggestion(clock.today())
    chosen = form.data.get("chosen_path", "")
    # A choice that only followed the suggestion follows it again.
    if not chosen or chosen == form.data.get("suggested_before"):
        chosen = suggestion.path
    return {"suggestion": suggestion, "chosen": chosen}


@access("home_office")
def grid_again(request: Request, pk: UUID) -> HttpResponse:
    """The grid once more, after a change of the situation; it begins with the former answers."""
    case, seen = open_case(request, pk, "grid.ask_again")
    now, former = clock.now(), Flag.objects.filter(case=case).first()
    form = GridAgainForm(
        request.POST or None,
        grid=GridVersion.objects.filter(valid_from__lte=clock.today()).latest("version"),
        former=former.answers if former else {},
        age=age_on(case.client.birth_date, clock.today()),
    )
    if "save" in request.POST and form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                ask_grid_again(case, **form.values, by=request.user, at=now)
                messages.success(request, _("La grille est enregistrée à côté de la précédente."))
            return redirect("cases:grids", pk)
    page = "cases/_suggestion.html" if request.htmx else "cases/grid_again.html"
    return show(request, page, seen, form=form, former=former, **_suggested(form))


@access("case_reader")
def grids(request: Request, pk: UUID) -> HttpResponse:
    """Every grid of the case, each beside the one before it."""
    _case, seen = open_case(request, pk)
    return show(request, "cases/grids.html", seen, grids=grids_of(seen))


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
            shown = request.POST.get(stale.FIELD, "")
            drop_case(case, **form.cleaned_data, seen=shown, by=request.user, at=clock.now())
            messages.success(request, _("Le signalement est classé sans suite."))
            return redirect("dossier", pk)
    return show(request, "cases/case_drop.html", seen, form=form, fingerprint=case.state)


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

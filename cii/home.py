"""The home page: the first of what waits, her messages, meetings and duties (C15, G4)."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.duties import duties_of
from accounts.models import Mandate
from accounts.scope import Scope
from cases.models import Case
from cases.permissions import may_flag
from cases.reading import CaseAccess
from cii.waiting import inbox, waiting, with_names
from cii.waiting_rows import Waiting
from governance.models import Meeting

SHOWN = 10
WITHOUT_CASES = {Role.DPO_REVIEWER, Role.TECHNICAL_ADMIN}


def home_parts(scope: Scope) -> dict[str, Any]:
    """What the home page shows to this person; `accesses` are the cases whose number it shows."""
    rows, entries = waiting(scope, SHOWN), list(inbox(scope)[:SHOWN])
    shown = {row.case_id for row in [*rows, *entries] if row.case_id}
    cases = Case.objects.visible_to(scope).filter(pk__in=shown).select_related("client")
    accesses = CaseAccess.of_all(cases, scope)
    return {
        "accesses": accesses,
        "inbox": entries,
        "waiting": with_names(rows, accesses),
        "meetings": list(_meetings(scope)),
        "mandates": [(mandate, duties_of(mandate)) for mandate in scope.mandates],
        "limits": limits(scope),
        "may_flag": may_flag(scope),
    }


def _meetings(scope: Scope) -> Iterator[Waiting]:
    rows = Meeting.objects.visible_to(scope).coming().select_related("kind")
    for row in rows.order_by("starts_at", "pk")[:SHOWN]:
        starts = localtime(row.starts_at)
        url = reverse("governance:meeting", args=[row.pk])
        if starts.date() < scope.day:
            day = date_format(starts, "SHORT_DATE_FORMAT")
            yield Waiting(str(row.kind), url, _("Tenue le %s, procès-verbal à adopter") % day)
        else:
            time, state = date_format(starts, "TIME_FORMAT"), row.get_state_display()
            why = f"{row.place} · {time} · {state}"
            yield Waiting(str(row.kind), url, why, starts.date())


def limits(scope: Scope) -> list[str]:
    """Which of her offices open no case, so that nobody wonders what is missing."""
    if not scope.mandates:
        return [_("Vous n’avez pas de mandat en cours : aucun dossier ne vous est ouvert.")]
    closed = _("%s : cette fonction n’ouvre aucun dossier.")
    organs = [m for m in scope.mandates if m.body and m != scope.seat]
    offices = [*organs, *(m for m in scope.mandates if m.role in WITHOUT_CASES)]
    return list(dict.fromkeys(capfirst(closed % mandate) for mandate in offices))


def role_line(mandates: tuple[Mandate, ...]) -> str:
    """Her offices in one line, for the menu."""
    return " – ".join(str(mandate) for mandate in mandates)

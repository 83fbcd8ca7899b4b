"""The home page: what waits for a person in her offices, why, and until when (C15)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.duties import duties_of
from accounts.models import Mandate
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.choices import AssignmentKind, CaseState
from cases.models import Case, CaseGate, FollowUp, Procuration
from cases.permissions import may_flag
from cases.querysets import CaseQuerySet
from cii.offers import REVIEW_AHEAD
from governance.agenda_queue import waiting_for_posts
from governance.choices import MeetingState, MinutesState
from governance.models import Decision, Meeting, Minutes
from messaging.models import InboxEntry
from messaging.querysets import InboxQuerySet

SHOWN = 10
EXPIRY_AHEAD = timedelta(days=30)
WITHOUT_CASES = {Role.DPO_REVIEWER, Role.TECHNICAL_ADMIN, Role.REGIONAL_MANAGER}


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its name and page, why it is here, until when."""

    title: str
    url: str
    why: str | Promise
    due_on: date | None = None
    case_id: UUID | None = None


def home_parts(scope: Scope) -> dict[str, Any]:
    """What the home page shows to this person."""
    return {
        "inbox": inbox(scope)[:SHOWN],
        "waiting": waiting(scope),
        "meetings": list(_meetings(scope)),
        "mandates": [(mandate, duties_of(mandate)) for mandate in scope.mandates],
        "limits": limits(scope),
        "may_flag": may_flag(scope),
    }


def inbox(scope: Scope) -> InboxQuerySet:
    """Her open messages; one about a case goes when the case is shut to her (P3)."""
    opened = CaseGate.objects.opening(scope).filter(case=OuterRef("case_id"))
    return InboxEntry.objects.of(scope.user).open().filter(Q(case_id=None) | Exists(opened))


def record_home(scope: Scope, rows: list[Waiting]) -> None:
    """Trace the cases whose number the page shows; a page without any leaves none."""
    shown = {row.case_id for row in rows if row.case_id}
    if shown:
        cases = [CaseBasis(case_id) for case_id in sorted(shown)]
        record("home.read", kind=Kind.READ, by=scope.user, at=scope.at, cases=cases)


def waiting(scope: Scope) -> list[Waiting]:
    """The live queues of her offices, those with a date first."""
    rows = [*_to_confirm(scope), *_to_announce(scope), *_to_triage(scope)]
    rows += [*_to_convene(scope), *_to_review(scope), *_to_renew(scope)]
    rows += [*_to_carry_out(scope), *_to_adopt(scope)]
    rows = sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max))
    return _with_names(scope, rows)


def _with_names(scope: Scope, rows: list[Waiting]) -> list[Waiting]:
    """The same rows, with the person where the reader may know her."""
    shown = {row.case_id for row in rows if row.case_id}
    known = Case.objects.identified_to(scope).filter(pk__in=shown).select_related("client")
    names = {case.pk: case.client for case in known}
    return [
        replace(row, title=f"{names[row.case_id]} · {row.title}") if row.case_id in names else row
        for row in rows
    ]


def _home_cases(scope: Scope, state: CaseState) -> CaseQuerySet:
    """Cases of the dispositifs and populations whose répondant she is."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    cases = Case.objects.visible_to(scope).filter(home_office__in=offices, state=state)
    return cases.order_by("flagged_at")


def _case_row(case: Case, why: str, due_on: date | None = None) -> Waiting:
    return Waiting(case.number, reverse("dossier", args=[case.pk]), why, due_on, case.pk)


def _to_confirm(scope: Scope) -> Iterator[Waiting]:
    for case in _home_cases(scope, CaseState.FLAGGED)[:SHOWN]:
        yield _case_row(case, _("Signalement à confirmer ou à classer, après l’entretien"))


def _to_announce(scope: Scope) -> Iterator[Waiting]:
    for case in _home_cases(scope, CaseState.CONFIRMED)[:SHOWN]:
        yield _case_row(case, _("Confirmé : procuration à faire signer, puis annonce"))


def _to_triage(scope: Scope) -> Iterator[Waiting]:
    cases = Case.objects.visible_to(scope).filter(
        post__in=list(scope.posts), state=CaseState.ANNOUNCED
    )
    for case in cases.order_by("announced_at")[:SHOWN]:
        day = date_format(localtime(case.announced_at), "SHORT_DATE_FORMAT")
        yield _case_row(case, _("Annonce du %s à trier : vous coordonnez ce poste") % day)


def _to_review(scope: Scope) -> Iterator[Waiting]:
    """Reviews of the cases that she coordinates or manages."""
    mine = Case.objects.filter(post__in=list(scope.posts)) | Case.objects.filter(
        assignments__user=scope.user,
        assignments__kind=AssignmentKind.CASE_MANAGER,
        assignments__ended_at=None,
    )
    rows = FollowUp.objects.open().filter(
        case__in=Case.objects.visible_to(scope).filter(pk__in=mine.values("pk")),
        due_on__lte=scope.day + REVIEW_AHEAD,
    )
    for row in rows.select_related("case").order_by("due_on")[:SHOWN]:
        url = reverse("cases:follow_up_review", args=[row.case_id])
        yield Waiting(row.case.number, url, _("Suivi trimestriel à faire"), row.due_on, row.case_id)


def _to_convene(scope: Scope) -> Iterator[Waiting]:
    for case in waiting_for_posts(scope)[:SHOWN]:
        why = _("%s : à mettre à l’ordre du jour d’une séance") % case.get_path_display()
        yield _case_row(case, why, case.path_due_on)


def _to_renew(scope: Scope) -> Iterator[Waiting]:
    """Consents that end soon, told to the home répondants while there is time to renew them."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    rows = Procuration.objects.live(scope.day).filter(
        valid_until__lte=scope.day + EXPIRY_AHEAD,
        case__in=Case.objects.visible_to(scope).filter(home_office__in=offices, closed_at=None),
    )
    for row in rows.select_related("case").order_by("valid_until")[:SHOWN]:
        yield _case_row(row.case, _("Procuration bientôt échue, à renouveler"), row.valid_until)


def _to_carry_out(scope: Scope) -> Iterator[Waiting]:
    """What meetings entrusted to the dispositifs whose répondant she is."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    rows = Decision.objects.open_to(scope).filter(
        office__in=offices, done_at=None, item__meeting__state=MeetingState.CLOSED
    )
    for row in rows.select_related("item__case").order_by("until")[:SHOWN]:
        url = reverse("governance:decision", args=[row.pk])
        why = _("Décision de séance confiée à votre dispositif")
        yield Waiting(str(row.item), url, why, row.until, row.item.case_id)


def _to_adopt(scope: Scope) -> Iterator[Waiting]:
    rows = Minutes.objects.filter(
        state=MinutesState.CIRCULATED, meeting__chair=scope.user, meeting__closed_at=None
    )
    for row in rows.filter(meeting__in=Meeting.objects.visible_to(scope))[:SHOWN]:
        url = reverse("governance:meeting", args=[row.meeting_id])
        yield Waiting(row.number, url, _("Procès-verbal en relecture : vous présidez, à adopter"))


def _meetings(scope: Scope) -> Iterator[Waiting]:
    rows = Meeting.objects.visible_to(scope).coming().select_related("kind")
    for row in rows.order_by("starts_at")[:SHOWN]:
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
    offices = [m for m in scope.mandates if m.body or m.role in WITHOUT_CASES]
    return list(dict.fromkeys(capfirst(closed % mandate) for mandate in offices))


def role_line(mandates: tuple[Mandate, ...]) -> str:
    """Her offices in one line, for the menu."""
    return " – ".join(str(mandate) for mandate in mandates)

"""The home page: what waits for a person in her offices, why, and until when (C15)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.duties import duties_of
from accounts.models import Mandate
from accounts.scope import Scope
from cases.choices import AssignmentKind, CaseState, MatchState, Path, RequestState, Rung
from cases.dispute_queue import dispute_queue
from cases.models import (
    Assignment,
    Case,
    CaseGate,
    CollaborationRequest,
    Match,
    Matter,
    Procuration,
)
from cases.permissions import may_flag
from cases.querysets import CaseQuerySet
from cases.reading import CaseAccess
from cases.workflow import DISPUTES, MONEY
from cii.following import to_ask, to_review, unreviewed
from cii.waiting import SHOWN, Waiting, case_row
from core.context import acting
from governance.agenda_queue import to_meet_again, waiting_cases
from governance.board import to_triage
from governance.choices import MeetingState, MinutesState
from governance.models import Decision, Meeting, Minutes
from governance.next_steps import MEETINGS, to_enter
from governance.querysets import is_central
from messaging.models import InboxEntry
from messaging.querysets import InboxQuerySet

EXPIRY_AHEAD = timedelta(days=30)
WITHOUT_CASES = {Role.DPO_REVIEWER, Role.TECHNICAL_ADMIN}


def home_parts(scope: Scope) -> dict[str, Any]:
    """What the home page shows to this person; `accesses` are the cases whose number it shows."""
    rows, entries = waiting(scope), list(inbox(scope)[:SHOWN])
    shown = {row.case_id for row in [*rows, *entries] if row.case_id}
    cases = Case.objects.visible_to(scope).filter(pk__in=shown).select_related("client")
    accesses = CaseAccess.of_all(cases, scope)
    return {
        "accesses": accesses,
        "inbox": entries,
        "waiting": _with_names(rows, accesses),
        "meetings": list(_meetings(scope)),
        "mandates": [(mandate, duties_of(mandate)) for mandate in scope.mandates],
        "limits": limits(scope),
        "may_flag": may_flag(scope),
    }


def inbox(scope: Scope) -> InboxQuerySet:
    """Her open messages; one about a case goes when the case is shut to her (P3)."""
    opened = CaseGate.objects.opening(scope).filter(case=OuterRef("case_id"))
    return InboxEntry.objects.of(scope.user).open().filter(Q(case_id=None) | Exists(opened))


def waiting(scope: Scope) -> list[Waiting]:
    """The live queues of her offices, those with a date first."""
    rows = [*to_review(scope), *_to_renew(scope), *_to_adopt(scope), *_to_rule_on(scope)]
    if scope.holds(Role.REPONDANT):
        rows += [*_to_confirm(scope), *_to_announce(scope)]
        rows += [*_to_carry_out(scope), *_to_answer(scope), *to_ask(scope)]
    if scope.posts:
        rows += [*_to_triage(scope), *_to_match(scope), *_to_enter(scope), *_to_convene(scope)]
    if is_central(scope):
        rows += _to_assess(scope)
    rows += [*_disputes(scope), *_touched(scope), *_unanswered(scope), *unreviewed(scope)]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max))


def _with_names(rows: list[Waiting], accesses: list[CaseAccess]) -> list[Waiting]:
    """The same rows, with the person where the reader may know her."""
    names = {seen.case.pk: seen.case.client for seen in accesses if seen.knows_person}
    return [
        replace(row, title=f"{names[row.case_id]} · {row.title}") if row.case_id in names else row
        for row in rows
    ]


def _home_cases(scope: Scope, state: CaseState) -> CaseQuerySet:
    """Cases of the dispositifs and populations whose répondant she is."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    cases = Case.objects.visible_to(scope).filter(home_office__in=offices, state=state)
    return cases.order_by("flagged_at", "number")


def _to_confirm(scope: Scope) -> Iterator[Waiting]:
    for case in _home_cases(scope, CaseState.FLAGGED)[:SHOWN]:
        yield case_row(case, _("Signalement à confirmer ou à classer, après l’entretien"))


def _to_announce(scope: Scope) -> Iterator[Waiting]:
    for case in _home_cases(scope, CaseState.CONFIRMED)[:SHOWN]:
        yield case_row(case, _("Confirmé : procuration à faire signer, puis annonce"))


def _to_triage(scope: Scope) -> Iterator[Waiting]:
    for case in to_triage(scope).filter(post__in=list(scope.posts))[:SHOWN]:
        why = _("Annonce du %s à trier : vous coordonnez ce poste")
        if case.reopened_at:
            why = _("Rouvert le %s, à trier à nouveau : vous coordonnez ce poste")
        since = localtime(case.reopened_at or case.announced_at)
        yield case_row(case, why % date_format(since, "SHORT_DATE_FORMAT"))


def _to_match(scope: Scope) -> Iterator[Waiting]:
    """Matches that wait for the coordination; nothing of either case is said here."""
    with acting("job:match"):
        rows = Match.objects.visible_to(scope).filter(state=MatchState.OPEN)
        found = list(rows.order_by("found_at", "pk")[:SHOWN])
    for row in found:
        day = date_format(localtime(row.found_at), "SHORT_DATE_FORMAT")
        url = reverse("cases:match", args=[row.pk])
        yield Waiting(_("Correspondance du %s") % day, url, _("Peut-être la même personne"))


def _to_enter(scope: Scope) -> Iterator[Waiting]:
    """Triaged cases whose path begins with an act of hers."""
    for case in to_enter(scope).filter(post__in=list(scope.posts))[:SHOWN]:
        why = _("%s : à mettre à l’ordre du jour d’une séance") % case.get_path_display()
        if case.path not in MEETINGS:
            why = _("%s : à mettre en route") % case.get_path_display()
        yield case_row(case, why, case.path_due_on)


def _to_convene(scope: Scope) -> Iterator[Waiting]:
    for case in to_meet_again(scope)[:SHOWN]:
        yield case_row(case, _("Séance demandée au suivi : à mettre à un ordre du jour"))


def _to_assess(scope: Scope) -> Iterator[Waiting]:
    """The mandates that triages gave to the bureau: which case, and by when (C6, C9)."""
    for case in waiting_cases(scope, [Path.ASSESSMENT]).order_by("path_due_on", "number")[:SHOWN]:
        yield case_row(case, _("Mandat d’assessment : à organiser"), case.path_due_on)


def _to_renew(scope: Scope) -> Iterator[Waiting]:
    """Consents that end soon, told to who can have them renewed while there is time (W H M C)."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    named = Assignment.objects.open().filter(
        user=scope.user, kind__in=[AssignmentKind.WORKER, AssignmentKind.CASE_MANAGER]
    )
    mine = (
        Q(home_office__in=offices) | Q(post__in=list(scope.posts)) | Q(pk__in=named.values("case"))
    )
    rows = Procuration.objects.live(scope.day).filter(
        valid_until__lte=scope.day + EXPIRY_AHEAD,
        case__in=Case.objects.visible_to(scope).filter(mine, closed_at=None),
    )
    for row in rows.select_related("case").order_by("valid_until", "case__number")[:SHOWN]:
        day = date_format(row.valid_until, "SHORT_DATE_FORMAT")
        why = _("La procuration expire le %s : à renouveler avec la personne") % day
        url = reverse("cases:procuration_record", args=[row.case_id])
        yield Waiting(row.case.number, url, why, row.valid_until, row.case_id)


def _to_carry_out(scope: Scope) -> Iterator[Waiting]:
    """What meetings entrusted to the dispositifs whose répondant she is."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    rows = Decision.objects.open_to(scope).filter(
        office__in=offices, done_at=None, item__meeting__state=MeetingState.CLOSED
    )
    for row in rows.select_related("item__case").order_by("until", "pk")[:SHOWN]:
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


def _to_answer(scope: Scope) -> Iterator[Waiting]:
    """What is asked of the dispositifs whose répondant she is: taken up, then answered (C7)."""
    places = [
        Q(office=mandate.office_id, case__population=mandate.population)
        for mandate in scope.in_role(Role.REPONDANT)
    ]
    asks = {
        RequestState.SENT: _("Demande de %s : entrer en matière"),
        RequestState.TAKEN_UP: _("Demande de %s : répondre, vous êtes entré·e en matière"),
    }
    rows = CollaborationRequest.objects.visible_to(scope).filter(
        reduce(or_, places), state__in=asks, case__in=Case.objects.visible_to(scope)
    )
    rows = rows.select_related("case", "asking").order_by("due_on", "case__number")
    for row in rows[:SHOWN]:
        is_new = row.state == RequestState.SENT
        url = reverse("cases:request", args=[row.pk])
        why = asks[RequestState(row.state)] % row.asking
        yield Waiting(row.case.number, url, why, row.due_on if is_new else None, row.case_id)


def _unanswered(scope: Scope) -> Iterator[Waiting]:
    """The requests that nobody took up and that reached her: number and days (C7)."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REGIONAL_MANAGER)]
    reached = Q(office__in=offices, reminders__rung=Rung.MANAGER)
    if scope.holds(Role.CANTONAL_OFFICER):
        reached |= Q(reminders__rung=Rung.OFFICER)
    elif not offices:
        return
    rows = CollaborationRequest.objects.waiting().filter(
        reached, case__in=Case.objects.visible_to(scope)
    )
    rows = rows.select_related("case").order_by("due_on", "case__number").distinct()
    for row in rows[:SHOWN]:
        day = date_format(row.due_on, "SHORT_DATE_FORMAT")
        yield case_row(row.case, _("Une demande attend d’être prise en charge depuis le %s") % day)


def _to_rule_on(scope: Scope) -> Iterator[Waiting]:
    """What is submitted to her: money to the Commission, the rest to officer and post."""
    mine = Q(kind__in=MONEY) if scope.commission else Q(pk__in=[])
    if scope.holds(Role.CANTONAL_OFFICER):
        mine = Q()
    elif scope.posts:
        mine |= ~Q(kind__in=MONEY) & Q(case__post__in=list(scope.posts))
    elif not scope.commission:
        return
    rows = Matter.objects.open().filter(mine, case__in=Case.objects.visible_to(scope))
    rows = rows.exclude(kind__in=DISPUTES).select_related("case")
    for row in rows.order_by("opened_at", "case__number")[:SHOWN]:
        day = date_format(localtime(row.opened_at), "SHORT_DATE_FORMAT")
        facts = {"kind": row.get_kind_display(), "day": day}
        yield case_row(row.case, capfirst(_("%(kind)s : à régler, depuis le %(day)s") % facts))


def _disputes(scope: Scope) -> Iterator[Waiting]:
    for stage, url, why in dispute_queue(scope, SHOWN):
        case = stage.matter.case
        yield Waiting(case.number, url, why, stage.due_on, case.pk)


def _touched(scope: Scope) -> Iterator[Waiting]:
    """The open disputes with the dispositifs that she manages: number and days."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REGIONAL_MANAGER)]
    if not offices:
        return
    rows = Matter.objects.touching().filter(
        office__in=offices, case__in=Case.objects.visible_to(scope)
    )
    for row in rows.select_related("case").order_by("opened_at", "case__number")[:SHOWN]:
        day = date_format(localtime(row.opened_at), "SHORT_DATE_FORMAT")
        yield case_row(row.case, _("Un litige touche votre dispositif depuis le %s") % day)


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

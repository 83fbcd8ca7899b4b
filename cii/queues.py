"""The queues of what waits for a person in her offices: what, why, until when (C15)."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Role
from accounts.scope import Scope
from cases.choices import AssignmentKind, CaseState, MatchState, Path, RequestState, Rung
from cases.dispute_queue import dispute_queue
from cases.models import (
    AccessRequest,
    Assignment,
    Case,
    CollaborationRequest,
    Match,
    Matter,
    Procuration,
)
from cases.querysets import CaseQuerySet
from cases.workflow import DISPUTES, MONEY
from cii.aid_queue import at_cms, to_send
from cii.following import to_ask, to_review, unreviewed
from cii.waiting_rows import Waiting, WaitingKind, case_row
from core import clock
from core.context import acting
from governance import board
from governance.agenda_queue import to_meet_again, waiting_cases
from governance.choices import MeetingState, MinutesState
from governance.handover import leavers
from governance.models import Advice, Decision, Guidance, Invitation, Meeting, Minutes
from governance.next_steps import MEETINGS
from governance.next_steps import to_enter as paths_to_enter
from governance.querysets import is_central

EXPIRY_AHEAD = timedelta(days=30)
LEAVING_AHEAD = timedelta(days=30)

Queue = Callable[[Scope, int], Iterator[Waiting]]


def queues_of(scope: Scope) -> Iterator[tuple[WaitingKind, Queue]]:
    """The queues of her offices; each gives its first rows, the most urgent ones."""
    yield WaitingKind.REVIEW, to_review
    yield WaitingKind.RENEW, to_renew
    yield WaitingKind.INVITATION, to_reply
    yield WaitingKind.MINUTES, to_adopt
    yield WaitingKind.MATTER, to_rule_on
    yield WaitingKind.FILE, to_hand_out
    yield WaitingKind.ADVICE, to_advise
    if scope.holds(Role.REPONDANT):
        yield WaitingKind.CONFIRM, to_confirm
        yield WaitingKind.ANNOUNCE, to_announce
        yield WaitingKind.DECISION, to_carry_out
        yield WaitingKind.REQUEST, to_answer
        yield WaitingKind.RESULT, to_ask
    if at_cms(scope):
        yield WaitingKind.AID, to_send
    if scope.posts:
        yield WaitingKind.TRIAGE, to_triage
        yield WaitingKind.MATCH, to_match
        yield WaitingKind.ENTER, to_enter
        yield WaitingKind.CONVENE, to_convene
    if is_central(scope):
        yield WaitingKind.ASSESS, to_assess
    if is_central(scope) or scope.posts or scope.holds(Role.REPONDANT):
        yield WaitingKind.HANDOVER, to_pass_on
    yield WaitingKind.MATTER, in_dispute
    yield WaitingKind.MATTER, touched
    yield WaitingKind.REQUEST, unanswered
    yield WaitingKind.REVIEW, unreviewed


def _home_cases(scope: Scope, state: CaseState) -> CaseQuerySet:
    """Cases of the dispositifs and populations whose répondant she is."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    cases = Case.objects.visible_to(scope).filter(home_office__in=offices, state=state)
    return cases.order_by("flagged_at", "number")


def _post_of(row: Any) -> UUID | None:
    """The post of its case, where nothing but the post makes the row hers."""
    return None if row.is_hers else row.case.post_id


def to_confirm(scope: Scope, limit: int) -> Iterator[Waiting]:
    for case in _home_cases(scope, CaseState.FLAGGED)[:limit]:
        yield case_row(case, _("Signalement à confirmer ou à classer, après l’entretien"))


def to_announce(scope: Scope, limit: int) -> Iterator[Waiting]:
    for case in _home_cases(scope, CaseState.CONFIRMED)[:limit]:
        yield case_row(case, _("Confirmé : procuration à faire signer, puis annonce"))


def to_triage(scope: Scope, limit: int) -> Iterator[Waiting]:
    for case in board.to_triage(scope).filter(post__in=list(scope.posts))[:limit]:
        why = _("Annonce du %s à trier : vous coordonnez ce poste")
        if case.reopened_at:
            why = _("Rouvert le %s, à trier à nouveau : vous coordonnez ce poste")
        since = localtime(case.reopened_at or case.announced_at)
        why %= date_format(since, "SHORT_DATE_FORMAT")
        yield case_row(case, why, post_id=case.post_id)


def to_match(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Matches that wait for the coordination; nothing of either case is said here."""
    with acting("job:match"):
        rows = Match.objects.visible_to(scope).filter(state=MatchState.OPEN)
        found = list(rows.order_by("found_at", "pk")[:limit])
    for row in found:
        day = date_format(localtime(row.found_at), "SHORT_DATE_FORMAT")
        url = reverse("cases:match", args=[row.pk])
        yield Waiting(_("Correspondance du %s") % day, url, _("Peut-être la même personne"))


def to_enter(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Triaged cases whose path begins with an act of hers."""
    for case in paths_to_enter(scope).filter(post__in=list(scope.posts))[:limit]:
        why = _("%s : à mettre à l’ordre du jour d’une séance") % case.get_path_display()
        if case.path not in MEETINGS:
            why = _("%s : à mettre en route") % case.get_path_display()
        yield case_row(case, capfirst(why), case.path_due_on, case.post_id)


def to_convene(scope: Scope, limit: int) -> Iterator[Waiting]:
    for case in to_meet_again(scope)[:limit]:
        why = _("Séance demandée au suivi : à mettre à un ordre du jour")
        yield case_row(case, why, post_id=case.post_id)


def to_assess(scope: Scope, limit: int) -> Iterator[Waiting]:
    """The mandates that triages gave to the bureau: which case, and by when (C6, C9)."""
    cases = waiting_cases(scope, [Path.ASSESSMENT]).filter(path=Path.ASSESSMENT)
    for case in cases.order_by("path_due_on", "number")[:limit]:
        yield case_row(case, _("Mandat d’assessment : à organiser"), case.path_due_on)


def to_renew(scope: Scope, limit: int) -> Iterator[Waiting]:
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
    is_named = Exists(named.filter(case=OuterRef("case")))
    rows = rows.annotate(is_hers=Q(case__home_office__in=offices) | is_named)
    for row in rows.select_related("case").order_by("valid_until", "case__number")[:limit]:
        day = date_format(row.valid_until, "SHORT_DATE_FORMAT")
        why = _("La procuration expire le %s : à renouveler avec la personne") % day
        url = reverse("cases:procuration_record", args=[row.case_id])
        yield Waiting(row.case.number, url, why, row.valid_until, row.case_id, _post_of(row))


def to_carry_out(scope: Scope, limit: int) -> Iterator[Waiting]:
    """What meetings entrusted to the dispositifs whose répondant she is."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    rows = Decision.objects.open_to(scope).filter(
        office__in=offices, done_at=None, item__meeting__state=MeetingState.CLOSED
    )
    for row in rows.select_related("item__case").order_by("until", "pk")[:limit]:
        url = reverse("governance:decision", args=[row.pk])
        why = _("Décision de séance confiée à votre dispositif")
        yield Waiting(str(row.item), url, why, row.until, row.item.case_id)


def to_reply(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Meetings to come that she is invited to and hasn't answered (S3)."""
    meetings = Meeting.objects.visible_to(scope).filter(
        state=MeetingState.CONVENED, ends_at__gt=scope.at
    )
    rows = Invitation.objects.filter(user=scope.user, answer="", meeting__in=meetings)
    for row in rows.select_related("meeting__kind").order_by("meeting__starts_at", "pk")[:limit]:
        url = reverse("governance:meeting", args=[row.meeting_id])
        day = clock.day_of(row.meeting.starts_at)
        yield Waiting(str(row.meeting.kind), url, _("Vous y êtes invité·e : répondez"), day)


def to_hand_out(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Files that people asked for: told to the home dispositif, and to who coordinates (P6)."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
    charged = Assignment.objects.open().filter(user=scope.user, kind=AssignmentKind.WORKER)
    mine = Q(case__home_office__in=offices) | Q(case__in=charged.values("case"))
    rows = AccessRequest.objects.visible_to(scope).open()
    rows = rows.filter(mine | Q(case__post__in=list(scope.posts)))
    rows = rows.annotate(is_hers=mine)
    for row in rows.select_related("case").order_by("due_on", "case__number")[:limit]:
        url = reverse("cases:access_requests", args=[row.case_id])
        why = _("La personne demande son dossier : à lui remettre")
        yield Waiting(row.case.number, url, why, row.due_on, row.case_id, _post_of(row))


def to_adopt(scope: Scope, limit: int) -> Iterator[Waiting]:
    rows = Minutes.objects.filter(
        state=MinutesState.CIRCULATED, meeting__chair=scope.user, meeting__closed_at=None
    )
    for row in rows.filter(meeting__in=Meeting.objects.visible_to(scope))[:limit]:
        url = reverse("governance:meeting", args=[row.meeting_id])
        yield Waiting(row.number, url, _("Procès-verbal en relecture : vous présidez, à adopter"))


def to_answer(scope: Scope, limit: int) -> Iterator[Waiting]:
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
    for row in rows[:limit]:
        is_new = row.state == RequestState.SENT
        url = reverse("cases:request", args=[row.pk])
        why = asks[RequestState(row.state)] % row.asking
        yield Waiting(row.case.number, url, why, row.due_on if is_new else None, row.case_id)


def unanswered(scope: Scope, limit: int) -> Iterator[Waiting]:
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
    for row in rows[:limit]:
        day = date_format(row.due_on, "SHORT_DATE_FORMAT")
        yield case_row(row.case, _("Une demande attend d’être prise en charge depuis le %s") % day)


def to_rule_on(scope: Scope, limit: int) -> Iterator[Waiting]:
    """What is submitted to her: money to the Commission, the rest to officer and post."""
    mine = Q(kind__in=MONEY) if scope.commission else Q(pk__in=[])
    if scope.holds(Role.CANTONAL_OFFICER):
        mine = Q()
    elif scope.posts:
        mine |= ~Q(kind__in=MONEY) & Q(case__post__in=list(scope.posts))
    elif not scope.commission:
        return
    rows = Matter.objects.open().filter(mine, case__in=Case.objects.visible_to(scope))
    rows = rows.exclude(kind__in=DISPUTES)
    for row in rows.select_related("case").order_by("opened_at", "case__number")[:limit]:
        day = date_format(localtime(row.opened_at), "SHORT_DATE_FORMAT")
        facts = {"kind": row.get_kind_display(), "day": day}
        why = capfirst(_("%(kind)s : à régler, depuis le %(day)s") % facts)
        is_hers = scope.holds(Role.CANTONAL_OFFICER) or row.kind in MONEY
        yield case_row(row.case, why, post_id=None if is_hers else row.case.post_id)


def in_dispute(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Stages that she concludes, and positions of her dispositif that are missing (C8)."""
    for stage, url, why in dispute_queue(scope, limit):
        case = stage.matter.case
        yield Waiting(case.number, url, why, stage.due_on, case.pk)


def touched(scope: Scope, limit: int) -> Iterator[Waiting]:
    """The open disputes with the dispositifs that she manages: number and days."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REGIONAL_MANAGER)]
    if not offices:
        return
    rows = Matter.objects.touching().filter(
        office__in=offices, case__in=Case.objects.visible_to(scope)
    )
    for row in rows.select_related("case").order_by("opened_at", "case__number")[:limit]:
        day = date_format(localtime(row.opened_at), "SHORT_DATE_FORMAT")
        yield case_row(row.case, _("Un litige touche votre dispositif depuis le %s") % day)


def to_pass_on(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Who leaves soon or has left, and what of hers is to be passed on: how much, never what."""
    for one in leavers(scope, left_by=scope.day + LEAVING_AHEAD)[:limit]:
        url = reverse("governance:handover", args=[one.user.pk])
        why = ngettext(
            "%(n)d affaire à transmettre (%(places)s)",
            "%(n)d affaires à transmettre (%(places)s)",
            one.number,
        )
        facts = {"n": one.number, "places": ", ".join(one.places)}
        yield Waiting(str(one.user), url, why % facts, one.last_day)


def to_advise(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Questions put to her offices, and general texts that wait for her second look (C17)."""
    for asked in Advice.objects.waiting_for(scope).order_by("asked_at", "pk")[:limit]:
        url = reverse("governance:advice", args=[asked.pk])
        day = date_format(localtime(asked.asked_at), "SHORT_DATE_FORMAT")
        why = _("Un conseil est attendu de vous")
        yield Waiting(_("Question du %s") % day, url, why, post_id=asked.post_id)
    for draft in Guidance.objects.to_look_at(scope).order_by("drafted_at", "pk")[:limit]:
        url = reverse("governance:guidance", args=[draft.pk])
        yield Waiting(str(draft), url, _("Repère à relire, puis à publier ou à retirer"))

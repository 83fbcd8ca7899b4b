"""One dispositif asks another for something, and brings it to an end (C7).

Who is asked takes part from the request to its end (access-policy, facts).
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Closure, Office, Setting, User
from cases.actions.assignments import end_assignment
from cases.actions.base import lock, record_act
from cases.actions.engagements import end_engagements, engage
from cases.actions.gates import refresh_gates
from cases.choices import EngagementKind, RequestState, Tie, Urgency
from cases.collaboration import is_asked_for, offices_of, unreadable_by
from cases.coverage import covered_offices, repondants_of
from cases.models import Case, CollaborationRequest
from cases.permissions import require, require_at
from cases.rules import check_followed, may_write, require_cover
from cases.workflow import REQUEST
from core import clock
from core.choices import Category
from core.refusal import Refusal
from core.working_days import add_working_days
from documents.models import Document
from messaging.actions.notify import mark_done, notify

DAYS = {Urgency.NORMAL: "request_days", Urgency.URGENT: "request_urgent_days"}


@transaction.atomic
def send_request(
    case: Case,
    *,
    office: Office,
    category: Category,
    question: str,
    service: str,
    urgency: Urgency = Urgency.NORMAL,
    documents: Collection[Document] = (),
    by: User,
    at: datetime,
) -> CollaborationRequest:
    """Ask a covered dispositif for something; its clock begins, in working days of Valais.

    Raises Refusal for one that isn't covered or can't read the category, for a document that
    either of both can't read, and without a question or an expected service.
    """
    case = lock(case)
    ground = require("request.send", case, by=by, at=at)
    check_followed(case)
    day = clock.day_of(at)
    require_cover(case, office, day=day)
    if not is_asked_for(office, ground.recipient):
        raise Refusal(_("Choisissez un autre dispositif que celui qui demande."), "office")
    may_write(category, mask=ground.mask, is_home=ground.tie == Tie.HOME and ground.is_own)
    _check_readable(case, office, category, documents, by=by, at=at)
    row = CollaborationRequest.objects.create(
        case=case,
        asking=ground.recipient,
        office=office,
        category=category,
        question=given(question, "question", _("Posez votre question en quelques phrases.")),
        service=given(service, "service", _("Dites en quelques mots ce que vous attendez.")),
        urgency=urgency,
        due_on=_due_on(day, urgency),
        sent_at=at,
        sent_by=by,
    )
    row.documents.set(documents)
    engage(case, office, EngagementKind.REQUEST, source_id=row.pk, by=by, at=at)
    record_act("request.sent", case, ground, by=by, at=at, object_id=row.pk, office=office.pk)
    for repondant in repondants_of(office, case.population, day):
        tell(repondant, "request.received", row, at=at, due_on=row.due_on)
    return row


def _due_on(day: date, urgency: Urgency) -> date:
    closures = set(Closure.objects.values_list("day", flat=True))
    return add_working_days(day, Setting.objects.value(DAYS[urgency], day), closures)


def _check_readable(
    case: Case,
    office: Office,
    category: Category,
    documents: Collection[Document],
    *,
    by: User,
    at: datetime,
) -> None:
    """Raises Refusal where the consent lets the one asked not read what it is asked."""
    mask = covered_offices(case, clock.day_of(at))[office]
    if not mask & category:
        raise Refusal(
            _(
                "La procuration n’ouvre pas cette catégorie à %(office)s. Choisissez-en une autre, "
                "ou faites compléter la procuration."
            )
            % {"office": office},
            "category",
        )
    if titles := unreadable_by(documents, case, mask, by=by, at=at):
        raise Refusal(
            _("%(office)s ne pourrait pas lire : %(titles)s. Retirez-le de la demande.")
            % {"office": office, "titles": ", ".join(titles)},
            "documents",
        )


@transaction.atomic
def withdraw_request(row: CollaborationRequest, *, conclusion: str, by: User, at: datetime) -> None:
    """Ask for it no longer, with the reason; who was asked is out at once."""
    row, case = lock_request(row)
    ground = require_at("request.end", case, offices_of(row, "withdraw"), by=by, at=at)
    move = REQUEST.check(row.state, "withdraw", row)
    row.conclusion = given(conclusion, "conclusion", _("Dites pourquoi en une phrase."))
    _end(row, move.target, by=by, at=at)
    record_act(move.event, case, ground, by=by, at=at, object_id=row.pk)


@transaction.atomic
def complete_request(row: CollaborationRequest, *, conclusion: str, by: User, at: datetime) -> None:
    """What was asked is done, or the dispute about it is over: its access ends."""
    row, case = lock_request(row)
    ground = require_at("request.end", case, offices_of(row, "complete"), by=by, at=at)
    move = REQUEST.check(row.state, "complete", row)
    if row.state == RequestState.DISAGREED and row.dispute.settled_at is None:
        raise Refusal(_("Le litige sur cette demande est encore ouvert : réglez-le d’abord."))
    row.conclusion = given(conclusion, "conclusion", _("Dites le résultat en une phrase."))
    _end(row, move.target, by=by, at=at)
    record_act(move.event, case, ground, by=by, at=at, object_id=row.pk)


def end_requests(case: Case, *, by: User, at: datetime) -> None:
    """With a case that ends, under its lock: what waits is withdrawn, the rest is over."""
    for row in CollaborationRequest.objects.open().filter(case=case):
        name = "withdraw" if row.state in REQUEST.move("withdraw").sources else "complete"
        _end(row, REQUEST.check(row.state, name).target, by=by, at=at)


# --- parts of the acts --------------------------------------------------------------------------
def given(text: str, field: str, missing: str) -> str:
    if not text.strip():
        raise Refusal(missing, field)
    return text.strip()


def lock_request(row: CollaborationRequest) -> tuple[CollaborationRequest, Case]:
    case = lock(row.case)
    return CollaborationRequest.objects.select_for_update(of=("self",)).get(pk=row.pk), case


def advance(row: CollaborationRequest, target: str, *, by: User, at: datetime) -> None:
    row.state = RequestState(target)
    setattr(row, f"{target}_at", at)
    setattr(row, f"{target}_by", by)
    row.save()


def _end(row: CollaborationRequest, target: str, *, by: User, at: datetime) -> None:
    """Its access ends, and what waited for somebody because of it."""
    advance(row, target, by=by, at=at)
    if row.assignment and row.assignment.ended_at is None:
        end_assignment(row.assignment, by=by, at=at)
    end_engagements(source_id=row.pk, by=by, at=at)
    refresh_gates(row.case)
    silence(row, at=at)


def silence(row: CollaborationRequest, *, at: datetime) -> None:
    for key in [key_of(row), *(key_of(row, rung) for rung in _rungs(row))]:
        mark_done(key=key, at=at)


def _rungs(row: CollaborationRequest) -> list[str]:
    return list(row.reminders.values_list("rung", flat=True))


def key_of(row: CollaborationRequest, rung: str = "") -> str:
    """The occasion of what is said about a request; each rung of the ladder has its own."""
    return f"request:{row.pk}:{rung}" if rung else f"request:{row.pk}"


def tell(
    user: User, notice: str, row: CollaborationRequest, *, at: datetime, due_on: date | None = None
) -> None:
    notify(
        user,
        notice,
        key=key_of(row) if notice == "request.received" else f"{key_of(row)}:{row.state}",
        at=at,
        url=reverse("cases:request", args=[row.pk]),
        params={"number": row.case.number} | ({"due_on": due_on} if due_on else {}),
        case_id=row.case_id,
        due_on=due_on,
    )

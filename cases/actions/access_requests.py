"""The person asks for everything held about her; it is made, handed over, and not kept (P6)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Setting, User
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.base import lock, record_act
from cases.actions.flags import repondants_of
from cases.choices import AccessRequestEnd, AccessRequestState, HandedHow
from cases.handing_out import check_decided, marks_of
from cases.models import AccessRequest, Case
from cases.permissions import require
from cases.workflow import ACCESS_REQUEST
from core import clock
from core.choices import Language
from core.refusal import Refusal
from documents.actions.uploads import discard, write
from documents.choices import DocumentKind
from documents.models import Document
from messaging.actions.jobs import queue_job
from messaging.actions.notify import mark_done, notify

BUILD = "person_file.build"


@transaction.atomic
def receive_request(
    case: Case,
    *,
    language: Language,
    asked_on: date,
    is_identified: bool,
    by: User,
    at: datetime,
) -> AccessRequest:
    """Note the request and have her file made in the background.

    Raises Refusal for a day to come, an identity that nobody checked, or a request still open.
    """
    case = lock(case)
    ground = require("file.hand_out", case, by=by, at=at)
    if asked_on > clock.day_of(at):
        raise Refusal(_("La demande ne peut pas dater d’un jour à venir."), "asked_on")
    if not is_identified:
        raise Refusal(
            _("Vérifiez l’identité de la personne avant de préparer son dossier."),
            "is_identified",
        )
    if AccessRequest.objects.open().filter(case=case).exists():
        raise Refusal(_("Une demande est déjà ouverte pour ce dossier : remettez-la d’abord."))
    days = Setting.objects.value("access_request_days", asked_on)
    request = AccessRequest.objects.create(
        case=case,
        language=language,
        asked_on=asked_on,
        due_on=asked_on + timedelta(days=days),
        is_identified=is_identified,
        received_at=at,
        received_by=by,
    )
    queue_job(BUILD, request.pk, key=f"{BUILD}:{request.pk}", due_at=at)
    record_act("access_request.received", case, ground, by=by, at=at, object_id=request.pk)
    _tell(request, at=at)
    return request


def _tell(request: AccessRequest, *, at: datetime) -> None:
    """Who noted it and the home répondants see it on their page until it is handed over."""
    case = request.case
    repondants = repondants_of(case.home_office, case.population, clock.day_of(at))
    for user in {request.received_by, *repondants}:
        notify(
            user,
            "access_request.received",
            key=f"access_request:{request.pk}",
            at=at,
            url=reverse("cases:access_requests", args=[case.pk]),
            params={"number": case.number, "due_on": request.due_on},
            case_id=case.pk,
            due_on=request.due_on,
        )


@transaction.atomic
def store_file(request_id: UUID, at: datetime, made: tuple[bytes, int]) -> None:
    """Keep the file until it is handed over; a request that ended meanwhile stays as it is.

    With the file comes how many marks it knew: made before another one was set, it is let go, and
    the job of that one makes it anew.
    """
    content, marks = made
    request = AccessRequest.objects.select_for_update().get(pk=request_id)
    if request.state != AccessRequestState.RECEIVED or request.file_id:
        return
    if marks != marks_of(request.case_id):
        return
    request.file = Document.objects.create(
        **write(content),
        kind=DocumentKind.PERSON_FILE,
        title=request.case.number,
        content_type="application/zip",
        case_id=request.case_id,
        created_at=at,
        language=request.language,
    )
    request.save(update_fields=["file"])
    record(
        "access_request.prepared",
        kind=Kind.EXPORT,
        by=None,
        job=BUILD,
        at=at,
        cases=[CaseBasis(request.case_id)],
        object_id=request.pk,
    )


@transaction.atomic
def hand_over_file(
    request: AccessRequest, *, how: HandedHow, by: User, at: datetime
) -> AccessRequest:
    """Note that she has her file; our copy is deleted.

    Raises Refusal unless it was ready, and while a document waits for a decision.
    """
    request = locked_request(request)
    ground = require("file.hand_out", request.case, by=by, at=at)
    move = ACCESS_REQUEST.check(request.state, "hand_over", request)
    check_decided(request.case)
    if request.file is None:
        raise Refusal(_("Le dossier se prépare encore : rechargez la page dans un instant."))
    request.state, request.handed_over_at, request.handed_over_by = move.target, at, by
    request.handed_over_how = how
    _save_without_file(request)
    record_act(move.event, request.case, ground, by=by, at=at, object_id=request.pk, how=how)
    mark_done(key=f"access_request:{request.pk}", at=at)
    return request


@transaction.atomic
def end_request(
    request: AccessRequest, *, because: AccessRequestEnd, by: User, at: datetime
) -> AccessRequest:
    """End a request that she took back or that was noted by mistake; its file is deleted."""
    request = locked_request(request)
    ground = require("file.hand_out", request.case, by=by, at=at)
    move = ACCESS_REQUEST.check(request.state, "end", request)
    request.state, request.ended_at, request.ended_by = move.target, at, by
    request.ended_because = because
    _save_without_file(request)
    record_act(
        move.event, request.case, ground, by=by, at=at, object_id=request.pk, because=because
    )
    mark_done(key=f"access_request:{request.pk}", at=at)
    return request


def locked_request(request: AccessRequest) -> AccessRequest:
    """The request as it stands now, its case locked."""
    lock(request.case)
    return AccessRequest.objects.select_related("case").get(pk=request.pk)


def check_open(request: AccessRequest) -> None:
    """What goes into the file is settled before it is handed over."""
    if request.state != AccessRequestState.RECEIVED:
        raise Refusal(_("Le dossier est déjà remis, ou la demande terminée : rien n’y change."))


def make_anew(request: AccessRequest, mark: object, *, at: datetime) -> None:
    """Let go of the file made so far, and have one made that knows this mark."""
    if request.file_id:
        _save_without_file(request)
    queue_job(BUILD, request.pk, key=f"{BUILD}:{request.pk}:{mark}", due_at=at)


def _save_without_file(request: AccessRequest) -> None:
    document, request.file = request.file, None
    request.save()
    if document:
        discard(document)

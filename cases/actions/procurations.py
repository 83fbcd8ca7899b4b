"""Consent: recorded, narrowed, withdrawn. Each a dated fact, never an edit (P1–P3)."""

from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Mandate, Office, User
from accounts.scope import Scope
from cases.actions.base import lock, record_act
from cases.actions.gates import refresh_gates
from cases.choices import CaseState, SignedHow
from cases.consent import procuration_text
from cases.models import Case, Grant, Procuration
from cases.permissions import require
from cases.reading import Ground
from cases.rules import check_procuration
from core import clock
from core.choices import Category, Language
from core.refusal import Refusal
from documents.actions.uploads import store_upload
from documents.choices import DocumentKind
from documents.models import Document
from messaging.actions.notify import notify

Recipients = dict[Office, set[Category]]


@transaction.atomic
def record_procuration(
    case: Case,
    *,
    purpose: str,
    recipients: Recipients,
    language: Language,
    valid_from: date,
    valid_until: date,
    signed_on: date,
    signed_place: str,
    signed_how: SignedHow,
    scan: UploadedFile,
    is_informed: bool,
    by: User,
    at: datetime,
) -> Procuration:
    """Record a signed consent with its exact text and scan; a standing one is replaced (C4).

    Raises Refusal for a consent without recipient, with dates that don't fit, or a scan that is no
    PDF or image.
    """
    case = lock(case)
    ground = require("procuration.record", case, by=by, at=at)
    if case.state in (CaseState.FLAGGED, CaseState.DROPPED, CaseState.CLOSED):
        raise Refusal(
            _(
                "Une procuration s’enregistre pour un dossier confirmé et ouvert. "
                "Confirmez-le d’abord."
            )
        )
    day = clock.day_of(at)
    check_procuration(
        recipients=recipients,
        valid_from=valid_from,
        valid_until=valid_until,
        signed_on=signed_on,
        is_informed=is_informed,
        today=day,
    )
    _replace_standing(case, by=by, at=at)
    said: dict[str, Any] = {
        "purpose": purpose,
        "language": language,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    template, text, sha256 = procuration_text(case, recipients=recipients, day=day, **said)
    procuration = Procuration.objects.create(
        case=case,
        template=template,
        text=text,
        text_sha256=sha256,
        signed_on=signed_on,
        signed_place=signed_place,
        signed_how=signed_how,
        scan=_keep_scan(scan, case, ground, by=by, at=at),
        is_informed=is_informed,
        recorded_at=at,
        recorded_by=by,
        **said,
    )
    _grant(procuration, recipients, by=by, at=at)
    refresh_gates(case)
    record_act(
        "procuration.recorded",
        case,
        ground,
        by=by,
        at=at,
        object_id=procuration.pk,
        recipients=sorted(str(office.pk) for office, kinds in recipients.items() if kinds),
        valid_until=valid_until,
    )
    return procuration


def _keep_scan(
    scan: UploadedFile, case: Case, ground: Ground, *, by: User, at: datetime
) -> Document:
    return store_upload(
        scan,
        kind=DocumentKind.PROCURATION_SCAN,
        title=_("Procuration signée"),
        by=by,
        at=at,
        case_id=case.pk,
        category=Category.IDENTITY,
        office=ground.recipient,
    )


def _grant(procuration: Procuration, recipients: Recipients, *, by: User, at: datetime) -> None:
    for recipient, categories in recipients.items():
        for category in sorted(categories):
            Grant.objects.create(
                procuration=procuration,
                recipient=recipient,
                category=category,
                granted_at=at,
                granted_by=by,
            )


def _replace_standing(case: Case, *, by: User, at: datetime) -> None:
    standing = Procuration.objects.standing().filter(case=case).first()
    if standing:
        standing.replaced_at, standing.replaced_by = at, by
        standing.save(update_fields=["replaced_at", "replaced_by"])


def _standing(case: Case) -> Procuration:
    procuration = Procuration.objects.standing().filter(case=case).first()
    if procuration is None:
        raise Refusal(_("Ce dossier n’a pas de procuration en vigueur : rien à retirer."))
    return procuration


@transaction.atomic
def narrow_procuration(
    case: Case, *, withdrawn: Recipients, note: str, by: User, at: datetime
) -> Procuration:
    """Withdraw some categories from some recipients; nobody may refuse to record it (P3)."""
    case = lock(case)
    ground = require("procuration.withdraw", case, by=by, at=at)
    procuration = _standing(case)
    ended = [
        grant
        for grant in procuration.grants.filter(withdrawn_at=None).select_related("recipient")
        if grant.category in withdrawn.get(grant.recipient, ())
    ]
    if not ended:
        raise Refusal(_("Choisissez ce que la personne retire."), "withdrawn")
    for grant in ended:
        grant.withdrawn_at, grant.withdrawn_by = at, by
        grant.withdrawal_note = note
        grant.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_note"])
    refresh_gates(case)
    record_act(
        "procuration.narrowed",
        case,
        ground,
        by=by,
        at=at,
        object_id=procuration.pk,
        grants=[grant.pk for grant in ended],
    )
    _tell_coordinators(case, procuration, "procuration.narrowed", by=by, at=at)
    return procuration


@transaction.atomic
def withdraw_procuration(case: Case, *, note: str, by: User, at: datetime) -> Procuration:
    """End the whole consent, at the very next request of anybody (P3)."""
    case = lock(case)
    ground = require("procuration.withdraw", case, by=by, at=at)
    procuration = _standing(case)
    procuration.withdrawn_at, procuration.withdrawn_by = at, by
    procuration.withdrawal_note = note
    procuration.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_note"])
    refresh_gates(case)
    record_act("procuration.withdrawn", case, ground, by=by, at=at, object_id=procuration.pk)
    _tell_coordinators(case, procuration, "procuration.withdrawn", by=by, at=at)
    return procuration


def _tell_coordinators(
    case: Case, procuration: Procuration, event: str, *, by: User, at: datetime
) -> None:
    """The coordination is told that access changed; it sees at least the stub."""
    if case.post is None:
        return
    for coordinator in coordinators_of(case, at=at):
        if coordinator != by:
            notify(
                coordinator,
                event,
                key=f"{event}:{procuration.pk}:{at:%Y%m%d%H%M%S%f}",
                at=at,
                url=reverse("dossier", args=[case.pk]),
                params={"number": case.number},
                case_id=case.pk,
            )


def coordinators_of(case: Case, *, at: datetime) -> list[User]:
    """Who holds the post of the case at a moment; a deputy only while the holder is absent."""
    mandates = Mandate.objects.live(clock.day_of(at)).filter(post=case.post, user__is_active=True)
    people = [mandate.user for mandate in mandates.select_related("user")]
    return [user for user in people if case.post_id in Scope.of(user, at).posts]

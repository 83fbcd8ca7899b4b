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
from cases.actions.fingerprints import compare_later
from cases.actions.gates import refresh_gates
from cases.actions.receipts import issue_receipt
from cases.actions.result_questions import end_question
from cases.choices import ReceiptKind, SignedHow
from cases.consent import keeps_consent, procuration_text, standing
from cases.models import Case, Grant, Procuration
from cases.permissions import require
from cases.reading import CaseAccess, Ground
from cases.rules import check_procuration, check_replacing, check_same_text, check_signable
from core import clock
from core.choices import Category, Language
from core.context import acting
from core.refusal import Refusal
from documents.actions.uploads import store_upload
from documents.choices import DocumentKind
from documents.models import Document
from messaging.actions.notify import mark_done, notify

Recipients = dict[Office, set[Category]]
SIGNED_AS = {
    SignedHow.PAPER: DocumentKind.PROCURATION_SCAN,
    SignedHow.SCREEN: DocumentKind.SIGNATURE,
}


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
    read_sha256: str = "",
    by: User,
    at: datetime,
) -> Procuration:
    """Record a signed consent with its exact text and its signature; a standing one is replaced.

    `scan` is the signed paper, or the signature drawn on screen. `read_sha256` is the fingerprint
    of the text that the person read. Raises Refusal for a consent without recipient, with dates
    that don't fit, a text that changed meanwhile, or a scan that is no PDF or image (C4).
    """
    case = lock(case)
    ground = require("procuration.record", case, by=by, at=at)
    check_signable(case)
    day, former = clock.day_of(at), standing(case)
    check_procuration(
        recipients=recipients,
        valid_from=valid_from,
        valid_until=valid_until,
        signed_on=signed_on,
        is_informed=is_informed,
        today=day,
    )
    check_replacing(former, valid_from=valid_from, today=day)
    said: dict[str, Any] = {
        "purpose": purpose,
        "language": language,
        "valid_from": valid_from,
        "valid_until": valid_until,
    }
    template, text, sha256 = procuration_text(case, recipients=recipients, day=day, **said)
    check_same_text(read_sha256, sha256)
    _replace(former, by=by, at=at)
    procuration = Procuration.objects.create(
        case=case,
        template=template,
        text=text,
        text_sha256=sha256,
        signed_on=signed_on,
        signed_place=signed_place,
        signed_how=signed_how,
        scan=_keep_signature(scan, SignedHow(signed_how), case, ground, by=by, at=at),
        is_informed=is_informed,
        recorded_at=at,
        recorded_by=by,
        **said,
    )
    _grant(procuration, recipients, by=by, at=at)
    _recorded(procuration, former, ground, by=by, at=at)
    return procuration


def _keep_signature(
    scan: UploadedFile, how: SignedHow, case: Case, ground: Ground, *, by: User, at: datetime
) -> Document:
    return store_upload(
        scan,
        kind=SIGNED_AS[how],
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


def _replace(former: Procuration | None, *, by: User, at: datetime) -> None:
    if former:
        former.replaced_at, former.replaced_by = at, by
        former.save(update_fields=["replaced_at", "replaced_by"])
        close_expiry_reminders(former, at)


def _recorded(
    procuration: Procuration,
    former: Procuration | None,
    ground: Ground,
    *,
    by: User,
    at: datetime,
) -> None:
    """What follows from a new consent: gates, receipt, trace."""
    kind = ReceiptKind.RENEWED if former else ReceiptKind.RECORDED
    issue_receipt(procuration, kind, former=former, by=by, at=at)
    refresh_gates(procuration.case)
    compare_later(procuration.case, at=at)
    named = procuration.grants.values_list("recipient", flat=True)
    record_act(
        "procuration.recorded",
        procuration.case,
        ground,
        by=by,
        at=at,
        object_id=procuration.pk,
        recipients=sorted({str(recipient) for recipient in named}),
        valid_until=procuration.valid_until,
    )


def _standing(case: Case) -> Procuration:
    procuration = standing(case)
    if procuration is None:
        last = case.procurations.order_by("recorded_at").last()
        if last and last.withdrawn_by:
            raise Refusal(
                _("%(who)s a déjà enregistré le retrait. Rien n’a été modifié.")
                % {"who": last.withdrawn_by}
            )
        raise Refusal(_("Ce dossier n’a pas de procuration en vigueur : rien à retirer."))
    return procuration


@transaction.atomic
def narrow_procuration(
    case: Case, *, withdrawn: Recipients, note: str, by: User, at: datetime
) -> Procuration:
    """Withdraw some categories from some recipients; nobody may refuse to record it (P3).

    Raises Refusal when nothing of it was granted; for who may not know what was granted it then
    has no receipt and no effect, so that a narrowing never serves to ask.
    """
    case = lock(case, even_merged=True)
    ground = require("procuration.withdraw", case, by=by, at=at)
    procuration = _standing(case)
    ended = [
        grant
        for grant in procuration.grants.filter(withdrawn_at=None).select_related("recipient")
        if grant.category in withdrawn.get(grant.recipient, ())
    ]
    if not ended and keeps_consent(CaseAccess.of(case, Scope.of(by, at))):
        raise Refusal(_("Choisissez ce que la personne retire."), "withdrawn")
    for grant in ended:
        grant.withdrawn_at, grant.withdrawn_by = at, by
        grant.withdrawal_note = note
        grant.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_note"])
    if ended:
        issue_receipt(procuration, ReceiptKind.NARROWED, taken_back=ended, by=by, at=at)
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
    case = lock(case, even_merged=True)
    ground = require("procuration.withdraw", case, by=by, at=at)
    procuration = _standing(case)
    procuration.withdrawn_at, procuration.withdrawn_by = at, by
    procuration.withdrawal_note = note
    procuration.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_note"])
    close_expiry_reminders(procuration, at)
    end_question(case, at)
    issue_receipt(procuration, ReceiptKind.WITHDRAWN, by=by, at=at)
    refresh_gates(case)
    record_act("procuration.withdrawn", case, ground, by=by, at=at, object_id=procuration.pk)
    _tell_coordinators(case, procuration, "procuration.withdrawn", by=by, at=at)
    return procuration


def expiry_key(procuration: Procuration, day: int) -> str:
    """The occasion on which the end of a consent is announced, so many days before."""
    return f"procuration.expiring:{procuration.pk}:{day}"


def close_expiry_reminders(procuration: Procuration, at: datetime) -> None:
    """The end of a consent is no news once it is replaced, withdrawn or announced again."""
    for day in procuration.reminders.values_list("day", flat=True):
        mark_done(key=expiry_key(procuration, day), at=at)


def _tell_coordinators(
    case: Case, procuration: Procuration, event: str, *, by: User, at: datetime
) -> None:
    """The coordination is told that access changed; it sees at least the stub.

    What becomes of a merged case is the business of the post of the case that holds both.
    """
    # Who withdraws in the merged case need not see the other one.
    with acting("job:gates"):
        holding = case.merged_into or case
    if holding.post is None:
        return
    for coordinator in coordinators_of(holding, at=at):
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

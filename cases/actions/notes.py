"""The journal de bord and its documents (C11)."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.choices import OfficeKind
from accounts.models import User
from cases.actions.base import lock, record_act
from cases.actions.gates import begin_own_part
from cases.choices import CaseState, NoteKind, Tie
from cases.models import Case, CaseNote
from cases.permissions import require
from cases.reading import Ground
from cases.rules import may_write
from core.refusal import Forbidden, Refusal
from documents.actions.uploads import store_upload
from documents.choices import DocumentKind
from documents.models import Document


@transaction.atomic
def add_note(
    case: Case,
    *,
    kind: NoteKind = NoteKind.JOURNAL,
    category: int,
    text: str,
    domain: str = "",
    weight: int | None = None,
    by: User,
    at: datetime,
) -> CaseNote:
    """Write one dated entry in one category, for the office under which she acts.

    `domain` and `weight` are those of an appraisal, see `appraise`.
    """
    case = lock(case)
    ground = _writing(case, "note.add", category, by=by, at=at)
    if not text.strip():
        raise Refusal(_("L’entrée est vide."), "text")
    note = CaseNote.objects.create(
        case=case,
        office=ground.recipient,
        kind=kind,
        category=category,
        text=text,
        domain=domain,
        weight=weight,
        written_at=at,
        written_by=by,
    )
    begin_own_part(case, ground.recipient)
    record_act("note.added", case, ground, by=by, at=at, object_id=note.pk, category=category)
    return note


@transaction.atomic
def add_document(
    case: Case,
    *,
    file: UploadedFile,
    title: str,
    category: int,
    is_contract: bool = False,
    by: User,
    at: datetime,
) -> Document:
    """Attach a file in one category; `is_contract` says that it is the CMS's contrat d'insertion,
    which stands with the plan (C10).

    Raises Refusal when it is no PDF or image, and for a contract of another dispositif.
    """
    case = lock(case)
    ground = _writing(case, "document.add", category, by=by, at=at)
    if is_contract and ground.recipient.kind != OfficeKind.CMS:
        raise Refusal(_("Le contrat d’insertion est celui d’un CMS."), "is_contract")
    document = store_upload(
        file,
        kind=DocumentKind.INSERTION_CONTRACT if is_contract else DocumentKind.ATTACHMENT,
        title=title,
        by=by,
        at=at,
        case_id=case.pk,
        category=category,
        office=ground.recipient,
    )
    begin_own_part(case, ground.recipient)
    record_act(
        "document.added", case, ground, by=by, at=at, object_id=document.pk, category=category
    )
    return document


@transaction.atomic
def add_documents(
    case: Case,
    *,
    uploads: list[UploadedFile],
    title: str,
    category: int,
    is_contract: bool = False,
    by: User,
    at: datetime,
) -> dict[int, Refusal]:
    """Attach several files under one title, numbered. What is no document is left out.

    Returns the refusals by place in the list, from 1. Raises Refusal when nothing was attached.
    """
    refused: dict[int, Refusal] = {}
    for place, file in enumerate(uploads, start=1):
        name = title if len(uploads) == 1 else f"{title} ({place})"
        try:
            add_document(
                case,
                file=file,
                title=name,
                category=category,
                is_contract=is_contract,
                by=by,
                at=at,
            )
        except Forbidden:
            raise
        except Refusal as refusal:
            refused[place] = refusal
    if len(refused) == len(uploads):
        first = refused[1]
        raise Refusal(first.reason, "uploads" if first.field == "file" else first.field)
    return refused


@transaction.atomic
def replace_document(document: Document, *, file: UploadedFile, by: User, at: datetime) -> Document:
    """Attach a new version of an attachment, with its title and category; the older one stays.

    Raises Refusal when it was replaced already, when another dispositif attached it, or when the
    file is no document.
    """
    case = lock(Case.objects.get(pk=cast("UUID", document.case_id)))
    ground = _writing(case, "document.add", document.category, by=by, at=at)
    if document.office_id != ground.recipient.pk:
        raise Refusal(
            _("Ce document a été joint par %(office)s : à ce dispositif d’en donner une version.")
            % {"office": document.office}
        )
    if Document.objects.filter(replaces=document).exists():
        raise Refusal(_("Une version plus récente a déjà été jointe. Rouvrez le dossier."))
    newer = store_upload(
        file,
        kind=document.kind,
        title=document.title,
        by=by,
        at=at,
        case_id=case.pk,
        category=document.category,
        office=document.office,
        replaces=document,
    )
    record_act(
        "document.replaced",
        case,
        ground,
        by=by,
        at=at,
        object_id=newer.pk,
        category=document.category,
    )
    return newer


def _writing(case: Case, act: str, category: int, *, by: User, at: datetime) -> Ground:
    ground = require(act, case, by=by, at=at)
    if case.state in (CaseState.DROPPED, CaseState.CLOSED):
        raise Refusal(_("Ce dossier est terminé : plus rien ne s’y ajoute."))
    may_write(
        category, mask=ground.mask, is_home=ground.tie in (Tie.HOME, Tie.WORKER) and ground.is_own
    )
    return ground

"""The journal de bord and its documents (C11)."""

from datetime import datetime

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
from core.refusal import Refusal
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
    by: User,
    at: datetime,
) -> CaseNote:
    """Write one dated entry in one category, for the office under which she acts."""
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


def _writing(case: Case, act: str, category: int, *, by: User, at: datetime) -> Ground:
    ground = require(act, case, by=by, at=at)
    if case.state in (CaseState.DROPPED, CaseState.CLOSED):
        raise Refusal(_("Ce dossier est terminé : plus rien ne s’y ajoute."))
    may_write(
        category, mask=ground.mask, is_home=ground.tie in (Tie.HOME, Tie.WORKER) and ground.is_own
    )
    return ground

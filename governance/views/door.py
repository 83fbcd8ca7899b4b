"""How a view opens a meeting and its items: found, permitted, traced (QN10)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from accounts.request import Request
from audit.choices import Kind
from audit.record import record
from cases.models import Client
from cases.reading import CaseAccess, bases_of
from core.refusal import Forbidden, Refusal
from documents.models import Document
from documents.reading import read_document
from governance.actions.base import access_to
from governance.models import AgendaItem, Meeting
from governance.permissions import require_organiser


@dataclass(frozen=True)
class ShownItem:
    """An item as its reader may see it; `person` is None where she may not know the name."""

    item: AgendaItem
    access: CaseAccess | None

    @property
    def person(self) -> Client | None:
        return person_of(self.access)


def person_of(access: CaseAccess | None) -> Client | None:
    """The person of a case, for a reader who may know the name."""
    return access.case.client if access and access.knows_person else None


def find_meeting(request: Request, pk: UUID) -> Meeting:
    """A meeting that she sees. Raises Http404."""
    meetings = Meeting.objects.visible_to(request.scope)
    return get_object_or_404(meetings.select_related("kind", "post", "chair"), pk=pk)


def find_organised(request: Request, pk: UUID) -> Meeting:
    """A meeting that she organises. Raises Http404 when she doesn't see it, Forbidden otherwise."""
    meeting = find_meeting(request, pk)
    require_organiser(meeting, by=request.user, at=request.scope.at)
    return meeting


def find_item(request: Request, pk: UUID) -> AgendaItem:
    """An item that she sees of a meeting that she organises; raises as `find_organised`."""
    items = AgendaItem.objects.visible_to(request.scope)
    item = get_object_or_404(
        items.select_related(
            "meeting__kind", "meeting__post", "meeting__chair", "case__client", "case__home_office"
        ),
        pk=pk,
    )
    try:
        require_organiser(item.meeting, by=request.user, at=request.scope.at)
    except Forbidden as refusal:
        refusal.about = tuple(bases_of([access_to(item, request.scope)]))
        raise
    return item


def shown(request: Request, item: AgendaItem) -> ShownItem:
    return ShownItem(item, access_to(item, request.scope))


def shown_items(request: Request, meeting: Meeting) -> list[ShownItem]:
    """The items that she sees, numbered by the page: gaps would tell of others."""
    items = (
        AgendaItem.objects.visible_to(request.scope)
        .filter(meeting=meeting)
        .select_related("case__client", "case__home_office")
        .prefetch_related("invitations__office")
    )
    cases = [item.case for item in items if item.case]
    accesses = {seen.case.pk: seen for seen in CaseAccess.of_all(cases, request.scope)}
    return [ShownItem(item, accesses[item.case_id] if item.case_id else None) for item in items]


def record_read(
    event: str,
    request: Request,
    accesses: Iterable[CaseAccess | None],
    *,
    object_id: UUID,
    kind: Kind = Kind.READ,
) -> None:
    """One trace of a page, with each case that it showed and on what grounds (P4)."""
    record(
        event,
        kind=kind,
        by=request.user,
        at=request.scope.at,
        cases=bases_of(accesses),
        object_id=object_id,
    )


@contextmanager
def refusals_told(request: Request) -> Iterator[None]:
    """Turn the refusal of an act without a form into a message of the page that follows."""
    try:
        yield
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.reason))


def pdf_response(document: Document, name: str) -> HttpResponse:
    """A sealed paper under a name of numbers alone (P9). Raises FileDamaged."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(read_document(document), content_type="application/pdf", headers=headers)

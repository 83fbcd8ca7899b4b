"""The person's right of access: asked for, made, handed over (P6)."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from audit.choices import Kind
from cases.actions.access_requests import (
    end_request,
    hand_over_file,
    receive_request,
)
from cases.forms.access_request import (
    AccessRequestForm,
    EndRequestForm,
    HandOverForm,
)
from cases.handing_out import check_decided, undecided
from cases.models import AccessRequest
from cases.reading import record_reading
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into
from documents.reading import read_document


@access("case_actor")
def access_requests(request: Request, pk: UUID) -> HttpResponse:
    """Her requests so far, and a new one."""
    case, seen = open_case(request, pk, "file.hand_out")
    language = case.client.language if seen.knows_person else request.user.language
    form = AccessRequestForm(
        request.POST or None, initial={"asked_on": clock.today(), "language": language}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            receive_request(case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("La demande est notée ; le dossier se prépare."))
            return redirect("cases:access_requests", pk)
    return show(
        request,
        "cases/access_requests.html",
        seen,
        "access_request.read",
        form=form,
        hand_over=HandOverForm(),
        end=EndRequestForm(),
        rows=AccessRequest.objects.visible_to(request.scope).filter(case=case),
        undecided=undecided(case),
    )


def find_request(request: Request, pk: UUID) -> AccessRequest:
    rows = AccessRequest.objects.visible_to(request.scope).select_related("case", "file")
    return get_object_or_404(rows, pk=pk)


@access("case_actor")
def person_file(request: Request, pk: UUID) -> HttpResponse:
    """Her whole file, to be given to her; each time it is fetched stands in her register.

    Raises Refusal while a document waits for a decision.
    """
    row = find_request(request, pk)
    case, seen = open_case(request, row.case_id, "file.hand_out")
    check_decided(case)
    if row.file is None:
        raise Http404
    content = read_document(row.file)
    record_reading("access_request.downloaded", seen, kind=Kind.EXPORT, object_id=row.pk)
    headers = {"Content-Disposition": f'attachment; filename="{case.number}.zip"'}
    return HttpResponse(content, content_type=row.file.content_type, headers=headers)


@access("case_actor")
@require_POST
def person_file_hand_over(request: Request, pk: UUID) -> HttpResponse:
    """She has her file; the copy here is deleted."""
    row = find_request(request, pk)
    open_case(request, row.case_id, "file.hand_out")
    form = HandOverForm(request.POST)
    if form.is_valid():
        hand_over_file(row, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("La remise est notée ; la copie préparée est effacée."))
    return redirect("cases:access_requests", row.case_id)


@access("case_actor")
@require_POST
def access_request_end(request: Request, pk: UUID) -> HttpResponse:
    """She took her request back, or it was noted by mistake."""
    row = find_request(request, pk)
    open_case(request, row.case_id, "file.hand_out")
    form = EndRequestForm(request.POST)
    if form.is_valid():
        end_request(row, **form.cleaned_data, by=request.user, at=clock.now())
        messages.success(request, _("La demande est terminée sans remise."))
    return redirect("cases:access_requests", row.case_id)

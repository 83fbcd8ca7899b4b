"""What the mandate of the CMS asks, and the requests for social aid of a case (C14)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.submissions import once
from accounts.request import Request
from cases.actions.aid import file_aid, move_aid
from cases.aid import SHOWN, aid_offices, cms_of, duties_of
from cases.choices import AidState
from cases.forms.aid import AidForm, WithdrawAidForm
from cases.models import AidRequest
from cases.permissions import may
from cases.reading import CaseAccess, record_list
from cases.views.door import open_case, show
from cases.workflow import AID
from core import clock
from core.access import access
from core.refusal import Forbidden, Refusal, refusals_into


@access("office_member")
def cms_duties(request: Request) -> HttpResponse:
    """The duties of a CMS that are still owed, of the cases its répondant sees."""
    scope = request.scope
    if not cms_of(scope):
        raise Forbidden(_("Cette page est tenue par les répondant·e·s d’un CMS."))
    duties = duties_of(scope)
    cases = {row.case for row in duties.requests} | {row.case for row in duties.unannounced}
    accesses = CaseAccess.of_all([*cases | {*duties.without_strategy}], scope)
    record_list("cases.listed", scope, accesses)
    return render(request, "cases/cms_duties.html", {"duties": duties, "most": SHOWN})


@access("case_reader")
def aid_requests(request: Request, pk: UUID) -> HttpResponse:
    """The requests of a case that she reads; who follows them for the CMS acts here."""
    case, seen = open_case(request, pk)
    offices = aid_offices(seen) if may("aid.follow", seen) else []
    rows = AidRequest.objects.open_in(seen).select_related(
        "office", "signed_by", "countersigned_by", "sent_by", "decided_by", "withdrawn_by"
    )
    running = {row.office_id for row in rows.running()}
    form, now = AidForm(request.POST or None, offices=offices), clock.now()
    if request.method == "POST" and form.is_valid():
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                file_aid(case, **form.cleaned_data, by=request.user, at=now)
                messages.success(request, _("La demande est notée ; ses délais courent."))
            return redirect("cases:aid_requests", pk)
    return show(
        request,
        "cases/aid_requests.html",
        seen,
        rows=[_row(row, seen, {office.pk for office in offices}) for row in rows],
        # One at a time; who sends a second one is told so.
        form=form if form.is_bound or {office.pk for office in offices} - running else None,
        withdraw_form=WithdrawAidForm(),
    )


def _row(row: AidRequest, seen: CaseAccess, offices: set[UUID]) -> dict[str, object]:
    """A request with the moves that are hers, and why the second signature isn't."""
    moves = [move.name for move in AID.possible(row.state)] if row.office_id in offices else []
    is_hers = row.signed_by_id == seen.scope.user.pk
    waits_for_another = row.state == AidState.SIGNED and bool(moves) and is_hers
    if waits_for_another:
        moves = [name for name in moves if name != "countersign"]
    return {"request": row, "moves": moves, "waits_for_another": waits_for_another}


@access("case_actor")
@require_POST
def aid_move(request: Request, pk: UUID) -> HttpResponse:
    """One step of a request: signed, controlled, sent, decided, withdrawn."""
    rows = AidRequest.objects.visible_to(request.scope)
    row = get_object_or_404(rows.select_related("case"), pk=pk)
    try:
        said = {name: request.POST.get(name, "") for name in ("move", "reason")}
        move_aid(row, **said, by=request.user, at=clock.now())
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, _("L’étape est notée."))
    return redirect("cases:aid_requests", row.case_id)

"""From the end of the term to the certificate: the list of the bureau and one page a case (P7)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.choices import Role
from accounts.models import User
from accounts.request import Request
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions import destructions, holds
from cases.choices import DestructionState, Tie
from cases.forms.retention import ArchiveAnswerForm, HoldForm
from cases.models import Case, Certificate, Destruction, LegalHold
from cases.permissions import ACTS, may, require_retention
from cases.reading import CaseAccess
from cases.retention import keeps_retention, retained_or_404, term_of, waiting_cases
from cases.rules import approving_side
from cases.views.door import show
from core import clock
from core.access import access
from core.context import acting
from core.refusal import Forbidden, Refusal, refusals_into
from documents.models import Document
from documents.reading import read_document

A_PAGE = 50
S = DestructionState
STEPS = (S.DUE, S.OFFERED, S.ANSWERED, S.PROPOSED, S.APPROVED, S.SECONDED)


@access("retention_keeper")
@acting("job:retention")
def retention(request: Request) -> HttpResponse:
    """What is due, what is on its way, what is suspended, what was destroyed."""
    if not keeps_retention(request.scope):
        raise Forbidden(_("La liste de conservation est tenue par le bureau CII."))
    rows = waiting_cases(clock.today()).select_related("home_office").order_by("number")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    begun = Destruction.objects.exclude(state=S.EXECUTED)
    held = LegalHold.objects.filter(lifted_at=None).select_related("case__home_office")
    shown = {case.pk for case in page}
    shown |= {row.case_id for row in begun} | {hold.case_id for hold in held}
    bases = [_as_keeper(request.scope, pk) for pk in sorted(shown)]
    record("retention.listed", kind=Kind.READ, by=request.user, at=clock.now(), cases=bases)
    context = {
        "page": page,
        "begun": begun,
        "held": held,
        "certificates": Certificate.objects.all()[:A_PAGE],
    }
    return render(request, "cases/retention.html", context)


def _as_keeper(scope: Scope, case_id: UUID) -> CaseBasis:
    """She reads this list by her office, whatever her tie to each case."""
    role = Role.CANTONAL_OFFICER if scope.holds(Role.CANTONAL_OFFICER) else Role.SECRETARIAT
    tie = Tie.OFFICER if role == Role.CANTONAL_OFFICER else Tie.SECRETARIAT
    return CaseBasis(case_id, tie.value, scope.in_role(role)[0].pk)


@access("case_actor")
@acting("job:retention")
def destruction(request: Request, pk: UUID) -> HttpResponse:
    """How far one case is on its way, and what the reader may do now."""
    return _page(request, _open(request, pk, "retention.read"))


@access("case_actor")
@acting("job:retention")
@require_POST
def destruction_offer(request: Request, pk: UUID) -> HttpResponse:
    """The file was offered to the State Archives."""
    seen = _open(request, pk, "destruction.propose")
    return _act(request, seen, destructions.offer_to_archives, _("L’offre est consignée."))


@access("case_actor")
@acting("job:retention")
@require_POST
def destruction_answer(request: Request, pk: UUID) -> HttpResponse:
    """The State Archives answered."""
    seen = _open(request, pk, "destruction.propose")
    form = ArchiveAnswerForm(request.POST)
    return _filled(request, seen, form, destructions.record_archive_answer, answer_form=form)


@access("case_actor")
@acting("job:retention")
@require_POST
def destruction_propose(request: Request, pk: UUID) -> HttpResponse:
    """Two other people are asked to approve."""
    seen = _open(request, pk, "destruction.propose")
    told = _("La destruction est proposée ; deux autres personnes doivent l’approuver.")
    return _act(request, seen, destructions.propose_destruction, told)


@access("case_actor")
@acting("job:retention")
@require_POST
def destruction_approve(request: Request, pk: UUID) -> HttpResponse:
    """One of the two approvals; the second orders the destruction."""
    seen = _open(request, pk, "destruction.approve")
    return _act(request, seen, destructions.approve_destruction, _("Votre approbation compte."))


@access("case_actor")
@acting("job:retention")
@require_POST
def hold_set(request: Request, pk: UUID) -> HttpResponse:
    """Nothing brings the case nearer to its destruction any more."""
    seen = _open(request, pk, "hold.set")
    form = HoldForm(request.POST)
    return _filled(request, seen, form, holds.set_hold, hold_form=form)


@access("case_actor")
@acting("job:retention")
@require_POST
def hold_lift(request: Request, pk: UUID) -> HttpResponse:
    """The destruction goes on where it stood."""
    seen = _open(request, pk, "hold.set")
    form = HoldForm(request.POST)
    return _filled(request, seen, form, holds.lift_hold, hold_form=form)


@access("certificate_reader")
@acting("job:retention")
def certificate(request: Request, pk: UUID) -> HttpResponse:
    """The sealed certificate, under the number of the case that is no more."""
    found = Certificate.objects.visible_to(request.scope).exclude(document=None)
    row = get_object_or_404(found, pk=pk)
    record(
        "certificate.exported",
        kind=Kind.EXPORT,
        by=request.user,
        at=clock.now(),
        cases=[CaseBasis(row.case_id)],
        object_id=row.pk,
    )
    headers = {"Content-Disposition": f'attachment; filename="{row.number}.pdf"'}
    content = read_document(get_object_or_404(Document, pk=row.document_id))
    return HttpResponse(content, content_type="application/pdf", headers=headers)


# --- how these views open, act and show ---------------------------------------------------------
def _open(request: Request, pk: UUID, act: str) -> CaseAccess:
    """The case for an act of retention. Raises Http404 and Forbidden as the act does."""
    seen = retained_or_404(request.scope, pk)
    require_retention(act, seen.case, by=request.user, at=clock.now())
    return seen


def _act(request: Request, seen: CaseAccess, action: Any, told: str) -> HttpResponse:
    """An act without a form; its refusal is told on the page that follows."""
    try:
        action(seen.case, by=request.user, at=clock.now())
    except Forbidden:
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal.reason))
    else:
        messages.success(request, told)
    return redirect("cases:destruction", seen.case.pk)


def _filled(
    request: Request, seen: CaseAccess, form: Form, action: Any, **forms: Form
) -> HttpResponse:
    """An act with a form; a refusal shows the page again with what was typed."""
    if form.is_valid():
        with refusals_into(form):
            action(seen.case, **form.cleaned_data, by=request.user, at=clock.now())
            messages.success(request, _("C’est noté."))
            return redirect("cases:destruction", seen.case.pk)
    return _page(request, seen, **forms)


def _page(request: Request, seen: CaseAccess, **forms: Form) -> HttpResponse:
    case: Case = seen.case
    row = Destruction.objects.filter(case_id=case.pk).first()
    term = term_of(case, clock.today())
    hold = LegalHold.objects.filter(case=case, lifted_at=None).select_related("set_by").first()
    state = row.state if row else S.DUE
    context: dict[str, Any] = {
        "term": term,
        "hold": hold,
        "is_keeper": keeps_retention(request.scope),
        "in_dossier": Case.objects.visible_to(request.scope).filter(pk=case.pk).exists(),
        "row": row,
        "state": state,
        "steps": _steps(row) if term else [],
        "is_open": term is not None and term.is_over(clock.today()) and hold is None,
        "may_hold": may("hold.set", seen) and term is not None,
        "may_propose": may("destruction.propose", seen),
        "may_approve": may("destruction.approve", seen),
        "not_hers": _not_hers(row, seen, request.user),
        "merged_files": case.merged_files.count(),
        "answer_form": ArchiveAnswerForm(initial={"answered_on": clock.today()}),
        "hold_form": HoldForm(),
    }
    return show(request, "cases/destruction.html", seen, "retention.read", **(context | forms))


def _not_hers(row: Destruction | None, seen: CaseAccess, user: User) -> str:
    """Why an approval that is still missing is not hers to give; blank where it is."""
    try:
        if row:
            approving_side(row, ACTS["destruction.approve"] & seen.ties, by=user)
    except Refusal as refusal:
        return str(refusal.reason)
    return ""


def _steps(row: Destruction | None) -> list[dict[str, Any]]:
    """How far it is, with who did each step and when."""
    state = S(row.state) if row else S.DUE
    rows: list[dict[str, Any]] = []
    for step in STEPS:
        at = getattr(row, f"{step}_at", None)
        by = getattr(row, f"{step}_by", None)
        stage = "current" if step == state else "done" if at else "todo"
        if step == S.DUE and state != S.DUE:
            stage = "done"
        note = f"{clock.day_of(at):%d.%m.%Y} · {by}" if at else ""
        rows.append({"label": capfirst(step.label), "state": stage, "note": note})
    return rows

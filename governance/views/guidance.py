"""General answers that everybody may look up, and how they are kept (C17)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.request import Request
from audit.choices import Kind
from audit.record import record
from cases.search import digest_of
from core import clock
from core.access import access
from core.full_text import holding
from core.refusal import Forbidden, refusals_into
from governance.actions.advice import draft_guidance, release_guidance, withdraw_guidance
from governance.advice_forms import GuidanceForm, ReleaseForm
from governance.choices import GuidanceState
from governance.models import Advice, Guidance
from governance.permissions import may_answer, may_coordinate, require_guidance_keeper
from governance.views.advice import find_advice
from governance.views.door import refusals_told

PER_PAGE = 25


@access("signed_in")
def guidance_list(request: Request) -> HttpResponse:
    """The released texts, or those that hold the words; words travel in no address (P9)."""
    words = request.POST.get("q", "").strip()[:200]
    rows: QuerySet[Any] = Guidance.objects.released()
    if words:
        rows = holding(rows, words, "question", "answer")
        record(
            "guidance.searched",
            kind=Kind.SEARCH,
            by=request.user,
            at=request.scope.at,
            term=digest_of(words),
        )
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    drafts = Guidance.objects.to_look_at(request.scope)
    context = {"page": page, "term": words, "drafts": drafts}
    return render(request, "governance/guidance_list.html", context)


@access("signed_in")
def guidance(request: Request, pk: UUID) -> HttpResponse:
    return _shown(request, _find(request, pk), ReleaseForm())


@access("signed_in")
@require_POST
def guidance_release(request: Request, pk: UUID) -> HttpResponse:
    """Release a draft after the second look."""
    row = _find(request, pk)
    require_guidance_keeper(by=request.user, at=request.scope.at)
    form = ReleaseForm(request.POST)
    if form.is_valid():
        with refusals_into(form):
            release_guidance(row, by=request.user, at=clock.now())
            messages.success(request, _("Le repère est publié."))
            return redirect("governance:guidance", row.pk)
    return _shown(request, row, form)


@access("signed_in")
@require_POST
def guidance_withdraw(request: Request, pk: UUID) -> HttpResponse:
    row = _find(request, pk)
    with refusals_told(request):
        withdraw_guidance(row, by=request.user, at=clock.now())
        messages.success(request, _("Le repère est retiré."))
    return redirect("governance:guidance_list")


@access("signed_in")
def guidance_draft(request: Request, pk: UUID) -> HttpResponse:
    """Make a general text of an answer."""
    row = find_advice(request, pk)
    if not may_answer(request.scope, row):
        raise Forbidden(_("Un repère est proposé par la personne à qui la question est posée."))
    return _draft(request, row, {"answer": row.answer})


@access("signed_in")
def guidance_replace(request: Request, pk: UUID) -> HttpResponse:
    """Write a new text in place of a released one."""
    row = _find(request, pk)
    require_guidance_keeper(by=request.user, at=request.scope.at)
    return _draft(request, row.advice, {"question": row.question, "answer": row.answer})


def _find(request: Request, pk: UUID) -> Guidance:
    rows = Guidance.objects.visible_to(request.scope).select_related(
        "advice", "drafted_by", "released_by", "withdrawn_by"
    )
    return get_object_or_404(rows, pk=pk)


def _draft(request: Request, advice: Advice, initial: dict[str, str]) -> HttpResponse:
    form = GuidanceForm(request.POST or None, initial=initial, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            now = clock.now()
            row = draft_guidance(advice, **form.texts, by=request.user, at=now)
            messages.success(request, _("Le texte attend la relecture d’une deuxième personne."))
            return redirect("governance:guidance", row.pk)
    return render(request, "governance/guidance_draft.html", {"form": form})


def _shown(request: Request, row: Guidance, form: ReleaseForm) -> HttpResponse:
    keeps = may_coordinate(request.scope)
    is_draft = row.state == GuidanceState.DRAFT
    context = {
        "guidance": row,
        "form": form,
        "is_draft": is_draft,
        "is_released": row.state == GuidanceState.RELEASED,
        "keeps": keeps,
        "may_release": keeps and is_draft and row.drafted_by_id != request.user.pk,
        "tone": {"draft": "warning", "released": "success"}.get(row.state, "neutral"),
    }
    return render(request, "governance/guidance.html", context)

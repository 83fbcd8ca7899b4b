"""Questions of professionals to those who advise them, and the answers (C17)."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.actions.submissions import once
from accounts.request import Request
from audit.choices import Kind
from audit.record import record
from core import clock
from core.access import access
from core.refusal import refusals_into
from governance.actions.advice import answer_advice, ask_advice
from governance.advice_forms import AnswerForm, AskForm
from governance.choices import AdviceState
from governance.models import Advice
from governance.permissions import may_answer, require_answerer

PER_PAGE = 25


@access("signed_in")
def advice_list(request: Request) -> HttpResponse:
    """Her own questions and those put to her, those that wait first."""
    rows = Advice.objects.visible_to(request.scope).select_related("office", "post", "asked_by")
    page = Paginator(rows.order_by("-state", "-asked_at", "pk"), PER_PAGE)
    record("advice.listed", kind=Kind.READ, by=request.user, at=request.scope.at)
    context = {"page": page.get_page(request.GET.get("page"))}
    return render(request, "governance/advice_list.html", context)


@access("signed_in")
def advice_ask(request: Request) -> HttpResponse:
    """Put a question; what seems to tell of somebody is shown before it leaves."""
    form = AskForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        with refusals_into(form), once(form, by=request.user, at=now) as sent:
            if sent.is_new:
                ask_advice(**form.texts, to=form.addressee, by=request.user, at=now)
            messages.success(request, _("Votre question est envoyée ; la réponse arrive ici."))
            return redirect("governance:advice_list")
    return render(request, "governance/advice_ask.html", {"form": form})


@access("signed_in")
def advice(request: Request, pk: UUID) -> HttpResponse:
    """The exchange, for who asked and who answers."""
    row = find_advice(request, pk)
    record("advice.read", kind=Kind.READ, by=request.user, at=request.scope.at, object_id=row.pk)
    context = {
        "advice": row,
        "answers": may_answer(request.scope, row),
        "is_open": row.state == AdviceState.OPEN,
        "guidance": row.guidance.visible_to(request.scope),
    }
    return render(request, "governance/advice.html", context)


@access("signed_in")
def advice_answer(request: Request, pk: UUID) -> HttpResponse:
    """Answer, with the question in sight."""
    row = find_advice(request, pk)
    require_answerer(row, by=request.user, at=request.scope.at)
    form = AnswerForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            answer_advice(row, **form.texts, by=request.user, at=clock.now())
            messages.success(request, _("Votre réponse est envoyée."))
            return redirect("governance:advice", row.pk)
    if request.method != "POST":
        now = request.scope.at
        record("advice.read", kind=Kind.READ, by=request.user, at=now, object_id=row.pk)
    return render(request, "governance/advice_answer.html", {"form": form, "advice": row})


def find_advice(request: Request, pk: UUID) -> Advice:
    """A question that she asked or answers. Raises Http404."""
    rows = Advice.objects.visible_to(request.scope)
    return get_object_or_404(
        rows.select_related("office", "post", "asked_by", "answered_by"), pk=pk
    )

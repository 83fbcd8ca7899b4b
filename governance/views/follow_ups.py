"""The quarterly review: only what changed since the last one, and what is out of time (C12)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.request import Request
from cases.actions.follow_ups import review
from cases.choices import FollowUpResult
from cases.forms.acts import ReviewForm
from cases.models import FollowUp
from cases.permissions import may
from cases.reading import CaseAccess
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into
from governance.reviews import sheet

# What a review leads to: the permission of the act, and its page.
FOLLOWING = {
    FollowUpResult.ADAPT: ("plan.draft", "cases:plan"),
    FollowUpResult.MEETING: ("meeting.convene", "governance:plan_meeting"),
    FollowUpResult.CLOSE: ("case.close", "governance:case_close"),
}


@access("case_actor")
def follow_up_review(request: Request, pk: UUID) -> HttpResponse:
    """An unchanged case takes one key; what is decided leads to its act."""
    case, seen = open_case(request, pk, "follow_up.review")
    due = FollowUp.objects.open().filter(case=case).first()
    if due is None:
        return redirect("dossier", pk)
    found = sheet(seen, due)
    form = ReviewForm(request.POST or None, initial={"next_on": found.next_on})
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            following = review(due, **form.cleaned_data, by=request.user, at=clock.now())
            next_on = date_format(following.due_on, "SHORT_DATE_FORMAT")
            messages.success(request, _("Suivi enregistré. Prochain suivi : %s.") % next_on)
            return _go_on(seen, form.cleaned_data["result"])
    return show(request, "governance/follow_up_review.html", seen, form=form, sheet=found)


def _go_on(seen: CaseAccess, result: str) -> HttpResponse:
    """To the act that she decided on, where it is hers; the coordination was told otherwise."""
    act, page = FOLLOWING.get(FollowUpResult(result), ("", "dossier"))
    if act and not may(act, seen):
        page = "dossier"
    return redirect(page) if page == "governance:plan_meeting" else redirect(page, seen.case.pk)

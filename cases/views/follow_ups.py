"""The quarterly review: only what changed since the last one (C12)."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.request import Request
from cases.actions.follow_ups import review
from cases.forms.acts import ReviewForm
from cases.models import FollowUp
from cases.timeline import happened
from cases.views.door import open_case, show
from core import clock
from core.access import access
from core.refusal import refusals_into


@access("case_actor")
def follow_up_review(request: Request, pk: UUID) -> HttpResponse:
    """An unchanged case takes one click; the next date follows by itself."""
    case, seen = open_case(request, pk, "follow_up.review")
    follow_up = get_object_or_404(FollowUp.objects.open(), case=case)
    last = FollowUp.objects.filter(case=case).exclude(reviewed_at=None).first()
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_into(form):
            following = review(follow_up, **form.cleaned_data, by=request.user, at=clock.now())
            next_on = date_format(following.due_on, "SHORT_DATE_FORMAT")
            messages.success(request, _("Suivi enregistré. Prochain suivi : %s.") % next_on)
            return redirect("dossier", pk)
    since = last.reviewed_at if last else case.triaged_at
    return show(
        request,
        "cases/follow_up_review.html",
        seen,
        form=form,
        due=follow_up,
        since=since,
        changes=happened(seen, since),
    )

"""What waits for who follows a case: reviews, and whether the result of a closed one holds."""

from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Setting
from accounts.scope import Scope
from cases.choices import AssignmentKind
from cases.models import Assignment, Case, DurableResult, FollowUp
from cii.acts import REVIEW_AHEAD
from cii.waiting_rows import Waiting, case_row


def to_review(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Reviews of the cases that she coordinates or manages."""
    managed = Assignment.objects.open().filter(user=scope.user, kind=AssignmentKind.CASE_MANAGER)
    mine = Q(post__in=list(scope.posts)) | Q(pk__in=managed.values("case"))
    rows = FollowUp.objects.open().filter(
        case__in=Case.objects.visible_to(scope).filter(mine),
        due_on__lte=scope.day + REVIEW_AHEAD,
    )
    rows = rows.annotate(is_hers=Exists(managed.filter(case=OuterRef("case"))))
    for row in rows.select_related("case").order_by("due_on", "case__number")[:limit]:
        url = reverse("governance:follow_up_review", args=[row.case_id])
        post = None if row.is_hers else row.case.post_id
        why = _("Suivi trimestriel à faire")
        yield Waiting(row.case.number, url, why, row.due_on, row.case_id, post)


def unreviewed(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Reviews so late that they reached the cantonal officer: number and days (C12)."""
    if not scope.holds(Role.CANTONAL_OFFICER):
        return
    days = Setting.objects.value("follow_up_escalation_days", scope.day)
    rows = FollowUp.objects.open().filter(
        due_on__lte=scope.day - timedelta(days=days), case__in=Case.objects.visible_to(scope)
    )
    rows = rows.exclude(case__post__in=list(scope.posts)).select_related("case")
    for row in rows.order_by("due_on", "case__number")[:limit]:
        day = date_format(row.due_on, "SHORT_DATE_FORMAT")
        yield case_row(row.case, _("Suivi trimestriel non fait depuis le %s") % day)


def to_ask(scope: Scope, limit: int) -> Iterator[Waiting]:
    """Whether results hold, asked of the home dispositifs whose répondant she is (C13)."""
    places = [
        Q(case__home_office=mandate.office_id, case__population=mandate.population)
        for mandate in scope.in_role(Role.REPONDANT)
    ]
    rows = DurableResult.objects.open().filter(
        reduce(or_, places), case__in=Case.objects.visible_to(scope)
    )
    for row in rows.select_related("case").order_by("due_on", "case__number")[:limit]:
        day = date_format(localtime(row.closed_at), "SHORT_DATE_FORMAT")
        url = reverse("cases:result_answer", args=[row.case_id])
        why = _("Clôturé le %s : le résultat tient-il ?") % day
        yield Waiting(row.case.number, url, why, row.due_on, row.case_id)

"""After which closures it is asked whether the result holds, and when (C13)."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef

from accounts.models import Closure, Setting
from cases.choices import CaseState, Outcome
from cases.models import Case, DurableResult
from cases.querysets import CaseQuerySet
from cases.result_queries import may_be_asked
from core import clock
from core.working_days import add_working_days, is_working_day

# Who left the canton or took her consent back is not followed any more.
ASKED = [outcome for outcome in Outcome if outcome not in (Outcome.WITHDRAWN, Outcome.MOVED)]


def due_cases(day: date) -> CaseQuerySet:
    """The closed cases to ask about on a day; none on a day off, never before the months are over.

    A case that was never triaged was not followed: nothing came of it.
    """
    closures = set(Closure.objects.values_list("day", flat=True))
    if not is_working_day(day, closures):
        return Case.objects.none()
    months = Setting.objects.value("durable_result_months", day)
    last_day = day - relativedelta(months=months)
    asked = DurableResult.objects.filter(case=OuterRef("pk"), closed_at=OuterRef("closed_at"))
    return Case.objects.filter(
        may_be_asked(),
        ~Exists(asked),
        state=CaseState.CLOSED,
        outcome__in=ASKED,
        closed_at__lt=clock.start_of(last_day + timedelta(days=1)),
    ).exclude(triaged_at=None)


def answer_due_on(day: date) -> date:
    """Until when it is to be answered, in working days of Valais."""
    closures = set(Closure.objects.values_list("day", flat=True))
    return add_working_days(day, Setting.objects.value("durable_result_days", day), closures)

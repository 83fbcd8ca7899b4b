"""What the ladders of late things share: how far each rung has come, and whom it may tell."""

from datetime import date, datetime
from typing import Any

from accounts.models import Closure, Mandate, Setting, User
from accounts.scope import Scope
from cases.models import Case
from core.working_days import add_working_days, working_days_before


def days_reached(setting: str, today: date) -> dict[str, date]:
    """For each rung of a ladder, in its order, the last term that has come to it today.

    The setting gives its working day after the term; negative: before.
    """
    closures = set(Closure.objects.values_list("day", flat=True))
    ladder: dict[str, int] = Setting.objects.value(setting, today)
    return {
        name: add_working_days(today, -day, closures)
        if day < 0
        else working_days_before(today, day, closures)
        for name, day in sorted(ladder.items(), key=lambda rung: rung[1])
    }


def holders(day: date, **held: Any) -> list[User]:
    """Who holds such a mandate on a day."""
    mandates = Mandate.objects.live(day).filter(**held, user__is_active=True)
    return list(dict.fromkeys(mandate.user for mandate in mandates.select_related("user")))


def sees(user: User, case: Case, at: datetime) -> bool:
    """Whether the case is open to her, so that she is led to it."""
    return Case.objects.visible_to(Scope.of(user, at)).filter(pk=case.pk).exists()

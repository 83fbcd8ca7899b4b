from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from accounts.choices import Capacity


def live_on(day: date) -> Q:
    """Dated rows in force on a day: `valid_until` is the last day."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


class DatedQuerySet(models.QuerySet):
    """Rows with `valid_from` and `valid_until`, both included."""

    def live(self, day: date) -> Self:
        return self.filter(live_on(day))


class MandateQuerySet(DatedQuerySet):
    def of(self, user) -> Self:
        """The mandates of a person who may still sign in."""
        return self.filter(user=user, user__is_active=True)

    def rivals_of(self, mandate) -> Self:
        """The same office held by the same person, and the holders of the same post."""
        same = Q(
            user=mandate.user,
            role=mandate.role,
            office=mandate.office,
            post=mandate.post,
            body=mandate.body,
            population=mandate.population,
        )
        if mandate.post and mandate.capacity != Capacity.DEPUTY:
            same |= Q(post=mandate.post) & ~Q(capacity=Capacity.DEPUTY)
        return self.filter(same)


DEFAULTS = {
    "case_number_prefix": "VS",
    "follow_up_months": 3,
    "follow_up_reminder_days": [-14, -3, 1, 7],
    "follow_up_escalation_days": 14,
    "procuration_months": 24,
    "documents_due_days": 14,
    "tro_label_fr": "TRO",
    "tro_label_de": "TRO",
}


class SettingQuerySet(models.QuerySet):
    def value(self, key: str, day: date):
        """The value in force on a day; the shipped default where nobody set one.

        Raises `KeyError` for a key that no default names: a typing error never yields `None`.
        """
        default = DEFAULTS[key]
        rows = self.filter(key=key, valid_from__lte=day).order_by("-valid_from")
        value = rows.values_list("value", flat=True).first()
        return default if value is None else value

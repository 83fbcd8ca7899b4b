from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.choices import Capacity, Role


def live_on(day: date) -> Q:
    """Dated rows in force on a day: `valid_until` is the last day."""
    return Q(valid_from__lte=day) & (Q(valid_until=None) | Q(valid_until__gte=day))


class DatedQuerySet(models.QuerySet):
    """Rows with `valid_from` and `valid_until`, both included."""

    def live(self, day: date) -> Self:
        return self.filter(live_on(day))

    def ending_after(self, day: date) -> Self:
        """In force on that day or later."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gte=day))


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

    def deputies_of(self, user, day: date) -> Self:
        """The mandates, on a day, of the deputies of the coordination posts that she holds."""
        at_posts = self.live(day).filter(role=Role.COORDINATOR)
        held = at_posts.filter(user=user).exclude(capacity=Capacity.DEPUTY).values("post")
        return at_posts.filter(post__in=held, capacity=Capacity.DEPUTY, user__is_active=True)


class CalendarKeyQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not revoked."""
        return self.filter(revoked_at=None)

    def of_token(self, token: str) -> Self:
        """The standing key of a token; the token is long and random, so its hash needs no salt."""
        return self.standing().filter(digest=digest_of(token), user__is_active=True)


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


DEFAULTS = {
    "case_number_prefix": "VS",
    "follow_up_months": 3,
    "follow_up_reminder_days": [-14, -3, 1, 7],
    # After the reminders: the coordination, then the cantonal officer (C12).
    "follow_up_coordination_days": 10,
    "follow_up_escalation_days": 14,
    # After a closure: when its result is asked for, and working days to answer (C13).
    "durable_result_months": 6,
    "durable_result_days": 10,
    "procuration_months": 24,
    "procuration_reminder_days": [30, 7],
    "access_request_days": 30,
    # Working days to take up a collaboration request, and on which day after that term (before it:
    # negative) whom is told (C7).
    "request_days": 10,
    "request_urgent_days": 3,
    "request_ladder": {"repondant": -3, "colleagues": 1, "manager": 3, "officer": 6},
    # Days in which the commune decides on social aid (CMS mandate), how many of them it needs the
    # file before, and on which working day around that term whom is told (C14).
    "aid_decision_days": 30,
    "aid_lead_days": 10,
    "aid_ladder": {"soon": -5, "late": 1, "manager": 3},
    # Working days in which an announcement is triaged (C6).
    "triage_days": 5,
    # A case is stuck: passed on so often in so many months, or silent for so many (C6).
    "deadlock_passes": 2,
    "deadlock_passes_months": 12,
    "deadlock_silence_months": 3,
    # Working days for each stage of a dispute, and on which day after its term whom is told (C8).
    "dispute_days": {"coordination": 10, "officer": 10, "commission": 20},
    "dispute_ladder": {"reminder": 1, "next": 4},
    "documents_due_days": 14,
    # From which hour of a working day on the daily digest goes out (C15).
    "digest_hour": 7,
    # Months after which a case may be destroyed, by outcome (P7).
    "retention_months_job": 60,
    "retention_months_training": 60,
    "retention_months_ai_measure": 60,
    "retention_months_ai_pension": 120,
    "retention_months_social_measure": 60,
    "retention_months_back": 24,
    "retention_months_withdrawn": 12,
    "retention_months_moved": 24,
    "retention_months_other": 60,
    "retention_months_dropped": 6,
    "retention_months_unannounced": 6,
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

    def values_of(self, keys: Iterable[str], day: date) -> dict[str, Any]:
        """The values of several keys in one query; raises `KeyError` as `value` does."""
        found = {key: DEFAULTS[key] for key in keys}
        rows = self.filter(key__in=found, valid_from__lte=day).order_by("valid_from")
        return found | dict(rows.values_list("key", "value"))

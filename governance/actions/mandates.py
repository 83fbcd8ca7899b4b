"""Beginning and ending of mandates and absences; the traces of them are kept above `accounts`."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.models import Absence, Mandate, User
from accounts.permissions import require_giver, require_keeper, require_teller
from accounts.rules import check_absence, check_end, check_mandate
from audit.choices import Kind
from audit.record import record
from core.clock import day_of
from governance.actions.leaving import close_vacancies, tell_of_open_things


@transaction.atomic
def begin_mandate(mandate: Mandate, *, by: User, at: datetime) -> Mandate:
    """Store a new mandate; it opens what it opens from its first day on (G2).

    Raises `Forbidden` unless she keeps mandates, and for a mandate of her own; `Refusal` where the
    role, the place and the days don't fit, or the office is held already.
    """
    User.objects.select_for_update().get(pk=mandate.user_id)
    require_giver(mandate.user, by=by, at=at)
    check_mandate(mandate, Mandate.objects.rivals_of(mandate))
    mandate.save(force_insert=True)
    record(
        "mandate.begun",
        kind=Kind.ACT,
        by=by,
        at=at,
        object_id=mandate.pk,
        person=mandate.user_id,
        role=mandate.role,
        first_day=mandate.valid_from,
        last_day=mandate.valid_until,
    )
    close_vacancies(mandate, at=at)
    return mandate


@transaction.atomic
def end_mandate(
    mandate: Mandate, *, by: User, at: datetime, last_day: date | None = None
) -> Mandate:
    """Set the last day of a mandate; without one it was yesterday, so that access ends now (G2).

    What she has in hand waits for no one: whoever may pass it on is told of it.

    Raises `Forbidden` unless she keeps mandates, `Refusal` where an earlier end stands.
    """
    locked = Mandate.objects.select_for_update().get(pk=mandate.pk)
    require_keeper(by=by, at=at)
    last_day = last_day or day_of(at) - timedelta(days=1)
    check_end(locked, last_day)
    locked.valid_until = last_day
    locked.save(update_fields=["valid_until"])
    record("mandate.ended", kind=Kind.ACT, by=by, at=at, object_id=locked.pk, last_day=last_day)
    tell_of_open_things(locked, at=at)
    return locked


@transaction.atomic
def record_absence(absence: Absence, *, by: User, at: datetime) -> Absence:
    """Store an absence, during which deputies act (C15).

    Raises `Forbidden` for somebody else's unless she keeps mandates, `Refusal` where it overlaps or
    who is to act is no deputy of hers.
    """
    User.objects.select_for_update().get(pk=absence.user_id)
    require_teller(absence.user, by=by, at=at)
    deputies = Mandate.objects.deputies_of(absence.user, absence.valid_from)
    others = Absence.objects.filter(user=absence.user)
    check_absence(absence, others, deputies.values_list("user", flat=True))
    absence.save(force_insert=True)
    record(
        "absence.recorded",
        kind=Kind.ACT,
        by=by,
        at=at,
        object_id=absence.pk,
        person=absence.user_id,
        first_day=absence.valid_from,
        last_day=absence.valid_until,
        deputy=absence.deputy_id,
    )
    return absence


@transaction.atomic
def end_absence(absence: Absence, *, last_day: date, by: User, at: datetime) -> Absence:
    """Set the last day of an absence; raises as `record_absence`."""
    locked = Absence.objects.select_for_update().get(pk=absence.pk)
    require_teller(locked.user, by=by, at=at)
    check_end(locked, last_day)
    locked.valid_until = last_day
    locked.save(update_fields=["valid_until"])
    record("absence.ended", kind=Kind.ACT, by=by, at=at, object_id=locked.pk, last_day=last_day)
    return locked

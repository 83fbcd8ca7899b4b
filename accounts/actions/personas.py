from datetime import date, timedelta

from django.db import transaction

from accounts.actions.reference import Loaded
from accounts.models import Body, CoordinationPost, Mandate, Office, Release, User
from accounts.personas import PERSONAS, Persona, Seat

YEARS_IN_OFFICE = 3
GONE_SINCE = timedelta(days=30)


@transaction.atomic
def load_personas(today: date) -> dict[str, User]:
    """The cast of the demonstration by key, with its mandates as of a day; re-runnable.

    Needs the reference data. Raises `DoesNotExist` where an office of a seat is missing.
    """
    return {persona.key: _load(persona, today) for persona in PERSONAS}


def _load(persona: Persona, today: date) -> User:
    loaded = Loaded()
    user = loaded.put(
        User,
        {"email": persona.email},
        {
            "first_name": persona.first_name,
            "last_name": persona.last_name,
            "language": persona.language,
            "is_staff": persona.is_staff,
        },
    )
    for seat in persona.seats:
        last_day = today - GONE_SINCE if seat.has_ended else None
        begun_on = date(today.year - YEARS_IN_OFFICE, 1, 1)
        mandate = loaded.put(
            Mandate,
            {"user": user, "role": seat.role, "population": seat.population, **_place(seat)},
            {"capacity": seat.capacity},
            {"valid_from": begun_on, "valid_until": last_day},
        )
        if seat.released:
            loaded.put(
                Release, {"mandate": mandate}, {"percent": seat.released}, {"valid_from": begun_on}
            )
    return user


def _place(seat: Seat) -> dict[str, Office | CoordinationPost | Body | None]:
    return {
        "office": Office.objects.get(code=seat.office) if seat.office else None,
        "post": CoordinationPost.objects.get(code=seat.post) if seat.post else None,
        "body": Body.objects.get(kind=seat.body, region=None) if seat.body else None,
    }

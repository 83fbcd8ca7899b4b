"""The whole year at once: every case with its fate, every meeting with its cases."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from accounts.choices import Population
from cases.choices import Outcome, Path
from cii.demo.days import ONE_DAY, dice, earlier, hour, later, midnight, office_hour
from cii.demo.places import AREAS
from cii.demo.profiles import PROFILES
from cii.demo.sittings import Sitting, write_sittings
from cii.demo.story import Life, a_life

ANNOUNCED = 180
DROPPED = 14
DAYS = 360
# Consents: days since they ended, until they end, working days since they were withdrawn; how many
# were withdrawn or narrowed before.
EXPIRED_AGO, EXPIRES_IN, JUST_WITHDRAWN = (3, 8), (3, 6, 12, 18, 25), (1, 3)
WITHDRAWN, NARROWED = 4, 4
HALF_A_YEAR = timedelta(days=180)
CLOSED_SHARE = 0.36
SION, SIERRE, MARTIGNY, MONTHEY, HIGH = AREAS
BY_CODE = {profile.code: profile for profile in PROFILES}

# What waits today for somebody: where, which situation, which dispositif.
FLAGGED = (
    (SION, "end_of_rights", "orp"),
    (SION, "exhaustion", "orp"),
    (SION, "youth_break_off", "orp"),
    (SION, "long_social_aid", "cms"),
    (SION, "asylum", "oasi"),
    (SION, "youth_without_solution", "t1"),
    (SIERRE, "older_worker", "orp"),
    (SIERRE, "single_parent", "cms"),
    (MARTIGNY, "without_diploma", "orp"),
    (MARTIGNY, "fragile_stability", "cms"),
    (MONTHEY, "self_employed", "orp"),
    (MONTHEY, "long_social_aid", "cms"),
    (HIGH, "end_of_rights", "orp"),
    (HIGH, "single_parent", "cms"),
    (HIGH, "after_accident", "oai"),
)
CONFIRMED = (
    (SION, "older_worker", "orp"),
    (SION, "self_employed", "cms"),
    (SIERRE, "end_of_rights", "orp"),
    (MARTIGNY, "single_parent", "orp"),
    (MARTIGNY, "youth_break_off", "orp"),
    (MONTHEY, "fragile_stability", "cms"),
    (HIGH, "without_diploma", "orp"),
    (HIGH, "long_social_aid", "cms"),
)
WAITING = (
    (SION, "end_of_rights", "orp"),
    (SIERRE, "single_parent", "cms"),
    (MARTIGNY, "older_worker", "orp"),
    (MONTHEY, "fragile_stability", "cms"),
    (HIGH, "exhaustion", "orp"),
    (HIGH, "self_employed", "orp"),
    (SION, "youth_without_solution", "t1"),
)
# Triaged to the TRO that is in preparation.
FRESH = (
    (SION, "long_social_aid", "cms"),
    (SIERRE, "older_worker", "orp"),
    (SION, "after_accident", "oai"),
    (MARTIGNY, "end_of_rights", "orp"),
    (MONTHEY, "single_parent", "orp"),
    (HIGH, "end_of_rights", "orp"),
    (HIGH, "fragile_stability", "cms"),
    (SIERRE, "youth_break_off", "orp"),
    (MARTIGNY, "youth_without_solution", "t1"),
)
OUTCOMES = {
    Outcome.JOB: 34,
    Outcome.TRAINING: 12,
    Outcome.AI_MEASURE: 12,
    Outcome.AI_PENSION: 4,
    Outcome.SOCIAL_MEASURE: 9,
    Outcome.BACK: 20,
    Outcome.MOVED: 4,
    Outcome.OTHER: 3,
}


# Followed twice: where it waits for its triage, where it is followed, whether it is one person.
DOUBLES = (
    ((MONTHEY, "fragile_stability", "cms"), (MONTHEY, "single_parent", "orp"), True),
    ((HIGH, "exhaustion", "orp"), (HIGH, "fragile_stability", "cms"), False),
)


@dataclass(frozen=True)
class Double:
    """Two cases of people who bear one name and were born on one day."""

    waiting: Life
    followed: Life
    is_one_person: bool


@dataclass(frozen=True)
class Year:
    """A story: what happens from the first flag to the eve of `today`."""

    seed: int
    today: date
    lives: list[Life]
    sittings: list[Sitting]
    doubles: list[Double]


def write_year(seed: int, today: date, announced: int = ANNOUNCED) -> Year:
    """The story of the year before a day, with so many announcements."""
    chance = dice(seed, "year")
    first, last = today - timedelta(days=DAYS), earlier(today, 14)
    at_the_end = _waiting(seed, today)
    doubles = _doubles(at_the_end)
    regular = max(0, announced - len(WAITING) - len(FRESH))
    start = len(at_the_end)
    lives = [a_life(seed, start + n, first, last) for n in range(regular)]
    dropped = [
        _drop(a_life(seed, start + regular + n, first, last))
        for n in range(round(DROPPED * announced / ANNOUNCED))
    ]
    everyone = at_the_end + lives + dropped
    sittings = write_sittings(seed, everyone, today)
    for life in lives:
        _end(life, chance, today)
    _change_consents(lives, chance, today)
    return Year(seed, today, everyone, sittings, doubles)


def _waiting(seed: int, today: date) -> list[Life]:
    """The cases with which the cast begins the day."""
    lives: list[Life] = []
    for table, stage in ((FLAGGED, 0), (CONFIRMED, 1), (WAITING, 2), (FRESH, 3)):
        for area, code, kind in table:
            index = len(lives)
            days_ago = 1 + index % 3 + (5 if stage == 3 else 0)
            day = earlier(today, days_ago)
            profile = BY_CODE[code]
            life = a_life(seed, index, day, day, area=area, profile=profile, kind=kind)
            _stop(life, stage, today, days_ago)
            lives.append(life)
    return lives


def _doubles(lives: list[Life]) -> list[Double]:
    """Give two pairs of cases one name and birth date, where both are young or both are not."""
    start = len(FLAGGED) + len(CONFIRMED)
    found = []
    for waiting, followed, is_one_person in DOUBLES:
        first = lives[start + WAITING.index(waiting)]
        second = lives[start + len(WAITING) + FRESH.index(followed)]
        if first.population == second.population:
            first.person = replace(second.person)
            found.append(Double(first, second, is_one_person))
    return found


def _stop(life: Life, stage: int, today: date, days_ago: int) -> None:
    """Leave the case where it waits: flagged, confirmed, announced, triaged to a TRO."""
    if stage == 0:
        life.flagged = office_hour(life.chance, earlier(today, days_ago))
        life.confirmed = life.signed = life.announced = life.triaged = None
    elif stage == 1:
        life.flagged = office_hour(life.chance, earlier(today, days_ago + 4))
        life.confirmed = office_hour(life.chance, earlier(today, days_ago + 2))
        is_signed = life.index % 2 == 0
        life.signed = office_hour(life.chance, earlier(today, days_ago)) if is_signed else None
        life.announced = life.triaged = None
    elif stage == 2:
        life.triaged = None
    else:
        life.triaged = office_hour(life.chance, earlier(today, days_ago - 3))
        life.path = Path.TRO


def _drop(life: Life) -> Life:
    """A flag that comes to nothing."""
    day = later(life.chance, life.flagged.date(), 1, 6)
    life.dropped = office_hour(life.chance, day)
    life.confirmed = life.signed = life.announced = life.triaged = None
    return life


def _end(life: Life, chance: Random, today: date) -> None:
    """Some cases come to their end within the year."""
    triaged_on = life.triaged_on
    if life.path == Path.NONE:
        life.closed, life.outcome = life.triaged, Outcome.BACK
        return
    if life.path_due_on is None:
        life.path_due_on = triaged_on + timedelta(days=30)
    if life.free_from == date.max:
        life.free_from = triaged_on + timedelta(days=45)
    day = later(chance, max(life.free_from, triaged_on + timedelta(days=75)), 1, 150)
    if day < today and chance.random() < CLOSED_SHARE:
        life.closed = hour(day, 16, 30)
        weights = dict(OUTCOMES)
        if life.population == Population.YOUTH:
            weights |= {Outcome.TRAINING: 50, Outcome.AI_PENSION: 0}
        life.outcome = chance.choices(list(weights), list(weights.values()))[0]


def _change_consents(lives: list[Life], chance: Random, today: date) -> None:
    """A few consents are withdrawn, narrowed, renewed, about to end, or have just ended."""
    free = [
        life
        for life in lives
        if life.closed is None and life.free_from < today - timedelta(days=20)
    ]
    chance.shuffle(free)
    for life, days in zip(free, EXPIRED_AGO, strict=False):
        life.consent_until = today - timedelta(days=days)
    free = free[len(EXPIRED_AGO) :]
    for life, days in zip(free, EXPIRES_IN, strict=False):
        life.consent_until = today + timedelta(days=days)
    free = free[len(EXPIRES_IN) :]
    for life, days in zip(free, JUST_WITHDRAWN, strict=False):
        life.withdrawn = office_hour(chance, earlier(today, days))
    free = free[len(JUST_WITHDRAWN) :]
    for life in free[:WITHDRAWN]:
        _withdraw(life, chance, today)
    free = free[WITHDRAWN:]
    for life in free[:NARROWED]:
        day = later(chance, life.free_from, 1, 10)
        life.narrowed = office_hour(chance, min(day, earlier(today, 2)))
    for life in free[NARROWED:]:
        until = life.triaged_on + HALF_A_YEAR
        if until < today and life.index % 3 == 0:
            life.consent_until = until
            life.renewed = hour(earlier(until, 6), 10, 15)


def _withdraw(life: Life, chance: Random, today: date) -> None:
    """Withdrawn some time ago: the coordination has closed the case since."""
    span = (today - ONE_DAY - life.free_from).days
    day = later(chance, life.free_from + timedelta(days=span // 3), 0, 2)
    life.withdrawn = office_hour(chance, day)
    closed = hour(later(chance, day, 2, 4), 16)
    if closed < midnight(today):
        life.closed, life.outcome = closed, Outcome.WITHDRAWN

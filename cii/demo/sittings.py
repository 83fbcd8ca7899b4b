"""Which cases meet at which table: three to six a TRO, one an assessment (domain 4)."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from cases.choices import Path
from cii.demo.days import ONE_DAY, dice, earlier, hour, later, midnight
from cii.demo.places import COORDINATORS, OFFICER, ROOMS, SECRETARIES
from cii.demo.story import Life
from cii.demo.texts import LANGUAGES

# What is still to come, and how long ago the last TRO of a post sat, in days: its minutes are then
# being written, or re-read.
COMING, PREPARED = 7, 27
LAST_TRO = {"valais-central": 12, "bas-valais": 4, "haut-valais": 13}
FRESH = timedelta(days=9)
TRO_SIZE = (4, 5)
FEWEST, MOST = 3, 6
TIME_TO_CONVENE = 7


@dataclass
class Sitting:
    """One meeting and its days; acts that lie after the end of the year just don't happen."""

    index: int
    kind: str
    post: str
    chair: str
    organiser: str
    language: str
    place: str
    starts: datetime
    planned: datetime
    convened: datetime | None
    lives: list[Life] = field(default_factory=list)
    titles: tuple[str, ...] = ()

    def after(self, fewest: int, most: int) -> datetime:
        """A moment some working days after it."""
        chance = dice(self.index, "after", self.starts, fewest)
        return hour(later(chance, self.starts.date(), fewest, most), 10, chance.randrange(0, 60, 5))

    @property
    def circulated(self) -> datetime:
        return self.after(3, 5)

    @property
    def adopted(self) -> datetime:
        return self.after(9, 12)


def write_sittings(seed: int, lives: list[Life], today: date) -> list[Sitting]:
    """Every meeting of the year; sets on each case the date of its path and when it is free."""
    sittings: list[Sitting] = []
    by_post: dict[str, list[Life]] = defaultdict(list)
    for life in sorted(lives, key=lambda life: life.triaged or midnight(today)):
        if life.triaged and life.path == Path.TRO:
            by_post[life.post].append(life)
        elif life.triaged and life.path == Path.ASSESSMENT:
            sittings.append(_assessment(seed, life))
    for post, waiting in by_post.items():
        sittings += _tros(seed, post, waiting, today)
    sittings += _without_cases(seed, today)
    for index, sitting in enumerate(sorted(sittings, key=lambda s: (s.starts, s.post, s.kind))):
        sitting.index = index
        for life in sitting.lives:
            life.path_due_on = sitting.starts.date() + timedelta(days=7)
            life.free_from = sitting.adopted.date() + ONE_DAY
    return sittings


def _assessment(seed: int, life: Life) -> Sitting:
    """One person, organised by the secretariat for the coordination (C9)."""
    chance = dice(seed, "assessment", life.index)
    day = later(chance, life.triaged_on, 13, 24)
    planned = later(chance, life.triaged_on, 1, 2)
    return _sitting(
        Path.ASSESSMENT,
        life.post,
        chance,
        starts=hour(day, chance.choice([9, 10, 14])),
        planned_on=planned,
        convened_on=later(chance, planned, 1, 2),
        lives=[life],
        organiser=SECRETARIES[life.area.language],
    )


def _tros(seed: int, post: str, waiting: list[Life], today: date) -> list[Sitting]:
    """Backwards from today: one in preparation, one convened, and those that sat."""
    chance = dice(seed, "tro", post)
    fresh = [life for life in waiting if life.triaged_on >= today - FRESH]
    older = waiting[: len(waiting) - len(fresh)]
    last_day = earlier(today - timedelta(days=LAST_TRO.get(post, 25)), 0)
    too_late = earlier(last_day, TIME_TO_CONVENE)
    size = max(FEWEST, sum(life.triaged_on >= too_late for life in older))
    if len(older) < size + FEWEST:
        size = len(older)
    coming, older = older[-size:], older[:-size]
    found = []
    if fresh:
        found.append(_tro(post, chance, later(chance, today, 18, 22), fresh, is_convened=False))
    if coming:
        next_week = later(chance, today + timedelta(days=COMING - 2), 0, 2)
        found.append(_tro(post, chance, next_week, coming))
    while older:
        size = chance.choice(TRO_SIZE)
        if len(older) < size + FEWEST:
            size = len(older) if len(older) <= MOST else FEWEST + 1
        group, older = older[-size:], older[:-size]
        newest = max(life.triaged_on for life in group)
        day = max(min(later(chance, newest, 8, 15), last_day), later(chance, newest, 5, 5))
        if len(found) == bool(fresh) + bool(coming):
            day = last_day
        found.append(_tro(post, chance, day, group))
        last_day = earlier(day, 8)
    return found


def _tro(
    post: str, chance: Random, day: date, group: list[Life], is_convened: bool = True
) -> Sitting:
    newest = max(life.triaged_on for life in group)
    planned_on = later(chance, newest, 1, 1)
    if is_convened:
        planned_on = max(planned_on, earlier(day, 16))
    sitting = _sitting(
        Path.TRO,
        post,
        chance,
        starts=hour(day, 14),
        planned_on=planned_on,
        convened_on=later(chance, planned_on, 1, 3) if is_convened else None,
        lives=group,
    )
    if chance.random() < 0.5:
        points = LANGUAGES[sitting.language].POINTS
        sitting.titles = (chance.choice(points),)
    return sitting


def _without_cases(seed: int, today: date) -> list[Sitting]:
    """Meetings of the other coordination posts, and the yearly one of the répondants."""
    found = []
    for post, region, chair in (
        ("valais-central-oai", "valais-central", "julien_coord_oai"),
        ("bas-valais-cms", "bas-valais", "olivier_coord_bas"),
        ("haut-valais-cms", "haut-valais", "petra_coord_haut"),
    ):
        for number, away in enumerate((-150, 16)):
            chance = dice(seed, "coordination", post, number)
            day = later(chance, today + timedelta(days=away), 0, 3)
            sitting = _sitting(
                "coordination",
                post,
                chance,
                starts=hour(day, 9),
                planned_on=earlier(day, 20),
                convened_on=earlier(day, 16),
                region=region,
                chair=chair,
            )
            sitting.titles = LANGUAGES[sitting.language].POINTS[:3]
            found.append(sitting)
    chance = dice(seed, "repondants")
    day = later(chance, today + timedelta(days=38), 0, 3)
    yearly = _sitting(
        "repondants",
        "valais-central",
        chance,
        starts=hour(day, 9),
        planned_on=earlier(today, 12),
        convened_on=earlier(today, 4),
        organiser=SECRETARIES["fr"],
        chair=OFFICER,
    )
    yearly.titles = LANGUAGES["fr"].YEARLY_POINTS
    return [*found, yearly]


def _sitting(
    kind: str,
    post: str,
    chance: Random,
    *,
    starts: datetime,
    planned_on: date,
    convened_on: date | None,
    lives: list[Life] | None = None,
    organiser: str = "",
    chair: str = "",
    region: str = "",
) -> Sitting:
    chair = chair or COORDINATORS[post]
    rooms = ROOMS[region or post]
    return Sitting(
        index=0,
        kind=str(kind),
        post=post,
        chair=chair,
        organiser=organiser or chair,
        language="de" if (region or post) == "haut-valais" else "fr",
        place=chance.choice(rooms),
        starts=starts,
        planned=hour(planned_on, 9, 30),
        convened=hour(convened_on, 11) if convened_on else None,
        lives=lives or [],
    )

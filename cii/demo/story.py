"""The story of one year: who, where, when. Pure: the same seed and day give the same story."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from accounts.choices import Population, Theme
from cases.actions.flags import YOUTH_UNTIL, age_on
from cases.choices import Outcome, Path
from cii.demo.days import ONE_DAY, dice, earlier, later, midnight, office_hour
from cii.demo.names import some_name, some_phone, some_street
from cii.demo.places import Area, repondants, some_area, workers
from cii.demo.profiles import PROFILES, READS, Profile
from cii.demo.texts import Words
from core.choices import Category

BUREAU, COMMISSION = "bureau-cii", "commission-droit"
# Weight of a month for announcements by the ORP; the others come evenly (domain 4).
WINTER = {12: 24, 1: 26, 2: 22, 7: 6, 8: 7}
GERMAN_ELSEWHERE = 0.05


@dataclass
class Person:
    """The client of a case."""

    first_name: str
    last_name: str
    sex: str
    birth_date: date
    language: str
    commune: str
    place: str
    street: str
    phone: str


@dataclass
class Life:
    """One case: what happens to it, planned ahead; None for what doesn't happen."""

    index: int
    profile: Profile
    area: Area
    home: str
    kind: str
    population: Population
    person: Person
    answers: dict[str, str]
    worker: str
    chance: Random
    words: Words
    flagged: datetime
    confirmed: datetime | None = None
    dropped: datetime | None = None
    signed: datetime | None = None
    announced: datetime | None = None
    triaged: datetime | None = None
    path: Path = Path.NONE
    theme: str = ""
    consent_until: date | None = None
    renewed: datetime | None = None
    narrowed: datetime | None = None
    withdrawn: datetime | None = None
    closed: datetime | None = None
    outcome: Outcome = Outcome.JOB
    path_due_on: date | None = None
    # From here on nothing planned binds the case any more, so that it may end.
    free_from: date = date.max

    @property
    def triaged_on(self) -> date:
        """The day of its triage. Raises ValueError for a case that comes to none."""
        if self.triaged is None:
            raise ValueError("This case is not triaged.")
        return self.triaged.date()

    @property
    def post(self) -> str:
        return "jeunes-t1" if self.theme else self.area.region

    @cached_property
    def repondant(self) -> str:
        return repondants(self.home, self.population)[0]

    @cached_property
    def situation(self) -> list[tuple[Category, str]]:
        """What is known about the person, category by category."""
        answers = dict(self.answers)
        if self.profile.is_justice_known and self.index % 3 == 0:
            answers["justice"] = "civil"
        return self.words.situation(answers)

    @cached_property
    def categories(self) -> list[Category]:
        """What the partners need to know of this person."""
        known = {category for category, _text in self.situation}
        return [c for c in Category if c in known | {Category.IDENTITY, Category.WORK}]

    @cached_property
    def partners(self) -> dict[str, str]:
        """Kind of dispositif → the one that serves where she lives, the home office left out."""
        kinds = [*self.profile.partners, *self.profile.extras]
        found = {kind: self.area.offices[kind] for kind in kinds if kind in self.area.offices}
        return {
            kind: office
            for kind, office in found.items()
            if office != self.home and repondants(office, self.population)
        }

    @cached_property
    def recipients(self) -> dict[str, set[Category]]:
        """Whom her consent names, with what each may read."""
        known = set(self.categories)
        named = {BUREAU: known, self.home: known}
        named |= {office: READS[kind] & known for kind, office in self.partners.items()}
        if self.index % 17 == 0:
            named[COMMISSION] = READS["commission"] & known
        return named

    @cached_property
    def manager(self) -> tuple[str, str]:
        """Who is to be named case manager, and for which office."""
        for office in self.partners.values():
            return repondants(office, self.population)[0], office
        return self.repondant, self.home

    @property
    def shut(self) -> datetime | None:
        """When the case ends or its consent does, whichever comes first; None while it is open."""
        ends = [self.closed, self.withdrawn]
        if self.consent_until and not self.renewed:
            ends.append(midnight(self.consent_until + ONE_DAY))
        return min((end for end in ends if end), default=None)

    def is_open(self, moment: datetime) -> bool:
        """Whether its partners may still work on it."""
        return self.shut is None or moment < self.shut


def a_life(
    seed: int,
    index: int,
    first: date,
    last: date,
    *,
    area: Area | None = None,
    profile: Profile | None = None,
    kind: str = "",
) -> Life:
    """A person, her situation and the way to an announcement between two days."""
    chance = dice(seed, "life", index)
    area = area or some_area(chance)
    if profile is None:
        fitting = [p for p in PROFILES if any(home in area.offices for home in p.homes)]
        profile = chance.choices(fitting, [p.weight for p in fitting])[0]
    kind = kind or chance.choice([home for home in profile.homes if home in area.offices])
    announced_on = announcement_day(chance, first, last, is_orp=kind == "orp")
    signed_on = earlier(announced_on, chance.randint(1, 4))
    confirmed_on = earlier(signed_on, chance.randint(3, 12))
    flagged_on = earlier(confirmed_on, chance.randint(1, 3))
    person = _person(chance, area, profile, flagged_on)
    is_young = age_on(person.birth_date, flagged_on) <= YOUTH_UNTIL
    population = Population.YOUTH if is_young else Population.ADULT
    home = area.offices[kind]
    if not repondants(home, population):
        kind, home = "orp", area.offices["orp"]
    life = Life(
        index=index,
        profile=profile,
        area=area,
        home=home,
        kind=kind,
        population=population,
        person=person,
        answers={code: chance.choice(values) for code, values in profile.answers.items()},
        worker=chance.choice(workers(home) or repondants(home, population)),
        chance=chance,
        words=Words(area.language, chance),
        flagged=office_hour(chance, flagged_on, 8, 11),
        confirmed=office_hour(chance, confirmed_on, 13, 16),
        signed=office_hour(chance, signed_on),
        announced=office_hour(chance, announced_on),
        triaged=office_hour(chance, later(chance, announced_on, 1, 5)),
    )
    life.path = chance.choices(list(profile.paths), list(profile.paths.values()))[0]
    if is_young and area.language == "fr":
        life.theme = Theme.YOUTH_T1.value
    return life


def announcement_day(chance: Random, first: date, last: date, is_orp: bool) -> date:
    """A working day, more often in winter where it comes from the ORP."""
    months = [first + timedelta(days=n) for n in range(0, (last - first).days + 1, 15)]
    weights = [WINTER.get(day.month, 11) if is_orp else 11 for day in months]
    around = chance.choices(months, weights)[0] + timedelta(days=chance.randint(0, 14))
    return earlier(min(around, last), 0)


def _person(chance: Random, area: Area, profile: Profile, day: date) -> Person:
    sex = chance.choice("fm")
    is_german = area.language == "de" or chance.random() < GERMAN_ELSEWHERE
    language = "de" if is_german else "fr"
    is_from_abroad = chance.random() < (0.9 if profile.is_often_from_abroad else 0.15)
    first_name, last_name = some_name(chance, language, sex, is_from_abroad)
    commune = chance.choice(list(area.towns))
    age = chance.randint(*profile.ages)
    born = day - timedelta(days=365 * age + age // 4 + chance.randint(1, 360))
    return Person(
        first_name=first_name,
        last_name=last_name,
        sex=sex,
        birth_date=born,
        language=language,
        commune=commune,
        place=area.towns[commune],
        street=some_street(chance, area.language),
        phone=some_phone(chance),
    )

"""The story of the demo year, before anybody acts it out."""

from collections import Counter
from datetime import date

import pytest

from accounts.choices import Population
from cases.choices import Path
from cii.demo import situations_de, situations_fr, texts_de, texts_fr
from cii.demo.days import CLOSURES, midnight
from cii.demo.paper import paper
from cii.demo.plot import ANNOUNCED, Year, write_year
from core.working_days import is_working_day
from documents.actions.uploads import content_type_of

TODAY = date(2026, 11, 22)
DAYS = [TODAY, date(2026, 1, 2), date(2027, 3, 1), date(2028, 2, 29), date(2026, 7, 15)]


@pytest.fixture(scope="module")
def year() -> Year:
    return write_year(1, TODAY)


def outline(year: Year) -> list[tuple]:
    return [
        (life.person, life.home, life.answers, life.flagged, life.triaged, life.path, life.closed)
        for life in year.lives
    ] + [(s.kind, s.post, s.starts, [life.index for life in s.lives]) for s in year.sittings]


def test_a_seed_gives_one_story_and_another_seed_another():
    assert outline(write_year(7, TODAY)) == outline(write_year(7, TODAY))
    assert outline(write_year(7, TODAY)) != outline(write_year(8, TODAY))


@pytest.mark.parametrize("today", DAYS, ids=str)
@pytest.mark.parametrize("seed", [1, 2])
def test_what_happens_follows_in_order_on_working_days(today, seed):
    year = write_year(seed, today)
    for life in year.lives:
        moments = [life.flagged, life.confirmed, life.signed, life.announced, life.triaged]
        stages = [moment for moment in moments if moment]
        assert stages == sorted(stages)
        assert all(is_working_day(moment.date(), CLOSURES) for moment in stages)
    for sitting in year.sittings:
        assert is_working_day(sitting.starts.date(), CLOSURES)
        assert sitting.convened is None or sitting.planned < sitting.convened < sitting.starts
        assert all(life.triaged < sitting.planned for life in sitting.lives)


def test_the_sizes_are_those_of_the_canton(year):
    announced = [life for life in year.lives if life.announced]
    assert len(announced) == ANNOUNCED
    young = sum(life.population == Population.YOUTH for life in announced) / ANNOUNCED
    german = sum(life.person.language == "de" for life in announced) / ANNOUNCED
    assert 0.2 <= young <= 0.25
    assert 0.22 <= german <= 0.3
    months = Counter(life.announced.month for life in announced if life.kind == "orp")
    winter = sum(months[month] for month in (12, 1, 2)) / 3
    assert winter > 1.5 * sum(months.values()) / 12
    assert {life.area.region for life in announced} == {
        "haut-valais",
        "valais-central",
        "bas-valais",
    }


def test_three_to_six_cases_meet_at_a_tro(year):
    held = [s for s in year.sittings if s.kind == Path.TRO and s.starts < midnight(TODAY)]
    assert len(held) >= 12
    assert all(3 <= len(sitting.lives) <= 6 for sitting in held)


def test_both_languages_say_the_same_things():
    for french, german in ((texts_fr, texts_de), (situations_fr, situations_de)):
        names = [name for name in dir(french) if name.isupper()]
        assert names == [name for name in dir(german) if name.isupper()]
        for name in names:
            assert shape(getattr(french, name)) == shape(getattr(german, name)), name


def shape(texts: object) -> object:
    """How a table of texts is built: its keys, and how many sentences stand under each."""
    if isinstance(texts, dict):
        return {key: shape(value) for key, value in texts.items()}
    if isinstance(texts, tuple):
        return [shape(value) for value in texts]
    return type(texts)


def test_an_invented_paper_is_a_whole_pdf():
    assert content_type_of(paper("Document inventé (démonstration)")) == "application/pdf"

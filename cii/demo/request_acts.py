"""What dispositifs ask each other in the year, and how each request ends (C7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from random import Random

from accounts.choices import Role
from accounts.personas import PERSONAS
from cases.actions.request_answers import agree, disagree, take_up
from cases.actions.requests import complete_request, send_request
from cases.choices import Path, Urgency
from cases.collaboration import handlers
from cases.models import CollaborationRequest
from cii.demo.case_acts import coordinator
from cii.demo.days import dice, earlier, hour, later
from cii.demo.matter_acts import lasting_lives
from cii.demo.places import repondants
from cii.demo.plot import Year
from cii.demo.stage import Act, Stage
from cii.demo.story import Life
from core import clock
from core.choices import Category


@dataclass(frozen=True)
class Fate:
    """Working days since each step; None for one that hasn't come."""

    sent: int
    taken_up: int | None = None
    answered: int | None = None
    ended: int | None = None
    is_agreed: bool = True
    urgency: Urgency = Urgency.NORMAL


FATES = (
    Fate(40, 36, 33, 15),
    Fate(28, 25, 21, 6),
    Fate(24, 20, 18),
    Fate(9, 5, 2, is_agreed=False),
    Fate(7, 3),
    Fate(5),
    Fate(2, urgency=Urgency.URGENT),
    Fate(8),
)
# One that nobody took up, on purpose: it has reached the regional manager.
FORGOTTEN = Fate(14)
ASKED = {Path.BILATERAL, Path.AI_NOTICE}
MANAGED = {
    seat.office
    for persona in PERSONAS
    for seat in persona.seats
    if seat.role == Role.REGIONAL_MANAGER
}


def plan_requests(stage: Stage) -> None:
    """In cases that are followed and covered, each asked about once."""
    pairs = list(_pairs(stage.year))
    for fate in (FORGOTTEN, *FATES):
        day = earlier(stage.year.today, fate.sent)
        stage.plan(hour(day, 9, 25), partial(send, stage, pairs, fate))


def plan_bilateral(stage: Stage) -> None:
    """What a triage to a bilateral request, or to the Office AI, begins with."""
    for life in stage.year.lives:
        if life.triaged and life.path in ASKED:
            chance = dice(stage.year.seed, "bilateral", life.index)
            day = later(chance, life.triaged_on, 1, 3)
            stage.plan(hour(day, 10, 40), partial(ask, stage, life, chance))


def ask(stage: Stage, life: Life, chance: Random, at: datetime) -> None:
    readers = [
        office
        for kind, office in life.partners.items()
        if Category.WORK in life.recipients[office]
        and (kind == "oai" or life.path != Path.AI_NOTICE)
    ]
    if not readers or not life.is_open(at):
        return
    question, service, *_answers = _texts(life)
    row = stage.do(
        send_request,
        stage.case(life),
        office=stage.offices[readers[0]],
        category=Category.WORK,
        question=question,
        service=service,
        by=coordinator(life),
        at=at,
    )
    asked = repondants(readers[0], life.population)[0]
    taken_up = later(chance, at.date(), 1, 3)
    answered = later(chance, taken_up, 2, 4)
    for day, act in (
        (taken_up, partial(accept, stage, row, asked)),
        (answered, partial(answer, stage, life, row, asked, True)),
        (later(chance, answered, 8, 20), partial(finish, stage, life, row, by=coordinator(life))),
    ):
        stage.plan(hour(day, 15, 10), partial(_while_open, life, act))


def _while_open(life: Life, act: Act, at: datetime) -> None:
    """Who is asked is out with the consent."""
    if life.is_open(at):
        act(at)


def _pairs(year: Year) -> Iterator[tuple[Life, str]]:
    """A case and the partner that is asked, which may read about work."""
    for life in lasting_lives(year):
        for office in life.partners.values():
            if Category.WORK in life.recipients[office]:
                yield life, office
                break


def send(stage: Stage, pairs: list[tuple[Life, str]], fate: Fate, at: datetime) -> None:
    fitting = (
        (life, office)
        for life, office in pairs
        if life.closed is None and (fate != FORGOTTEN or office in MANAGED)
    )
    # A short year may have no case left.
    if not (found := next(fitting, None)):
        return
    pairs.remove(found)
    life, office = found
    question, service, *_answers = _texts(life)
    row = stage.do(
        send_request,
        stage.case(life),
        office=stage.offices[office],
        category=Category.WORK,
        question=question,
        service=service,
        urgency=fate.urgency,
        by=life.repondant,
        at=at,
    )
    asked = repondants(office, life.population)[0]
    today = stage.year.today
    for days, act in (
        (fate.taken_up, partial(accept, stage, row, asked)),
        (fate.answered, partial(answer, stage, life, row, asked, fate.is_agreed)),
        (fate.ended, partial(finish, stage, life, row)),
    ):
        if days is not None:
            stage.plan(hour(earlier(today, days), 14, 35), act)


def accept(stage: Stage, row: CollaborationRequest, asked: str, at: datetime) -> None:
    if _is_over(row):
        return
    day = clock.day_of(at)
    handler = handlers(row, day).filter(user=stage.people[asked])[0]
    stage.do(take_up, row, handler=handler, starts_on=day, by=asked, at=at)


def answer(
    stage: Stage, life: Life, row: CollaborationRequest, asked: str, is_agreed: bool, at: datetime
) -> None:
    if _is_over(row):
        return
    _question, _service, agreement, disagreement, _end = _texts(life)
    act, words = (agree, agreement) if is_agreed else (disagree, disagreement)
    stage.do(act, row, answer=words, by=asked, at=at)


def finish(stage: Stage, life: Life, row: CollaborationRequest, at: datetime, by: str = "") -> None:
    *_others, end = _texts(life)
    if _is_over(row):
        return
    stage.do(complete_request, row, conclusion=end, by=by or life.repondant, at=at)


def _is_over(row: CollaborationRequest) -> bool:
    """A review found meanwhile that the case may be closed."""
    return not CollaborationRequest.objects.open().filter(pk=row.pk).exists()


def _texts(life: Life) -> tuple[str, ...]:
    requests = life.words.texts.REQUESTS
    texts: tuple[str, ...] = requests[life.index % len(requests)]
    return texts

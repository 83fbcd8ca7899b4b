"""What dispositifs dispute in the year, stage by stage, and how it ends (C8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from accounts.models import Office
from cases.actions.disputes import pass_on, state_position
from cases.actions.matters import open_matter, settle_matter
from cases.choices import DisputeState, MatterKind, StageResult
from cases.coverage import disputable
from cases.models import Matter
from cii.demo.case_acts import coordinator
from cii.demo.days import earlier, hour
from cii.demo.matter_acts import SECRETARY, lasting_lives
from cii.demo.places import OFFICER, repondants
from cii.demo.stage import Stage
from cii.demo.story import Life
from core.choices import Category


@dataclass(frozen=True)
class Course:
    """Working days since each step; None for one that hasn't come."""

    opened: int
    to_officer: int | None = None
    to_commission: int | None = None
    settled: int | None = None
    kind: MatterKind = MatterKind.DISPUTE
    # At first only the one that raises it has spoken.
    is_answered: bool = True
    home: str = ""


COURSES = (
    Course(38, settled=32),
    Course(39, 32, 25, settled=9, kind=MatterKind.MONEY_DISPUTE),
    Course(31, 24, settled=18),
    # Late on purpose: the coordination was reminded, and the officer has heard of it.
    Course(16),
    Course(12, 5),
    # A regional manager sees its number.
    Course(6, home="cms-sierre"),
    Course(3, is_answered=False),
)


def plan_disputes(stage: Stage) -> None:
    """In cases that are followed and covered, each disputed once."""
    lives = list(lasting_lives(stage.year))
    for course in COURSES:
        day = earlier(stage.year.today, course.opened)
        stage.plan(hour(day, 11, 20), partial(begin, stage, lives, course))


def begin(stage: Stage, lives: list[Life], course: Course, at: datetime) -> None:
    """The first case that isn't about to end and in which another dispositif takes part."""
    fitting = (
        (life, other)
        for life in lives
        if life.closed is None and course.home in ("", life.home)
        for other in _others(stage, life)
    )
    # A short year may have no case left.
    if not (found := next(fitting, None)):
        return
    life, other = found
    lives.remove(life)
    life.free_from = date.max
    matter = stage.do(
        open_matter,
        stage.case(life),
        kind=course.kind,
        category=Category.WORK,
        question=_words(life)[0],
        asking=other,
        office=stage.offices[life.home],
        by=repondants(other.code, life.population)[0],
        at=at,
    )
    say = partial(speak, stage, life, matter)
    today = stage.year.today
    steps: list[tuple[int | None, int, partial[None]]] = [
        (course.opened, 13, partial(say, other.code, 1)),
        (course.opened - 2 if course.is_answered else None, 9, partial(say, life.home, 2)),
        (course.to_officer, 14, partial(advance, stage, life, matter)),
        (course.to_commission, 14, partial(advance, stage, life, matter)),
        (course.settled, 16, partial(settle, stage, life, matter)),
    ]
    for days, clock_hour, act in steps:
        if days is not None:
            stage.plan(hour(earlier(today, days), clock_hour, 45), act)


def _others(stage: Stage, life: Life) -> Iterator[Office]:
    """Who takes part besides the one that flagged, reads about work and has somebody to speak."""
    for row in disputable(stage.case(life)):
        is_told = Category.WORK in life.recipients.get(row.code, set())
        if row.code != life.home and is_told and repondants(row.code, life.population):
            yield row


def speak(stage: Stage, life: Life, matter: Matter, code: str, part: int, at: datetime) -> None:
    """Each side through its répondant."""
    office, by = stage.offices[code], repondants(code, life.population)[0]
    text = _words(life)[part]
    stage.do(state_position, matter, office=office, text=text, by=by, at=at)


def advance(stage: Stage, life: Life, matter: Matter, at: datetime) -> None:
    """Who answers for the stage passes it on."""
    open_stage = Matter.objects.get(pk=matter.pk).stage
    is_first = open_stage and open_stage.step == DisputeState.COORDINATION
    by, reason = coordinator(life) if is_first else OFFICER, _words(life)[3 if is_first else 4]
    stage.do(pass_on, open_stage, reason=reason, by=by, at=at)


def settle(stage: Stage, life: Life, matter: Matter, at: datetime) -> None:
    """An agreement at the meeting; further on a ruling with its reasons."""
    open_stage = Matter.objects.get(pk=matter.pk).stage
    step = open_stage.step if open_stage else ""
    by: dict[str, str] = {
        DisputeState.COORDINATION: coordinator(life),
        DisputeState.OFFICER: OFFICER,
    }
    is_agreed = step == DisputeState.COORDINATION
    stage.do(
        settle_matter,
        matter,
        outcome=_words(life)[5],
        result=StageResult.AGREED if is_agreed else StageResult.RULED,
        reason="" if is_agreed else _words(life)[6],
        by=by.get(step, SECRETARY),
        at=at,
    )


def _words(life: Life) -> tuple[str, ...]:
    disputes: tuple[tuple[str, ...], ...] = life.words.texts.DISPUTES
    return disputes[life.index % len(disputes)]

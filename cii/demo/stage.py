"""The stage: people and places by their codes, and the acts in the order of the simulated time."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from accounts.models import CoordinationPost, Institution, Office, User
from accounts.personas import PERSONAS
from cases.models import Case, CatalogueMeasure
from cii.demo.days import midnight
from cii.demo.paper import paper
from cii.demo.plot import Year
from cii.demo.signature import scribble
from cii.demo.story import Life
from core import clock
from governance.models import Meeting, MeetingKind

Act = Callable[[datetime], object]


class Stage:
    """What the acts share. An act planned for `today` or later never happens."""

    def __init__(self, year: Year, people: dict[str, User]) -> None:
        self.year, self.people = year, people
        self.end = midnight(year.today)
        self.offices = {office.code: office for office in Office.objects.all()}
        self.posts = {post.code: post for post in CoordinationPost.objects.all()}
        self.kinds = {kind.code: kind for kind in MeetingKind.objects.all()}
        self.measures = {row.code: row for row in CatalogueMeasure.objects.all()}
        self.payers = {row.code: row for row in Institution.objects.all()}
        self.keys = {people[persona.key].pk: persona.key for persona in PERSONAS}
        self.cases: dict[int, UUID] = {}
        self.lives: dict[str, Life] = {}
        self.meetings: dict[int, Meeting] = {}
        self.managers: dict[int, str] = {}
        self.overdue: set[tuple[int, int]] = set()
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def plan(self, moment: datetime | None, act: Act) -> None:
        """Let something happen at a moment, unless the year is over by then."""
        if moment and moment < self.end:
            heappush(self._acts, (moment, next(self._order), act))

    def act_until(self, end: datetime) -> int:
        """Play what is due before a moment; returns how many acts that was."""
        played = 0
        while self._acts and self._acts[0][0] < end:
            moment, _order, act = heappop(self._acts)
            with clock.at(moment):
                act(moment)
            played += 1
        return played

    def do(self, action: Callable[..., Any], *args: Any, by: str, at: datetime, **more: Any) -> Any:
        """One action by one of the cast, in her language."""
        user = self.people[by]
        with translation.override(user.language):
            return action(*args, by=user, at=at, **more)

    def case(self, life: Life) -> Case:
        """The case as it stands now."""
        return Case.objects.get(pk=self.cases[life.index])

    def keep(self, life: Life, case: Case) -> None:
        self.cases[life.index] = case.pk
        self.lives[case.number] = life


def drawing(number: int) -> SimpleUploadedFile:
    """A signature as a person would draw it on the screen."""
    return SimpleUploadedFile("signature.png", scribble(number), content_type="image/png")


def upload(title: str) -> SimpleUploadedFile:
    """A file as a person would bring it, labelled as invented."""
    return SimpleUploadedFile("document.pdf", paper(title), content_type="application/pdf")

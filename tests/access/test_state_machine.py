"""QN7: the application against the small model of `model.py`, after every step of a random life.

`STATE_STEPS` sets how many steps are taken at least; without it a sample for every day, always the
same one.
"""

import os
from collections import Counter
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from accounts.models import Absence, Office
from accounts.scope import Scope
from cases.actions.gates import stale_gates
from cases.caseload import caseload
from cases.models import Case, CaseNote
from cases.past import who_could_see
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from tests.access.life import BRIG, SEATS, SION
from tests.access.turns import EVERY_TURN, Turns
from tests.cases.test_matches import matched
from tests.factories import Cast

STEPS = int(os.environ.get("STATE_STEPS", "0"))
STEPS_IN_A_LIFE = 40
LIVES_OF_A_SAMPLE, LIVES_AT_ONCE = 3, 20
OF_LIVES = settings(
    max_examples=LIVES_AT_ONCE if STEPS else LIVES_OF_A_SAMPLE,
    stateful_step_count=STEPS_IN_A_LIFE,
    deadline=None,
    database=None,
    # The steps of a life are few enough to be read; to shorten them would take minutes.
    phases=[Phase.generate],
    derandomize=not STEPS,
    suppress_health_check=list(HealthCheck),
)


class Compared(Turns):
    """After each step both see the same."""

    compared = 0

    @invariant()
    def both_see_the_same(self) -> None:
        # What was refused beforehand took no step.
        if self.compared != self.model.step:
            self.compare()
            self.compared = self.model.step

    def compare(self) -> None:
        holder = self.cast["isabelle_coord_central"]
        is_absent = Absence.objects.live(self.model.day).filter(user=holder).exists()
        self.model.absent = {"isabelle_coord_central"} if is_absent else set()
        found = Case.objects.in_bulk([case.pk for case in self.cases.values()])
        standing = {name: found[case.pk] for name, case in self.cases.items() if case.pk in found}
        gone = {name for name, file in self.model.files.items() if file.is_destroyed}
        assert standing.keys() == self.cases.keys() - gone
        assert not any(stale_gates(case) for case in standing.values())
        # Everybody's reading of the files after each step, the lists of two people in turn.
        turn = self.accepted["steps"]
        in_turn = {sorted(SEATS)[(turn + place) % len(SEATS)] for place in (0, 9)}
        with clock.at(self.now):
            for who in SEATS:
                reader = Scope.of(self.cast[who])
                sights = {name: self.model.sight(who, self.model.files[name]) for name in standing}
                accesses = CaseAccess.of_all(standing.values(), reader)
                for sight, access in zip(sights.values(), accesses, strict=True):
                    told = sight.is_visible, sight.categories, sight.own
                    assert self.opened(access) == told, who
                if who in in_turn:
                    shown = {standing[name].pk for name in standing if sights[name].is_visible}
                    notes = {note for sight in sights.values() for note in sight.notes}
                    assert listed(reader) == (shown, notes), who

    def compare_facts(self) -> None:
        """« Who could see this? », which asks no gate, names the same people."""
        for name, file in self.model.files.items():
            if not file.is_destroyed:
                told = {reason.user for reason in who_could_see(self.cases[name], self.now)}
                for who in SEATS:
                    assert (self.cast[who] in told) == self.model.sight(who, file).is_visible, who

    @cached_property
    def codes(self) -> dict[UUID, str]:
        return dict(Office.objects.values_list("pk", "code"))

    def opened(self, access: CaseAccess) -> tuple[bool, set[int], set[str]]:
        """Whether the case is open to her, with the categories and own parts that it shows her."""
        own = {self.codes[pk] for pk in access.own_offices}
        return bool(access.grounds), set(map(int, Category.of(access.mask))), own


def listed(reader: Scope) -> tuple[set[UUID], set[str]]:
    """The cases that her lists name, and the notes that they hold."""
    visible = set(Case.objects.visible_to(reader).values_list("pk", flat=True))
    assert {row.pk for row in caseload(reader).cases} == visible
    notes = CaseNote.objects.visible_to(reader).values_list("pk", flat=True)
    return visible, set(map(str, notes))


@pytest.fixture
def begin(cast: Cast, settings: Any, tmp_path: Path) -> Callable[[], Compared]:
    """A life of the two files; all of them count together what they did."""
    settings.DESTRUCTION_LEDGER = tmp_path / "destructions.jsonl"
    match = matched(cast)
    return partial(Compared, cast, {SION: match.older, BRIG: match.newer}, Counter())


@pytest.mark.django_db
def test_the_application_sees_as_the_model_does_after_every_step(begin: Any) -> None:
    accepted = begin.args[-1]
    run_state_machine_as_test(begin, settings=OF_LIVES)
    # Anew each time: the lives of one run resemble each other.
    while accepted["steps"] < STEPS:
        run_state_machine_as_test(begin, settings=OF_LIVES)
    print(f"state machine: {dict(sorted(accepted.items()))}, 0 divergences")
    assert accepted["steps"] > STEPS_IN_A_LIFE


@pytest.mark.django_db
def test_one_life_takes_every_turn(begin: Any) -> None:
    """What a small sample of random lives may leave out."""
    life = begin()
    try:
        life.the_first_consents()
        for act, *facts in EVERY_TURN:
            getattr(life, act)(*facts)
            life.compare()
            life.compare_facts()
    finally:
        life.teardown()
    wanted = Counter(turn[0] for turn in EVERY_TURN)
    # Each of those who see the file tries to write; not all may.
    wanted["write"] = 1
    assert not wanted - life.accepted
    assert life.model.files[SION].is_destroyed and not life.model.files[BRIG].is_destroyed

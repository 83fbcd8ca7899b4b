"""The demo year shows advice in each of its states, in both languages (C17)."""

import pytest

from accounts.scope import Scope
from cii.demo.advice_acts import plan_advice
from cii.demo.plot import Year
from cii.demo.stage import Stage
from cii.waiting import waiting
from core import clock
from governance.models import Advice, Guidance
from tests.factories import Cast

pytestmark = pytest.mark.django_db


def test_the_year_ends_with_guidance_released_replaced_and_waiting(cast: Cast) -> None:
    year = Year(seed=1, today=clock.today(), lives=[], sittings=[], doubles=[])
    stage = Stage(year, cast)
    plan_advice(stage)
    assert stage.act_until(stage.end) == 5
    states = sorted(Guidance.objects.values_list("state", flat=True))
    assert states == ["draft", "released", "released", "withdrawn"]
    assert Advice.objects.filter(state="open").count() == 1
    rows = [row.kind for row in waiting(Scope.of(cast["isabelle_coord_central"]))]
    assert rows.count("advice") == 1

"""`make bench` tells a missed goal by its exit status, and measures on true data."""

import json
from io import StringIO

import pytest
from django.db import connection

from accounts.models import User
from accounts.scope import Scope
from cases.actions.gates import stale_gates
from cases.caseload import CAP, caseload
from cases.models import Assignment, Case, CaseUserObjectPermission
from tests.bench.figures import Figure, at_least, at_most, publish
from tests.bench.need_to_know import READERS
from tests.bench.plan import key
from tests.bench.rows import insert
from tests.bench.world import fill

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the synthetic canton is written by PostgreSQL"
)


def test_a_missed_goal_fails_the_command():
    met, missed = at_most(2, "rows", 2, "rows"), at_least(100, "guardian ÷ ours", 99.9, "×")
    assert publish([met], StringIO()) == 0
    assert publish([missed, met], StringIO()) == 1


def test_a_figure_without_a_goal_of_its_size_is_told_and_not_judged():
    out = StringIO()
    told = at_least(100, "guardian ÷ ours", 1.0, "×", judged=False)
    assert publish([told, Figure("list", 5.0, "ms", "", None)], out) == 0
    assert json.loads(out.getvalue().splitlines()[0]) == {
        "name": "guardian ÷ ours",
        "value": 1.0,
        "unit": "×",
        "goal": "≥ 100",
        "ok": None,
    }


@on_postgresql
def test_synthetic_gates_and_permissions_equal_the_facts(reference):
    fill(120)
    assert Case.objects.count() == 120
    assert [case for case in Case.objects.all() if stale_gates(case)] == []
    named = CaseUserObjectPermission.objects.values_list("assignment", flat=True)
    assert set(named) == set(Assignment.objects.open().values_list("pk", flat=True))


@on_postgresql
def test_the_list_holds_what_a_synthetic_reader_sees(reference):
    fill(120)
    for person, _buffers in READERS.values():
        scope = Scope.of(User.objects.get(pk=key(person)))
        seen = Case.objects.visible_to(scope).count()
        assert 0 < seen < CAP
        assert caseload(scope).total == str(seen), person


@on_postgresql
def test_a_column_that_the_bench_does_not_know_stops_it(reference):
    with pytest.raises(TypeError, match="no default"):
        insert(Case, "(VALUES (0)) AS one")
    with pytest.raises(TypeError, match="no columns"):
        insert(User, "(VALUES (0)) AS one", email="a@example.ch", password="!", shoe_size=1)

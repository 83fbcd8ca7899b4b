from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.test.utils import isolate_apps

from core.constraints import ordered, paired, stated

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 12)
TOLD = {"adopted_at": DAY, "adopted_by": "chair"}

with isolate_apps("core"):

    class Paper(models.Model):
        state = models.CharField(max_length=10)
        adopted_at = models.DateField(null=True)
        adopted_by = models.CharField(max_length=10, null=True)  # noqa: DJ001
        valid_from = models.DateField()
        valid_until = models.DateField(null=True)

        class Meta:
            app_label = "core"

        def __str__(self) -> str:
            return self.state


def holds(constraint, **values):
    try:
        constraint.validate(Paper, Paper(**values))
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, True),
        (TOLD, True),
        ({"adopted_at": DAY}, False),
        ({"adopted_by": "chair"}, False),
    ],
)
def test_date_and_author_come_together(values, expected):
    assert holds(paired("paper", "adopted"), **values) is expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"state": "adopted", **TOLD}, True),
        ({"state": "adopted"}, False),
        ({"state": "adopted", "adopted_at": DAY}, False),
        ({"state": "draft"}, True),
        ({"state": "draft", **TOLD}, True),
        ({"state": "draft", "adopted_at": DAY}, False),
    ],
)
def test_state_without_its_date_and_author_is_refused(values, expected):
    assert holds(stated("paper", "adopted", "adopted", "sealed"), **values) is expected


def test_date_outside_its_states_is_refused_where_only_they_carry_it():
    only = stated("paper", "adopted", "adopted", only=True)
    assert not holds(only, state="draft", **TOLD)
    assert holds(only, state="draft")
    assert holds(only, state="adopted", **TOLD)


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, True), (DAY, True), (date(2026, 3, 13), True), (date(2026, 3, 11), False)],
)
def test_end_before_the_start_is_refused(until, expected):
    dates = ordered("paper_dates", "valid_from", "valid_until")
    assert holds(dates, valid_from=DAY, valid_until=until) is expected

"""How long a case is kept (P7)."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.http import Http404

from accounts.models import Setting
from cases.actions.destructions import (
    offer_to_archives,
)
from cases.actions.procurations import withdraw_procuration
from cases.choices import Outcome
from cases.models import Destruction
from cases.retention import due_cases, due_day, term_of
from core import clock
from core.refusal import Refusal
from tests.endings import (
    CLOSED,
    DUE,
    HOME,
    OFFICER,
    SECRETARY,
    START,
    closed,
    dropped,
)
from tests.factories import covered, flagged, managed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later(cast):
    with clock.at(DUE):
        yield


# --- the term ------------------------------------------------------------------------------------
@pytest.mark.parametrize("months", [1, 6, 13, 24])
def test_a_term_is_over_on_the_same_day_for_one_case_as_for_the_list(months):
    for offset in range(800):
        ended_on = date(2023, 12, 1) + timedelta(days=offset % 90)
        day = ended_on + timedelta(days=offset)
        assert (due_day(ended_on, months) <= day) == (
            ended_on <= day - relativedelta(months=months)
        )


def test_a_month_that_is_shorter_does_not_shorten_the_term():
    assert due_day(date(2025, 8, 31), 6) == date(2026, 3, 1)
    assert due_day(date(2024, 2, 29), 12) == date(2025, 3, 1)
    assert due_day(date(2025, 1, 15), 12) == date(2026, 1, 15)


def test_each_outcome_has_its_own_term(cast):
    job, pension = closed(cast), closed(cast, outcome=Outcome.AI_PENSION)
    day = clock.day_of(CLOSED)
    assert term_of(job, clock.today()).due_on == day + relativedelta(months=60)
    assert term_of(pension, clock.today()).due_on == day + relativedelta(months=120)
    assert list(due_cases(clock.today())) == [job]


def test_a_case_is_due_on_the_first_day_after_its_term_and_not_before(cast):
    case = closed(cast)
    due_on = term_of(case, clock.today()).due_on
    assert due_cases(due_on).get() == case
    assert not due_cases(due_on - timedelta(days=1)).exists()


def test_a_setting_counts_from_its_day_on(cast):
    case = closed(cast)
    first = date(2028, 1, 1)
    Setting.objects.create(key="retention_months_job", value=12, valid_from=first)
    assert due_cases(first).get() == case
    assert not due_cases(first - timedelta(days=1)).exists()


def test_a_dropped_flag_has_a_term_of_its_own(cast):
    case = dropped(cast)
    assert term_of(case, clock.today()).due_on == date(2026, 9, 12)
    assert due_cases(date(2026, 9, 12)).get() == case
    assert not due_cases(date(2026, 9, 11)).exists()


def test_a_consent_withdrawn_before_the_announcement_has_a_term_of_its_own(cast):
    with clock.at(START):
        case = covered(cast, at=START)
        assert term_of(case, clock.today()) is None
        withdraw_procuration(case, note="—", by=cast[HOME], at=START)
    assert term_of(case, clock.today()).due_on == date(2026, 9, 12)
    assert due_cases(date(2026, 9, 12)).get() == case
    assert not due_cases(date(2026, 9, 11)).exists()


def test_a_case_that_goes_on_is_never_due(cast):
    with clock.at(START):
        cases = [flagged(cast, at=START), covered(cast, at=START), managed(cast, at=START)]
    assert [term_of(case, clock.today()) for case in cases] == [None] * 3
    assert not due_cases(date(2090, 1, 1)).exists()
    for by in (OFFICER, SECRETARY):
        with pytest.raises((Refusal, Http404)):
            offer_to_archives(cases[2], by=cast[by], at=DUE)
    assert not Destruction.objects.exists()


def test_nothing_is_offered_before_the_term_is_over(cast):
    case = closed(cast)
    early = DUE - timedelta(days=365)
    with clock.at(early), pytest.raises(Refusal):
        offer_to_archives(case, by=cast[SECRETARY], at=early)

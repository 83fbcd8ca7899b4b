"""A stage of a dispute that is late: a reminder, then the next one hears the number alone (C8)."""

from datetime import date, timedelta
from typing import Any

import pytest

from cases.actions.dispute_ladder import remind_late
from cases.actions.disputes import pass_on
from cases.actions.matters import settle_matter
from cases.choices import DisputeState, MatterKind
from cases.models import Case, Matter, StageReminder
from core import clock
from messaging.models import InboxEntry
from tests.cases.test_dispute_stages import COORDINATOR, MEMBER, OFFICER, WHY, dispute
from tests.cases.test_matters import granted, sees
from tests.factories import Cast

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 2, 1)
# Ten working days later; a reminder on the first one after it, the next one on the fourth.
DUE, LATE, NEXT = date(2027, 2, 15), date(2027, 2, 16), date(2027, 2, 19)


def noon(day: date) -> Any:
    return clock.start_of(day) + timedelta(hours=12)


@pytest.fixture
def case(cast: Cast) -> Case:
    with clock.at(noon(MONDAY)):
        return granted(cast)


def opened(case: Case, cast: Cast, kind: str = MatterKind.DISPUTE) -> Matter:
    with clock.at(noon(MONDAY)):
        return dispute(case, cast, kind)


def told(rung: str) -> list[Any]:
    rows = InboxEntry.objects.filter(notice=f"dispute.late.{rung}")
    return [row.user for row in rows.select_related("user")]


def run_until(last: date) -> None:
    """Every noon up to that day, twice, as a schedule does."""
    day = MONDAY
    while day <= last:
        with clock.at(noon(day)):
            remind_late(noon(day))
            remind_late(noon(day))
        day += timedelta(days=1)


def passed_on(matter: Matter, cast: Cast, who: str) -> Matter:
    with clock.at(noon(MONDAY)):
        pass_on(matter.stage, reason=WHY, by=cast[who], at=clock.now())
        return Matter.objects.get(pk=matter.pk)


def test_who_answers_is_reminded_once_then_the_next_hears_of_it(case, cast):
    assert opened(case, cast).stage.due_on == DUE
    run_until(DUE)
    assert not StageReminder.objects.exists()
    run_until(LATE)
    assert (told("reminder"), told("next")) == ([cast[COORDINATOR]], [])
    run_until(NEXT - timedelta(days=1))
    assert told("next") == []
    run_until(NEXT + timedelta(days=30))
    assert (told("reminder"), told("next")) == ([cast[COORDINATOR]], [cast[OFFICER]])


def test_the_next_one_gets_number_and_day_and_no_way_to_the_case(case, cast):
    matter = passed_on(opened(case, cast, MatterKind.MONEY_DISPUTE), cast, COORDINATOR)
    assert matter.stage.step == DisputeState.OFFICER
    run_until(NEXT)
    entry = InboxEntry.objects.get(notice="dispute.late.next", user=cast[MEMBER])
    assert (entry.case_id, entry.url) == (None, "/")
    assert case.number in entry.title and "15.02.2027" in entry.title
    with clock.at(noon(NEXT)):
        assert not sees(case, cast[MEMBER])


def test_where_no_money_is_at_stake_nobody_comes_after_the_officer(case, cast):
    passed_on(opened(case, cast), cast, COORDINATOR)
    run_until(NEXT + timedelta(days=30))
    assert (told("reminder"), told("next")) == ([cast[OFFICER]], [])


def test_what_is_concluded_reminds_nobody_any_more(case, cast):
    matter = opened(case, cast)
    run_until(LATE)
    with clock.at(noon(LATE)):
        settle_matter(matter, outcome="D’accord.", by=cast[COORDINATOR], at=clock.now())
    assert not InboxEntry.objects.open().filter(notice__startswith="dispute.late").exists()
    run_until(NEXT + timedelta(days=30))
    assert told("next") == []

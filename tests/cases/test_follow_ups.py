"""Quarterly reviews: due on working days, reminded of at their days, escalated (C12)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Closure, Setting
from cases.actions.follow_ups import review, send_reminders
from cases.actions.procurations import withdraw_procuration
from cases.actions.triage import close_case
from cases.choices import FollowUpResult, Outcome
from cases.models import Case, FollowUp, FollowUpReminder
from core import clock
from core.refusal import Refusal
from core.working_days import is_working_day
from messaging.models import InboxEntry, Mail
from tests.factories import managed, triaged

pytestmark = pytest.mark.django_db

COORDINATOR, MANAGER = "isabelle_coord_central", "mireille_cms_sierre"
OFFICERS = {"valerie_chargee", "stefan_charge_suppleant"}


def morning(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def due(case: Case) -> FollowUp:
    return FollowUp.objects.open().get(case=case)


def told(cast, follow_up: FollowUp) -> dict[str, set[str]]:
    """Who was told on which of the days, by key of the cast."""
    keys = {user.pk: key for key, user in cast.items()}
    days: dict[str, set[str]] = {}
    prefix = f"follow_up:{follow_up.pk}:"
    for user, key in InboxEntry.objects.filter(key__startswith=prefix).values_list("user", "key"):
        days.setdefault(key.removeprefix(prefix), set()).add(keys[user])
    return days


@pytest.mark.parametrize(
    ("triaged_on", "due_on"),
    [
        (date(2026, 3, 12), date(2026, 6, 12)),
        # 13.06.2026 is a Saturday.
        (date(2026, 3, 13), date(2026, 6, 15)),
        # Assumption of Mary on a Saturday, then a Sunday.
        (date(2026, 5, 15), date(2026, 8, 17)),
        # All Saints' Day falls on a Sunday, Immaculate Conception on a Tuesday.
        (date(2026, 9, 8), date(2026, 12, 9)),
        # Over the end of the year: New Year's Day is a holiday, then a week-end.
        (date(2026, 10, 1), date(2027, 1, 4)),
        # No 31st: the end of February, a Sunday.
        (date(2026, 11, 30), date(2027, 3, 1)),
    ],
)
def test_a_review_is_due_a_quarter_later_on_a_working_day_of_valais(cast, triaged_on, due_on):
    case = triaged(cast, at=morning(triaged_on))
    assert due(case).due_on == due_on
    assert is_working_day(due_on)


def test_a_closure_of_the_office_moves_the_date(cast):
    Closure.objects.create(day=date(2026, 6, 12), name="Fermeture")
    case = triaged(cast, at=morning(date(2026, 3, 12)))
    assert due(case).due_on == date(2026, 6, 15)


@pytest.fixture
def case(cast) -> Case:
    return managed(cast, at=morning(date(2026, 3, 12)))


def send(follow_up: FollowUp, day: int) -> int:
    at = morning(follow_up.due_on + timedelta(days=day))
    with clock.at(at):
        return send_reminders(at)


def test_reminders_leave_on_their_days_and_on_no_other(cast, case):
    follow_up = due(case)
    days = [day for day in range(-20, 21) if send(follow_up, day)]
    assert days == [-14, -3, 1, 7, 14]
    both = {COORDINATOR, MANAGER}
    assert told(cast, follow_up) == {
        "-14": both,
        "-3": both,
        "+1": both,
        "+7": both,
        "+14": both | OFFICERS,
    }


def test_a_reminder_leaves_once_however_often_the_schedule_runs(cast, case):
    follow_up = due(case)
    assert [send(follow_up, -14) for _ in range(3)] == [1, 0, 0]
    assert FollowUpReminder.objects.count() == 1
    assert InboxEntry.objects.filter(notice="follow_up.due").count() == 2


def test_of_several_missed_days_only_the_last_one_leaves(cast, case):
    follow_up = due(case)
    assert send(follow_up, 9) == 1
    assert told(cast, follow_up).keys() == {"+7"}


def test_the_escalation_tells_the_cantonal_officer_with_another_sentence(cast, case):
    follow_up = due(case)
    send(follow_up, 14)
    # Urgent: mailed at once; the others read of it in their digest.
    mailed = Mail.objects.filter(to_user=cast["valerie_chargee"], body__contains="n’est pas fait")
    assert mailed.count() == 1
    notices = dict(InboxEntry.objects.filter(due_on=follow_up.due_on).values_list("user", "notice"))
    assert notices[cast["valerie_chargee"].pk] == "follow_up.escalated"
    assert notices[cast[COORDINATOR].pk] == "follow_up.due"


def test_the_days_are_settings(cast, case):
    Setting.objects.create(
        key="follow_up_reminder_days", value=[2], valid_from=date(2026, 1, 1), note=""
    )
    follow_up = due(case)
    assert [day for day in range(-20, 10) if send(follow_up, day)] == [2]


def test_a_limit_leaves_the_rest_for_the_next_turn(cast, case):
    other = triaged(cast, at=morning(date(2026, 3, 12)), last_name="Autre")
    at = morning(due(other).due_on)
    assert [send_reminders(at, limit=1) for _ in range(3)] == [1, 1, 0]


def test_nothing_is_said_after_the_review(cast, case):
    follow_up = due(case)
    send(follow_up, -14)
    at = morning(follow_up.due_on - timedelta(days=5))
    following = review(follow_up, result=FollowUpResult.ON_TRACK, by=cast[MANAGER], at=at)
    assert (
        not InboxEntry.objects.open().filter(key__startswith=f"follow_up:{follow_up.pk}").exists()
    )
    assert send(follow_up, -3) == send(follow_up, 14) == 0
    assert following.due_on > follow_up.due_on
    assert send(following, -14) == 1


def test_a_second_review_says_who_was_first(cast, case):
    follow_up = due(case)
    at = morning(follow_up.due_on)
    review(follow_up, result=FollowUpResult.ON_TRACK, by=cast[MANAGER], at=at)
    with pytest.raises(Refusal, match="Mireille Epiney"):
        review(follow_up, result=FollowUpResult.ON_TRACK, by=cast[COORDINATOR], at=at)
    assert FollowUp.objects.filter(case=case).count() == 2


def test_a_change_without_a_word_is_refused(cast, case):
    with pytest.raises(Refusal) as refusal:
        review(due(case), result=FollowUpResult.ADAPT, by=cast[MANAGER], at=clock.now())
    assert refusal.value.field == "summary"


def test_who_was_shut_out_by_a_withdrawal_is_not_reminded(cast, case):
    follow_up = due(case)
    at = morning(date(2026, 3, 13))
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=at)
    send(follow_up, 1)
    assert told(cast, follow_up) == {"+1": {COORDINATOR}}


def test_nothing_stays_due_on_a_closed_case(cast, case):
    follow_up = due(case)
    at = morning(date(2026, 3, 13))
    close_case(case, outcome=Outcome.JOB, by=cast[COORDINATOR], at=at)
    assert send(follow_up, 1) == 0
    assert not FollowUp.objects.open().exists()

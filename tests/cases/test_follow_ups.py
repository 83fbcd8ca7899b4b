"""Quarterly reviews: due on working days, reminded of at their days, escalated (C12)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from accounts.models import Absence, Closure, Mandate, Setting, User
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
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

COORDINATOR, MANAGER = "isabelle_coord_central", "mireille_cms_sierre"
DEPUTY = "julien_coord_oai"
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
        # The leap day is a day like any other, and a year without one ends February before it.
        (date(2027, 11, 29), date(2028, 2, 29)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 5, 29)),
        # St Joseph on a Friday, Corpus Christi on a Thursday: days off in Valais.
        (date(2026, 12, 19), date(2027, 3, 22)),
        (date(2026, 3, 4), date(2026, 6, 5)),
    ],
)
def test_a_review_is_due_a_quarter_later_on_a_working_day_of_valais(cast, triaged_on, due_on):
    case = triaged(cast, at=morning(triaged_on))
    assert due(case).due_on == due_on
    assert is_working_day(due_on)


@pytest.mark.parametrize(
    ("moment", "due_on"),
    [
        # Shortly before and after midnight in Valais, around both changes of the clock.
        (datetime(2026, 3, 28, 22, 59, tzinfo=UTC), date(2026, 6, 29)),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), date(2026, 6, 30)),
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), date(2027, 1, 25)),
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2027, 1, 26)),
    ],
)
def test_a_quarter_is_counted_from_the_day_in_valais(cast, moment, due_on):
    with clock.at(moment):
        assert due(triaged(cast, at=moment)).due_on == due_on


@pytest.mark.parametrize(
    ("due_on", "first"),
    [
        # Fourteen days before, across the change to summer time and to winter time.
        (date(2026, 4, 13), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 11, 9), datetime(2026, 10, 25, 23, tzinfo=UTC)),
        # The day itself on which the clock changes, and the leap day.
        (date(2026, 4, 12), datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2028, 3, 14), datetime(2028, 2, 28, 23, tzinfo=UTC)),
    ],
)
def test_a_reminder_leaves_when_its_day_begins_in_valais(cast, due_on, first):
    at = first - timedelta(days=60)
    with clock.at(at):
        case = triaged(cast, at=at)
    FollowUp.objects.filter(case=case).update(due_on=due_on)
    for moment, sent in ((first - timedelta(minutes=1), 0), (first, 1)):
        with clock.at(moment):
            assert send_reminders(moment) == sent


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
    assert days == [-14, -3, 1, 7, 10, 14]
    assert told(cast, follow_up) == {
        "-14": {MANAGER},
        "-3": {MANAGER},
        "+1": {MANAGER},
        "+7": {MANAGER},
        "+10": {MANAGER, COORDINATOR},
        "+14": {MANAGER, COORDINATOR} | OFFICERS,
    }


def away(user: User, day: date) -> None:
    Absence.objects.create(user=user, valid_from=day, valid_until=day)


def test_without_a_case_manager_who_is_there_the_coordination_is_reminded(cast, case):
    alone = due(triaged(cast, at=morning(date(2026, 3, 12)), last_name="Autre"))
    follow_up = due(case)
    away(cast[MANAGER], follow_up.due_on + timedelta(days=1))
    assert send(follow_up, -14) == send(follow_up, 1) == 2
    assert told(cast, alone) == {"-14": {COORDINATOR}, "+1": {COORDINATOR}}
    assert told(cast, follow_up) == {"-14": {MANAGER}, "+1": {COORDINATOR}}


def test_the_deputy_is_told_while_the_holder_of_the_post_is_away(cast, case):
    follow_up = due(case)
    away(cast[COORDINATOR], follow_up.due_on + timedelta(days=10))
    send(follow_up, 10)
    assert told(cast, follow_up) == {"+10": {MANAGER, COORDINATOR, DEPUTY}}
    send(follow_up, 14)
    assert told(cast, follow_up)["+14"] == {MANAGER, COORDINATOR} | OFFICERS


def test_a_vacant_post_passes_the_reminder_on_to_the_cantonal_officer(cast, case):
    follow_up = due(case)
    Mandate.objects.filter(user=cast[COORDINATOR]).update(valid_until=date(2026, 3, 13))
    send(follow_up, 10)
    assert told(cast, follow_up) == {"+10": {MANAGER} | OFFICERS}


def test_who_reads_no_word_of_the_case_is_told_its_number_and_the_date(cast, case):
    follow_up = due(case)
    send(follow_up, 14)
    entry = InboxEntry.objects.get(user=cast["valerie_chargee"], notice="follow_up.escalated")
    assert entry.params.keys() == {"number", "due_on"}
    at = morning(follow_up.due_on + timedelta(days=14))
    with clock.at(at):
        page = text(Visitor(cast["valerie_chargee"]).get("home"))
        assert f"Suivi trimestriel non fait depuis le {follow_up.due_on:%d.%m.%Y}" in page
        assert "Exemple" not in page
        assert Visitor(cast["valerie_chargee"]).get("dossier", case.pk).status_code == 200


def test_a_reminder_leaves_once_however_often_the_schedule_runs(cast, case):
    follow_up = due(case)
    assert [send(follow_up, -14) for _ in range(3)] == [1, 0, 0]
    assert FollowUpReminder.objects.count() == 1
    assert InboxEntry.objects.filter(notice="follow_up.due").count() == 1


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
    assert notices[cast[COORDINATOR].pk] == "follow_up.late"
    assert notices[cast[MANAGER].pk] == "follow_up.due"


def test_the_days_are_settings(cast, case):
    Setting.objects.create(
        key="follow_up_reminder_days", value=[2], valid_from=date(2026, 1, 1), note=""
    )
    follow_up = due(case)
    assert [day for day in range(-20, 10) if send(follow_up, day)] == [2]
    Setting.objects.create(
        key="follow_up_coordination_days", value=12, valid_from=date(2026, 1, 1), note=""
    )
    assert [day for day in range(10, 15) if send(follow_up, day)] == [12, 14]


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


@pytest.mark.parametrize(
    ("chosen", "due_on"),
    [
        (date(2026, 6, 30), date(2026, 6, 30)),
        # Assumption of Mary, a Saturday.
        (date(2026, 8, 15), date(2026, 8, 17)),
    ],
)
def test_an_earlier_day_may_be_chosen_for_the_next_review(cast, case, chosen, due_on):
    at = morning(date(2026, 6, 12))
    following = review(
        due(case), result=FollowUpResult.ON_TRACK, next_on=chosen, by=cast[MANAGER], at=at
    )
    assert following.due_on == due_on


@pytest.mark.parametrize("chosen", [date(2026, 6, 12), date(2026, 9, 15)])
def test_the_next_review_is_later_and_within_a_quarter(cast, case, chosen):
    at = morning(date(2026, 6, 12))
    with pytest.raises(Refusal) as refusal:
        review(due(case), result=FollowUpResult.ON_TRACK, next_on=chosen, by=cast[MANAGER], at=at)
    assert refusal.value.field == "next_on"
    assert due(case).reviewed_at is None


def test_what_the_coordination_has_to_do_is_told_to_it_until_it_is_done(cast, case):
    at = morning(date(2026, 6, 12))
    said = {"summary": "Une séance s’impose.", "at": at}
    asked = InboxEntry.objects.open().filter(notice="follow_up.asks")
    with clock.at(at):
        review(due(case), result=FollowUpResult.MEETING, by=cast[MANAGER], **said)
        assert [entry.user for entry in asked.all()] == [cast[COORDINATOR]]
        assert "Une séance" not in text(Visitor(cast["valerie_chargee"]).get("dossier", case.pk))
        review(due(case), result=FollowUpResult.CLOSE, by=cast[COORDINATOR], **said)
        assert not asked.exists()
        review(due(case), result=FollowUpResult.CLOSE, by=cast[MANAGER], **said)
        assert asked.count() == 1
        close_case(case, outcome=Outcome.JOB, by=cast[COORDINATOR], at=at)
    assert not asked.exists()


def test_nothing_stays_due_on_a_closed_case(cast, case):
    follow_up = due(case)
    at = morning(date(2026, 3, 13))
    close_case(case, outcome=Outcome.JOB, by=cast[COORDINATOR], at=at)
    assert send(follow_up, 1) == 0
    assert not FollowUp.objects.open().exists()

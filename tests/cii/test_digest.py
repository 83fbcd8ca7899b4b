"""One mail a day at most: numbers and kinds, on working days; what is urgent waits for nobody."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from django.utils.timezone import get_default_timezone

from accounts.models import Absence, Closure, User
from audit.models import Trace
from cases.actions.procurations import withdraw_procuration
from cases.choices import AssignmentKind
from cases.models import Case, FollowUp
from cii.digest import send_digests
from cii.notices import NOTICES
from core import clock
from core.context import acting
from governance.actions.mandates import record_absence
from governance.actions.own_account import choose_mails
from messaging.actions.digests import DayTold, write_digest
from messaging.actions.notify import mark_read, notify
from messaging.choices import Topic
from messaging.models import Digest, InboxEntry, Mail, MailPreference
from messaging.sweeper import sweep
from tests.factories import Cast, announced, managed
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
# A Thursday; the day after is worked, then comes a weekend.
THURSDAY = date(2027, 2, 4)
CLAIRE, ISABELLE = "claire_orp_sion", "isabelle_coord_central"
PEOPLE = (
    CLAIRE,
    ISABELLE,
    "anna_orp_sion",
    "mireille_cms_sierre",
    "kurt_orp_haut_valais",
    "yvan_parti",
)


def moment(day: date, hour: int = 8) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=get_default_timezone())


def digest_on(day: date, hour: int = 8) -> int:
    with clock.at(moment(day, hour)):
        return send_digests(clock.now())


def digests_of(user: User) -> list[Mail]:
    keys = {row.message_id: row for row in Mail.objects.filter(to_user=user)}
    return [row for row in keys.values() if "résumé" in row.subject or "Tages" in row.subject]


def tell(user: User, notice: str, key: str = "x", day: date = THURSDAY, **params: Any) -> None:
    params = {"number": "VS-2027-00001", "due_on": day, "since_on": day} | params
    with clock.at(moment(day, 6)):
        notify(user, notice, key=key, at=clock.now(), url="/", params=params)


@pytest.fixture(autouse=True)
def _few(cast: Cast) -> None:
    """The people of these tests; each digest is a dozen queries."""
    known = [cast[key].pk for key in PEOPLE]
    User.objects.exclude(pk__in=known).update(is_active=False)


@pytest.fixture
def claire(cast: Cast) -> User:
    return cast[CLAIRE]


def test_digest_counts_what_is_new_by_kind_and_names_nothing(claire: User) -> None:
    for key in ("1", "2"):
        tell(claire, "case.transferred", key)
    tell(claire, "minutes.adopted", "3")
    digest_on(THURSDAY)
    [mail] = digests_of(claire)
    assert "– Dossiers confiés, transmis ou modifiés : 2\n" in mail.body
    assert "– Séances, procès-verbaux et décisions : 1\n" in mail.body
    assert "VS-" not in mail.body + mail.subject
    assert "/ce-qui-m-attend/" in mail.body and "/moi/courriels/" in mail.body


def test_digest_counts_what_is_due_and_how_much_of_it_is_late(cast: Cast) -> None:
    with clock.at(moment(THURSDAY - timedelta(days=30))):
        first, second = managed(cast), managed(cast)
    FollowUp.objects.filter(case=first).update(due_on=THURSDAY)
    FollowUp.objects.filter(case=second).update(due_on=THURSDAY - timedelta(days=3))
    digest_on(THURSDAY)
    [mail] = digests_of(cast["mireille_cms_sierre"])
    assert "– Suivis trimestriels : 2, dont 1 en retard" in mail.body
    for case in (first, second):
        assert case.number not in mail.body and case.client.last_name not in mail.body


def test_what_was_late_before_is_no_news_by_itself(cast: Cast) -> None:
    with clock.at(moment(THURSDAY - timedelta(days=30))):
        case = managed(cast)
    FollowUp.objects.filter(case=case).update(due_on=THURSDAY)
    mireille = cast["mireille_cms_sierre"]
    digest_on(THURSDAY)
    digest_on(THURSDAY + timedelta(days=1))
    assert len(digests_of(mireille)) == 1
    tell(mireille, "case.transferred", day=THURSDAY + timedelta(days=3))
    digest_on(THURSDAY + timedelta(days=4))
    assert any("dont 1 en retard" in mail.body for mail in digests_of(mireille))


def test_each_day_is_told_once_however_often_the_schedule_runs(claire: User) -> None:
    tell(claire, "case.transferred")
    assert digest_on(THURSDAY) > 1
    assert digest_on(THURSDAY) == digest_on(THURSDAY, 15) == 0
    assert Digest.objects.filter(user=claire).count() == len(digests_of(claire)) == 1
    # What is new afterwards waits for the next day, and the first is not told again.
    tell(claire, "minutes.adopted", "2", day=THURSDAY + timedelta(days=1))
    digest_on(THURSDAY + timedelta(days=1))
    last = digests_of(claire)[-1]
    assert "Séances" in last.body and "Dossiers" not in last.body


def test_mail_sent_again_bears_the_same_message_id(claire: User) -> None:
    tell(claire, "case.transferred")
    digest_on(THURSDAY)
    with clock.at(moment(THURSDAY)):
        sweep(clock.now())
    Mail.objects.filter(to_user=claire).update(sent_at=None)
    [mail] = digests_of(claire)
    assert [m.extra_headers["Message-ID"] for m in outbox.outbox if m.to == [claire.email]] == [
        mail.message_id
    ]
    again = write_digest(claire, DayTold(new=["x"]), day=THURSDAY, at=moment(THURSDAY))
    assert not again and digests_of(claire) == [mail]


def test_day_and_mail_are_stored_together_or_not_at_all(claire: User) -> None:
    # A mail needs an address: the second write fails.
    claire.email = None
    assert not write_digest(claire, DayTold(new=["x"]), day=THURSDAY, at=moment(THURSDAY))
    assert not Digest.objects.filter(user=claire).exists()
    assert not digests_of(claire)


def test_quiet_day_is_made_up_for_on_the_next_working_day(claire: User) -> None:
    saturday = THURSDAY + timedelta(days=2)
    tell(claire, "case.transferred", day=saturday)
    # Saint Joseph's day is a public holiday of Valais; the offices may be shut besides.
    Closure.objects.create(day=saturday + timedelta(days=2), name="Carnaval")
    quiet = [saturday, saturday + timedelta(days=1), saturday + timedelta(days=2)]
    assert [digest_on(day) for day in (*quiet, date(2027, 3, 19))] == [0, 0, 0, 0]
    assert digest_on(saturday + timedelta(days=3)) > 0
    assert len(digests_of(claire)) == 1


def test_digest_waits_for_its_hour(claire: User) -> None:
    tell(claire, "case.transferred")
    assert digest_on(THURSDAY, 6) == 0
    assert digest_on(THURSDAY, 7) > 0


def test_absent_person_is_told_on_her_return(claire: User) -> None:
    absence = Absence(user=claire, valid_from=THURSDAY, valid_until=THURSDAY)
    record_absence(absence, by=claire, at=moment(THURSDAY, 5))
    tell(claire, "case.transferred")
    digest_on(THURSDAY)
    assert not digests_of(claire)
    digest_on(THURSDAY + timedelta(days=1))
    assert len(digests_of(claire)) == 1


def test_urgent_notice_is_mailed_at_once_on_any_day_and_isnt_told_twice(cast: Cast) -> None:
    isabelle, sunday = cast[ISABELLE], THURSDAY + timedelta(days=3)
    with clock.at(moment(THURSDAY)):
        case = announced(cast)
        InboxEntry.objects.all().delete()
    absence = Absence(user=isabelle, valid_from=sunday, valid_until=sunday)
    record_absence(absence, by=isabelle, at=moment(THURSDAY))
    choose_mails(left_out=Topic.values, by=isabelle, at=moment(THURSDAY))
    with clock.at(moment(sunday)):
        withdraw_procuration(case, note="", by=cast[CLAIRE], at=clock.now())
    assert "a été retirée" in Mail.objects.get(to_user=isabelle).body
    digest_on(sunday + timedelta(days=1))
    assert Mail.objects.filter(to_user=isabelle).count() == 1


def test_topic_left_out_is_silent_and_what_binds_is_told_all_the_same(claire: User) -> None:
    choose_mails(left_out=[Topic.MEETINGS], by=claire, at=moment(THURSDAY, 5))
    tell(claire, "minutes.adopted", "1")
    digest_on(THURSDAY)
    assert not digests_of(claire)
    tell(claire, "decision.taken", "2", day=THURSDAY + timedelta(days=1), meeting_on=THURSDAY)
    digest_on(THURSDAY + timedelta(days=1))
    [mail] = digests_of(claire)
    assert "Séances, procès-verbaux et décisions : 1" in mail.body


def test_due_dates_may_be_left_out(cast: Cast) -> None:
    mireille = cast["mireille_cms_sierre"]
    with clock.at(moment(THURSDAY - timedelta(days=30))):
        case = managed(cast)
    InboxEntry.objects.filter(user=mireille).update(read_at=moment(THURSDAY))
    FollowUp.objects.filter(case=case).update(due_on=THURSDAY)
    choose_mails(left_out=[Topic.DUE], by=mireille, at=moment(THURSDAY, 5))
    digest_on(THURSDAY)
    assert not digests_of(mireille)


def test_read_message_and_case_shut_meanwhile_are_not_counted(cast: Cast) -> None:
    mireille = cast["mireille_cms_sierre"]
    with clock.at(moment(THURSDAY - timedelta(days=2))):
        case = managed(cast)
    entry = InboxEntry.objects.get(user=mireille, notice="case_manager.designated")
    assert Case.objects.filter(assignments__kind=AssignmentKind.CASE_MANAGER, pk=case.pk).exists()
    with clock.at(moment(THURSDAY, 5)):
        withdraw_procuration(case, note="", by=cast[CLAIRE], at=clock.now())
    assert entry.read_at is None
    digest_on(THURSDAY)
    assert not digests_of(mireille)
    claire = cast[CLAIRE]
    for row in InboxEntry.objects.open().filter(user=claire):
        mark_read(row, by=claire, at=moment(THURSDAY, 5))
    digest_on(THURSDAY + timedelta(days=1))
    assert not digests_of(claire)


def test_entry_that_was_committed_late_is_counted_by_the_next_digest(claire: User) -> None:
    digest_on(THURSDAY)
    # Written before that digest, seen after it: its transaction was still running.
    tell(claire, "case.transferred")
    digest_on(THURSDAY + timedelta(days=1))
    digest_on(THURSDAY + timedelta(days=4))
    [mail] = digests_of(claire)
    assert "modifiés : 1" in mail.body


def test_first_digest_looks_back_a_week_and_no_further(claire: User) -> None:
    tell(claire, "case.transferred", "1", day=THURSDAY - timedelta(days=20))
    tell(claire, "case.transferred", "2", day=THURSDAY - timedelta(days=3))
    digest_on(THURSDAY)
    digest_on(THURSDAY + timedelta(days=1))
    [mail] = digests_of(claire)
    assert "modifiés : 1" in mail.body


def test_digest_speaks_her_language(cast: Cast) -> None:
    kurt = cast["kurt_orp_haut_valais"]
    assert kurt.language == "de"
    tell(kurt, "case.transferred")
    digest_on(THURSDAY)
    mail = Mail.objects.get(to_user=kurt)
    assert mail.language == "de"


def test_person_without_a_mandate_is_told_nothing(cast: Cast) -> None:
    yvan = cast["yvan_parti"]
    tell(yvan, "case.transferred")
    digest_on(THURSDAY)
    assert not Digest.objects.filter(user=yvan).exists()


def test_choice_is_made_on_a_page_and_traced(cast: Cast, claire: User) -> None:
    visitor = Visitor(claire)
    assert "Mes courriels" in text(visitor.get("mails"))
    data = {"counted": [Topic.CASES, Topic.DUE]}
    assert visitor.post("mails", data=data).status_code == 302
    left_out = MailPreference.objects.get(user=claire).left_out
    assert set(left_out) == set(Topic.values) - {Topic.CASES, Topic.DUE}
    assert Trace.objects.get(event="mails.chosen").actor == claire
    assert set(visitor.get("mails").context["form"].initial["counted"]) == set(data["counted"])
    assert visitor.post("mails", data={"counted": ["moon"]}).context["form"].errors
    with acting(claire.pk), pytest.raises(ValueError, match="moon"):
        choose_mails(left_out=["moon"], by=claire, at=clock.now())


def test_what_is_urgent_is_mailed_and_binds_by_itself() -> None:
    for code, notice in NOTICES.items():
        assert not (notice.is_urgent and (notice.is_binding or not notice.is_mailed)), code

"""The end of a consent is announced to who can renew it, exactly once each (P3)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Setting
from audit.models import Trace
from cases.actions.expiry import announce_expiries
from cases.actions.procurations import withdraw_procuration
from cases.models import Case, Procuration, ProcurationReminder
from core import clock
from messaging.models import InboxEntry
from tests.factories import Cast, consent, managed
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db


def morning(day: date):
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 8))


def ending(cast: Cast, days: int) -> Case:
    """A followed case whose consent ends so many days from now."""
    case = managed(cast)
    consent(case, cast, valid_until=clock.today() + timedelta(days=days))
    return case


def told() -> set[str]:
    rows = InboxEntry.objects.open().filter(notice="procuration.expiring")
    return {row.user.last_name for row in rows.select_related("user")}


def test_end_is_announced_30_and_7_days_before_once_to_each_who_can_renew(cast: Cast) -> None:
    case, today = ending(cast, 40), clock.today()
    assert announce_expiries(morning(today + timedelta(days=9))) == 0
    assert announce_expiries(morning(today + timedelta(days=10))) == 1
    # Worker in charge, home répondante, case manager and coordinator; nobody else.
    keys = ("anna_orp_sion", "claire_orp_sion", "mireille_cms_sierre", "isabelle_coord_central")
    names = {cast[key].last_name for key in keys}
    assert told() == names
    assert announce_expiries(morning(today + timedelta(days=11))) == 0
    assert announce_expiries(morning(today + timedelta(days=33))) == 1
    assert InboxEntry.objects.filter(notice="procuration.expiring").count() == 2 * len(names)
    # The second announcement takes the place of the first.
    assert InboxEntry.objects.open().filter(notice="procuration.expiring").count() == len(names)
    trace = Trace.objects.filter(event="procuration.reminded").first()
    assert trace.cases.get().case_id == case.pk


def test_entry_names_the_number_and_the_day_and_nobody(cast: Cast) -> None:
    case = ending(cast, 5)
    announce_expiries(clock.now())
    entry = InboxEntry.objects.filter(notice="procuration.expiring").first()
    assert case.number in entry.title and "expire le" in entry.title
    assert case.client.last_name not in entry.title + entry.why


def test_of_several_missed_days_only_the_last_is_told(cast: Cast) -> None:
    ending(cast, 5)
    assert announce_expiries(clock.now()) == 1
    assert [row.day for row in ProcurationReminder.objects.all()] == [7]


def test_days_of_announcement_are_a_dated_setting(cast: Cast) -> None:
    ending(cast, 50)
    assert announce_expiries(clock.now()) == 0
    since = clock.today()
    Setting.objects.create(key="procuration_reminder_days", value=[60], valid_from=since)
    assert announce_expiries(clock.now()) == 1


def test_renewed_or_withdrawn_consent_is_no_news_any_more(cast: Cast) -> None:
    case = ending(cast, 20)
    announce_expiries(clock.now())
    consent(case, cast)
    assert told() == set()
    other = ending(cast, 20)
    withdraw_procuration(other, note="—", by=cast["claire_orp_sion"], at=clock.now())
    assert announce_expiries(clock.now()) == 0


def test_database_keeps_one_announcement_a_day(cast: Cast) -> None:
    ending(cast, 20)
    announce_expiries(clock.now())
    row = ProcurationReminder.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcurationReminder.objects.create(
            procuration=row.procuration, day=row.day, reminded_at=clock.now()
        )


@pytest.mark.parametrize("who", ["anna_orp_sion", "claire_orp_sion", "isabelle_coord_central"])
def test_home_page_says_when_the_consent_ends_and_leads_to_its_renewal(
    cast: Cast, who: str
) -> None:
    case = ending(cast, 20)
    until = Procuration.objects.standing().get(case=case).valid_until
    page = text(Visitor(cast[who]).get("home"))
    assert f"La procuration expire le {until:%d.%m.%Y}" in page
    form = Visitor(cast[who]).get("cases:procuration_record", case.pk).context["form"]
    assert form["purpose"].value() == "Retour à l’emploi"

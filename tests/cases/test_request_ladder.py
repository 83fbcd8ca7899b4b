"""A request that nobody takes up: who is told when, and what the regional manager sees (C7)."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Closure
from accounts.scope import Scope
from cases.actions.gates import stale_gates
from cases.actions.procurations import withdraw_procuration
from cases.actions.request_answers import take_up
from cases.actions.request_ladder import climb
from cases.actions.requests import send_request
from cases.models import Case, CollaborationRequest, RequestReminder
from cases.past import who_could_see
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from core.working_days import add_working_days, working_days_before, working_days_between
from messaging.models import InboxEntry
from tests.cases.test_requests import QUESTION, SERVICE, mandate
from tests.factories import Cast, office, triaged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 2, 1)
# Carnival is worked, Saint Joseph's day isn't: none of them lies in these weeks.
DUE = date(2027, 2, 15)
LADDER = {
    date(2027, 2, 10): ("repondant", "mireille_cms_sierre"),
    date(2027, 2, 16): ("colleagues", "nicolas_cms_sierre"),
    date(2027, 2, 18): ("manager", "pierre_resp_cms_sierre"),
    date(2027, 2, 23): ("officer", "valerie_chargee"),
}


def noon(day: date) -> Any:
    return clock.start_of(day) + timedelta(hours=12)


@pytest.fixture
def row(cast: Cast) -> CollaborationRequest:
    at = noon(MONDAY)
    with clock.at(at):
        case = triaged(cast, at=at)
        return send_request(
            case,
            office=office("cms-sierre"),
            category=Category.WORK,
            question=QUESTION,
            service=SERVICE,
            by=cast["claire_orp_sion"],
            at=at,
        )


def told(rung: str) -> list[Any]:
    rows = InboxEntry.objects.filter(notice=f"request.waits.{rung}")
    return [entry.user for entry in rows]


def run_through(first: date, last: date) -> None:
    """Every noon of these days, twice, as a schedule does."""
    day = first
    while day <= last:
        with clock.at(noon(day)):
            climb(noon(day))
            climb(noon(day))
        day += timedelta(days=1)


def test_each_rung_is_reached_on_its_working_day_and_once(row, cast):
    assert row.due_on == DUE
    day = MONDAY
    for reached, (rung, key) in LADDER.items():
        run_through(day, reached - timedelta(days=1))
        assert told(rung) == []
        run_through(reached, reached)
        assert cast[key] in told(rung) and len(told(rung)) == len(set(told(rung)))
        day = reached + timedelta(days=1)
    run_through(day, day + timedelta(days=30))
    assert RequestReminder.objects.count() == len(LADDER)


def test_rungs_that_were_missed_are_made_up_for_in_their_order(row, cast):
    with clock.at(noon(DUE + timedelta(days=30))):
        assert climb(clock.now()) == len(LADDER)
    assert [step.rung for step in RequestReminder.objects.order_by("pk")] == [
        rung for rung, _key in LADDER.values()
    ]


def test_a_request_that_is_taken_up_climbs_no_further(row, cast):
    run_through(MONDAY, DUE)
    with clock.at(noon(DUE)):
        take_up(
            row,
            handler=mandate(cast, "mireille_cms_sierre"),
            starts_on=DUE,
            by=cast["mireille_cms_sierre"],
            at=clock.now(),
        )
    run_through(DUE, DUE + timedelta(days=30))
    assert [step.rung for step in RequestReminder.objects.all()] == ["repondant"]
    assert not InboxEntry.objects.open().filter(notice__startswith="request.waits").exists()


def test_without_a_consent_nobody_is_reminded(row, cast):
    with clock.at(noon(MONDAY)):
        withdraw_procuration(row.case, note="", by=cast["claire_orp_sion"], at=clock.now())
    run_through(DUE, DUE + timedelta(days=30))
    assert not RequestReminder.objects.exists()


def test_the_manager_sees_number_days_and_stage_while_it_waits(row, cast):
    pierre, case = cast["pierre_resp_cms_sierre"], row.case
    before, reached = date(2027, 2, 17), date(2027, 2, 18)
    run_through(MONDAY, before)
    with clock.at(noon(before)):
        assert not Case.objects.visible_to(pierre).exists()
    run_through(reached, reached)
    with clock.at(noon(reached)):
        access = CaseAccess.of(Case.objects.get(pk=case.pk), Scope.of(pierre))
        assert access.is_number_only and access.mask == 0
        assert stale_gates(case) == []
        visitor = Visitor(pierre)
        assert case.number in text(visitor.get("home"))
        page = text(visitor.get("dossier", case.pk))
        assert "CMS Sierre" in page and "3 jours ouvrables de retard" in page
        for secret in (QUESTION, SERVICE, case.client.last_name, "ORP Sion"):
            assert secret not in page
        assert visitor.get("cases:request", row.pk).status_code == 404
    with clock.at(noon(reached + timedelta(days=1))):
        take_up(
            row,
            handler=mandate(cast, "mireille_cms_sierre"),
            starts_on=clock.today(),
            by=cast["mireille_cms_sierre"],
            at=clock.now(),
        )
        assert not Case.objects.visible_to(pierre).exists()
        assert stale_gates(case) == []
        # The facts tell the same of the past.
        then = [reason.user for reason in who_could_see(case, noon(reached) + timedelta(hours=1))]
        now = [reason.user for reason in who_could_see(case, clock.now())]
        assert pierre in then and pierre not in now


def test_colleagues_hear_of_the_number_alone(row, cast):
    run_through(MONDAY, date(2027, 2, 16))
    entry = InboxEntry.objects.get(user=cast["nicolas_cms_sierre"])
    assert (entry.case_id, entry.url) == (None, "/")
    with clock.at(noon(date(2027, 2, 16))):
        assert not Case.objects.visible_to(cast["nicolas_cms_sierre"]).exists()


@pytest.mark.parametrize(
    ("day", "number", "found"),
    [
        (date(2027, 2, 15), 0, date(2027, 2, 15)),
        (date(2027, 2, 14), 0, date(2027, 2, 12)),
        (date(2027, 2, 18), 3, date(2027, 2, 15)),
        # Over Easter: Easter Monday is no public holiday of Valais, Saint Joseph's day is.
        (date(2027, 3, 22), 1, date(2027, 3, 18)),
    ],
)
def test_working_days_are_counted_back_as_they_are_counted_forward(day, number, found):
    assert working_days_before(day, number) == found
    assert working_days_before(add_working_days(found, number), number) == found
    assert working_days_between(found, add_working_days(found, number)) == number


def test_a_closed_office_moves_each_rung(row, cast):
    Closure.objects.create(day=date(2027, 2, 17), name="Fermeture")
    run_through(MONDAY, date(2027, 2, 18))
    assert told("manager") == []
    run_through(date(2027, 2, 19), date(2027, 2, 19))
    assert told("manager") == [cast["pierre_resp_cms_sierre"]]

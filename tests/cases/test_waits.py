"""What waited how long: Valais working days between the steps of a case (C6)."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from accounts.models import Closure
from cases.actions.announcements import announce
from cases.actions.flags import confirm_case
from cases.actions.reopening import reopen_case
from cases.actions.triage import triage
from cases.choices import Path
from cases.models import Case
from cases.waits import Step, timed, waits_of
from core import clock
from tests.endings import CLOSED, OFFICER, START, closed
from tests.factories import ORP_SION, Cast, consent, flagged, managed
from tests.pages import Visitor, text


def case_at(**moments: datetime) -> SimpleNamespace:
    """The moments of a case, none but those given."""
    names = ("flagged", "confirmed", "consented", "announced", "reopened", "triaged")
    none = dict.fromkeys([f"{name}_at" for name in (*names, "dropped", "closed", "merged")])
    return SimpleNamespace(**none | {f"{name}_at": at for name, at in moments.items()})


def days(first: datetime, last: date, **more) -> int:
    """How long the confirmation of a flag has been waited for."""
    return waits_of(case_at(flagged=first), day=last, **more)[0].days


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        # Friday to Monday; the same day; a weekend counts nothing.
        (datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 23), 1),
        (datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 20), 0),
        (datetime(2026, 11, 20, 9, tzinfo=UTC), date(2026, 11, 22), 0),
        # Immaculate Conception, a Tuesday, is a holiday of Valais.
        (datetime(2026, 12, 7, 9, tzinfo=UTC), date(2026, 12, 9), 1),
        # The turn of the year: 25 December and 1 January are Fridays.
        (datetime(2026, 12, 24, 9, tzinfo=UTC), date(2027, 1, 4), 5),
        # The leap day is worked.
        (datetime(2028, 2, 28, 9, tzinfo=UTC), date(2028, 3, 1), 2),
        # Both clock changes: late in the evening here it is still the same day.
        (datetime(2026, 3, 27, 22, 30, tzinfo=UTC), date(2026, 3, 30), 1),
        (datetime(2026, 3, 29, 22, 30, tzinfo=UTC), date(2026, 3, 30), 0),
        (datetime(2026, 10, 23, 21, 30, tzinfo=UTC), date(2026, 10, 26), 1),
        (datetime(2026, 10, 25, 23, 30, tzinfo=UTC), date(2026, 10, 26), 0),
    ],
)
def test_days_are_those_worked_in_valais(first, last, expected):
    assert days(first, last) == expected


def test_a_closure_of_the_offices_counts_nothing():
    friday = datetime(2026, 11, 20, 9, tzinfo=UTC)
    assert days(friday, date(2026, 11, 24), closures={date(2026, 11, 23)}) == 1


def test_the_last_step_is_the_one_that_is_waited_for():
    monday = datetime(2026, 11, 16, 9, tzinfo=UTC)
    case = case_at(flagged=monday, confirmed=monday + timedelta(days=2))
    confirmation, procuration = waits_of(case, day=date(2026, 11, 20))
    assert (confirmation.step, confirmation.days, confirmation.is_pending) == (
        Step.CONFIRMATION,
        2,
        False,
    )
    assert (procuration.step, procuration.days, procuration.is_pending) == (
        Step.PROCURATION,
        2,
        True,
    )


def test_what_ends_without_a_step_waits_no_longer():
    monday = datetime(2026, 11, 16, 9, tzinfo=UTC)
    case = case_at(flagged=monday, dropped=monday + timedelta(days=1))
    (wait,) = waits_of(case, day=date(2026, 11, 27))
    assert (wait.days, wait.until) == (1, date(2026, 11, 17))


@pytest.mark.django_db
def test_each_step_of_a_real_case_has_its_days(cast: Cast) -> None:
    monday = datetime(2026, 11, 16, 9, tzinfo=UTC)
    at = [monday + timedelta(days=n) for n in range(5)]
    case = flagged(cast, at=at[0])
    case = confirm_case(case, by=cast[ORP_SION.home], at=at[1])
    consent(case, cast, at=at[2])
    # A second consent is no first one.
    consent(case, cast, at=at[3])
    case = announce(case, path=Path.TRO, text="Voir.", by=cast[ORP_SION.home], at=at[3])
    row = timed(Case.objects.filter(pk=case.pk)).get()
    found = {wait.step: wait.days for wait in waits_of(row, day=date(2026, 11, 23))}
    assert found == {
        Step.CONFIRMATION: 1,
        Step.PROCURATION: 1,
        Step.ANNOUNCEMENT: 1,
        Step.TRIAGE: 2,
    }


@pytest.mark.django_db
def test_a_reopened_case_waits_for_its_triage_from_the_reopening_on(cast: Cast) -> None:
    with clock.at(START):
        case = managed(cast, at=START)
    case = closed(cast, case)
    at = CLOSED + timedelta(days=20)
    with clock.at(at):
        case = reopen_case(case, reason="Revient.", by=cast[OFFICER], at=at)
    row = timed(Case.objects.filter(pk=case.pk)).get()
    last = waits_of(row, day=clock.day_of(at))[-1]
    assert (last.step, last.since, last.days) == (Step.TRIAGE, clock.day_of(at), 0)
    due = clock.day_of(at) + timedelta(days=30)
    by = {"by": cast[ORP_SION.coordinator], "at": at}
    with clock.at(at):
        triage(case, path=Path.TRO, reason="À revoir.", due_on=due, **by)
    row = timed(Case.objects.filter(pk=case.pk)).get()
    assert not waits_of(row, day=due)[-1].is_pending


@pytest.mark.django_db
def test_the_dossier_shows_them_to_who_reads_its_steps_and_counts_closures(cast: Cast) -> None:
    monday = datetime(2026, 11, 16, 9, tzinfo=UTC)
    case = flagged(cast, at=monday)
    Closure.objects.create(day=date(2026, 11, 17), name="Fermeture")
    with clock.at(monday + timedelta(days=2)):
        page = text(Visitor(cast[ORP_SION.home]).get("dossier", case.pk))
        assert "Délais" in page
        assert "1 jour, en attente" in page
        assert Visitor(cast["elise_orp_sierre"]).get("dossier", case.pk).status_code == 404

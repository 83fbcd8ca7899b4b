"""Who could see a case, read from the facts: the same as the gates said at that moment (P5)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.choices import Role
from accounts.models import Absence, Mandate, User
from accounts.scope import Scope
from cases.actions.assignments import assign
from cases.actions.clients import update_client
from cases.actions.engagements import end_engagements, engage
from cases.actions.flags import hand_over
from cases.actions.merges import approve_merge, propose_merge, propose_undo, undo_merge
from cases.actions.notes import add_note
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.actions.triage import close_case
from cases.choices import AssignmentKind, EngagementKind, Outcome, Path, Tie
from cases.models import Case
from cases.past import Stretch, who_could_see, who_could_see_on
from cases.reading import CaseAccess, Ground
from core import clock
from core.choices import Category
from governance.actions.mandates import begin_mandate, end_mandate, record_absence
from tests.cases.test_matches import matched
from tests.factories import (
    ALL,
    Cast,
    announced,
    confirmed,
    consent,
    covered,
    flagged,
    managed,
    office,
    planned,
)

pytestmark = pytest.mark.django_db
Seen = set[tuple[User, Ground]]


def by_the_facts(case: Case, at: datetime) -> Seen:
    return {(row.user, row.ground) for row in who_could_see(case, at)}


def by_the_gates(case: Case, cast: Cast, at: datetime) -> Seen:
    case = Case.objects.get(pk=case.pk)
    return {
        (user, ground)
        for user in cast.values()
        for ground in CaseAccess.of(case, Scope.of(user, at)).grounds
    }


def told(seen: Seen) -> set[str]:
    """Who, by which tie, reading what: the words of a difference."""
    return {f"{user}, {ground.tie}, {ground.recipient}, {ground.mask}" for user, ground in seen}


def people(case: Case, at: datetime) -> set[str]:
    return {row.user.email.partition("@")[0] for row in who_could_see(case, at)}


def days_ago(number: int) -> datetime:
    return clock.now().replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=number)


class Life:
    """A case that is lived act by act; after each one, what the gates said then is kept."""

    def __init__(self, cast: Cast, make: Callable[..., Case], days: int = 60, **more: Any) -> None:
        self.cast, self.now = cast, days_ago(days)
        with clock.at(self.now):
            self.case = make(cast, at=self.now, **more)
        self.said: list[tuple[datetime, Seen]] = []
        self.note()

    def note(self) -> None:
        with clock.at(self.now):
            self.said.append((self.now, by_the_gates(self.case, self.cast, self.now)))

    def after(self, act: Callable[..., Any] | None, *args: Any, days: int = 0, **more: Any) -> Any:
        """Do something an hour or some days later, or let the time pass alone."""
        self.now += timedelta(days=days, hours=1)
        with clock.at(self.now):
            result = act(*args, **more, at=self.now) if act else None
        self.note()
        return result

    def holds(self) -> bool:
        """Whether the facts say of every moment what the gates said then."""
        for at, said in self.said:
            read = by_the_facts(self.case, at)
            assert told(read) == told(said), at
            assert read == said, at
        return True


# --- the same as the gates ----------------------------------------------------------------------
def test_the_facts_say_of_every_moment_what_the_gates_said_then(cast: Cast) -> None:
    life = Life(cast, managed, path=Path.ASSESSMENT)
    case, claire, isabelle = life.case, cast["claire_orp_sion"], cast["isabelle_coord_central"]
    mireille, sierre, oai = cast["mireille_cms_sierre"], office("cms-sierre"), office("oai-sion")
    life.after(hand_over, case, to=cast["marc_orp_sion"], reason="Secteur", by=claire)
    executing = {"office": sierre, "reason": "Mesure.", "by": isabelle}
    life.after(assign, case, cast["ines_cms_sierre"], AssignmentKind.EXECUTING, **executing)
    invitation = {"source_id": case.home_office_id, "by": isabelle}
    life.after(engage, case, oai, EngagementKind.INVITATION, **invitation)
    life.after(add_note, case, category=Category.WORK, text="Stage.", by=mireille)
    withdrawn = {sierre: {Category.HEALTH}}
    life.after(narrow_procuration, case, withdrawn=withdrawn, note="", by=claire, days=2)
    life.after(renew, case, cast, recipients={office("bureau-cii"): ALL, oai: {Category.WORK}})
    life.after(end_engagements, **invitation)
    life.after(record_absence, Absence(user=isabelle, valid_from=life.now.date()), by=isabelle)
    mandate = Mandate.objects.get(user=claire, role=Role.REPONDANT)
    life.after(end_mandate, mandate, by=cast["valerie_chargee"], days=1)
    life.after(withdraw_procuration, case, note="", by=isabelle, days=1)
    life.after(close_case, case, outcome=Outcome.WITHDRAWN, by=isabelle, days=1)
    life.after(None, days=20)
    assert life.holds()
    assert len({frozenset(told(said)) for _at, said in life.said}) > 8


def renew(case: Case, cast: Cast, *, at: datetime, **more: Any) -> None:
    consent(case, cast, at=at, **more)


@pytest.mark.parametrize("make", [flagged, confirmed, covered, announced, planned])
def test_the_facts_and_the_gates_agree_today(cast: Cast, make: Callable[..., Case]) -> None:
    case, at = make(cast), clock.now()
    assert told(by_the_facts(case, at)) == told(by_the_gates(case, cast, at))
    assert by_the_facts(case, at) == by_the_gates(case, cast, at)


def test_a_consent_that_begins_later_or_is_out_of_date_opened_nothing(cast: Cast) -> None:
    life = Life(cast, confirmed)
    first = life.now.date() + timedelta(days=10)
    dates = {"valid_from": first, "valid_until": first + timedelta(days=9)}
    life.after(renew, life.case, cast, **dates)
    by = {"by": cast["claire_orp_sion"]}
    life.after(engage, life.case, office("cms-sierre"), EngagementKind.INVITATION, **by)
    life.after(None, days=10)
    assert "mireille_cms_sierre" in people(life.case, life.now)
    life.after(None, days=10)
    assert "mireille_cms_sierre" not in people(life.case, life.now)
    assert life.holds()


def test_a_merged_case_is_open_as_the_kept_one_and_the_narrower_consent_allow(cast: Cast) -> None:
    """Merged, kept apart again: of each moment the facts say what the gates said then."""
    match = matched(cast)
    kept, merged = match.older, match.newer
    markus, isabelle = cast["markus_coord_haut"], cast["isabelle_coord_central"]
    said: list[tuple[Case, datetime, Seen]] = []

    def note() -> None:
        at = clock.now()
        said.extend((case, at, by_the_gates(case, cast, at)) for case in (kept, merged))

    note()
    add_note(kept, category=Category.WORK, text="—", by=cast["anna_orp_sion"], at=clock.now())
    propose_merge(match, keep=kept, reason="Même personne.", by=markus, at=clock.now())
    approve_merge(match, by=isabelle, at=clock.now())
    note()
    consent(kept, cast, recipients={office("bureau-cii"): ALL, office("cms-sierre"): ALL})
    note()
    withdraw_procuration(kept, note="", by=isabelle, at=clock.now())
    note()
    propose_undo(match, reason="Deux personnes.", by=isabelle, at=clock.now())
    undo_merge(match, by=markus, at=clock.now())
    note()
    for case, at, seen in said:
        read = by_the_facts(Case.objects.get(pk=case.pk), at)
        assert told(read) == told(seen)
        assert read == seen
    assert len({frozenset(told(seen)) for case, _at, seen in said if case == merged}) > 2


# --- what was known at that time ----------------------------------------------------------------
def test_a_mandate_that_ended_backdated_still_opened_the_case_until_it_was_told(cast: Cast) -> None:
    life = Life(cast, announced)
    mandate = Mandate.objects.get(user=cast["claire_orp_sion"], role=Role.REPONDANT)
    first = {"last_day": life.now.date() + timedelta(days=20), "by": cast["valerie_chargee"]}
    life.after(end_mandate, mandate, **first, days=5)
    life.after(None, days=10)
    long_gone = {"last_day": life.now.date() - timedelta(days=8), "by": cast["valerie_chargee"]}
    life.after(end_mandate, mandate, **long_gone, days=1)
    assert "claire_orp_sion" in people(life.case, life.now - timedelta(minutes=1))
    assert "claire_orp_sion" not in people(life.case, life.now)
    assert life.holds()


def test_a_mandate_that_began_backdated_opened_nothing_before_it_was_told(cast: Cast) -> None:
    life = Life(cast, announced)
    late = Mandate(
        user=cast["marc_orp_sion"],
        role=Role.REPONDANT,
        office=office("orp-sion"),
        population=life.case.population,
        valid_from=life.now.date(),
    )
    life.after(begin_mandate, late, by=cast["valerie_chargee"], days=3)
    assert "marc_orp_sion" not in people(life.case, life.now - timedelta(days=1))
    assert "marc_orp_sion" in people(life.case, life.now)
    assert life.holds()


def test_who_read_under_the_former_population_is_named_for_those_days(cast: Cast) -> None:
    case = flagged(cast)
    before = clock.now()
    young = {"birth_date": clock.today() - timedelta(days=365 * 20)}
    update_client(case, changes=young, by=cast["claire_orp_sion"], at=clock.now())
    assert people(case, before) == {"anna_orp_sion", "claire_orp_sion"}
    assert people(case, clock.now()) == {"anna_orp_sion", "david_orp_sion"}


def test_an_account_closed_since_is_named_for_the_days_before_and_not_for_today(cast: Cast) -> None:
    life = Life(cast, announced)
    User.objects.filter(pk=cast["claire_orp_sion"].pk).update(is_active=False)
    assert "claire_orp_sion" in people(life.case, life.now)
    assert "claire_orp_sion" not in people(life.case, clock.now())


# --- a whole day --------------------------------------------------------------------------------
def of(rows: list[Stretch], user: User, tie: Tie) -> list[Stretch]:
    return [row for row in rows if (row.reason.user, row.reason.ground.tie) == (user, tie)]


def test_a_withdrawal_divides_its_day(cast: Cast) -> None:
    life = Life(cast, managed)
    life.after(withdraw_procuration, life.case, note="", by=cast["claire_orp_sion"], days=3)
    rows = who_could_see_on(life.case, life.now.date())
    (manager,) = of(rows, cast["mireille_cms_sierre"], Tie.CASE_MANAGER)
    assert (manager.begins, manager.ends) == (None, life.now)
    reading, stub = of(rows, cast["isabelle_coord_central"], Tie.COORDINATOR)
    assert reading.reason.ground.mask and reading.ends == life.now
    assert not stub.reason.ground.mask and (stub.begins, stub.ends) == (life.now, None)
    (worker,) = [r for r in of(rows, cast["anna_orp_sion"], Tie.WORKER) if not r.reason.ground.mask]
    assert worker.reason.ground.is_own


def test_a_day_on_which_nothing_changed_is_one_stretch_for_each_ground(cast: Cast) -> None:
    life = Life(cast, managed)
    next_day = clock.day_of(life.now + timedelta(days=1))
    rows = who_could_see_on(life.case, next_day)
    assert {(row.begins, row.ends) for row in rows} == {(None, None)}
    noon = life.now + timedelta(days=1)
    assert {(r.reason.user, r.reason.ground) for r in rows} == by_the_facts(life.case, noon)


def test_before_the_flag_and_after_today_there_is_nobody(cast: Cast) -> None:
    life = Life(cast, announced)
    assert who_could_see_on(life.case, date(2020, 1, 1)) == []
    assert who_could_see_on(life.case, clock.today() + timedelta(days=1)) == []


# --- why ----------------------------------------------------------------------------------------
def test_each_reason_names_the_acts_it_stands_on_and_the_consent(cast: Cast) -> None:
    case = managed(cast)
    rows = who_could_see(case, clock.now())
    (manager,) = [row for row in rows if row.ground.tie == Tie.CASE_MANAGER]
    assert [act.what for act in manager.acts] == [
        AssignmentKind.CASE_MANAGER.label,
        EngagementKind.CASE_MANAGEMENT.label,
    ]
    assert manager.procuration and manager.procuration.pk == manager.ground.procuration_id


def test_after_the_end_of_an_engagement_its_dates_are_told(cast: Cast) -> None:
    case = managed(cast)
    add_note(
        case,
        category=Category.WORK,
        text="Bilan.",
        by=cast["mireille_cms_sierre"],
        at=clock.now(),
    )
    close_case(case, outcome=Outcome.JOB, by=cast["isabelle_coord_central"], at=clock.now())
    rows = who_could_see(case, clock.now())
    (row,) = [row for row in rows if row.user == cast["mireille_cms_sierre"]]
    assert row.ground.tie == Tie.ENGAGED and row.ground.is_own
    assert [act.what for act in row.acts] == [EngagementKind.CASE_MANAGEMENT.label]
    assert row.acts[0].ended_at


def test_the_facts_are_read_in_as_many_queries_for_many_people(cast: Cast) -> None:
    case = planned(cast)
    with CaptureQueriesContext(connection) as asked:
        who_could_see(case, clock.now())
    # PostgreSQL is also told in whose name.
    facts = [query["sql"] for query in asked if "cii.context" not in query["sql"]]
    assert len(facts) <= 16

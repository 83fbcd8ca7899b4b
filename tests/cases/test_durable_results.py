"""Some months after a closure its home dispositif is asked whether the result holds (C13)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from accounts.models import Closure, Mandate, Setting
from audit.models import Trace
from cases.actions.gates import refresh_gates
from cases.actions.procurations import withdraw_procuration
from cases.actions.reopening import reopen_case
from cases.actions.result_answers import answer_result
from cases.actions.result_questions import ask_results
from cases.choices import CaseState, Lasting, Outcome, Path
from cases.models import Case, DurableResult, Procuration
from cases.reading import CaseAccess
from cases.timeline import happened
from core import clock
from core.refusal import Refusal
from messaging.models import InboxEntry
from tests.endings import CLOSED, DUE, HOME, OFFICER, START, answered, closed
from tests.factories import ORP_SION, managed, triaged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

# Closed on Monday 28.09.2026: six months later is Easter Sunday.
ASKED = datetime(2027, 3, 29, 7, tzinfo=UTC)
ANSWERED = ASKED + timedelta(days=2)
PAGE = "cases:result_answer"


@pytest.fixture
def case(cast) -> Case:
    """Managed by CMS Sierre, then closed with a job."""
    with clock.at(START):
        case = managed(cast, at=START)
    return closed(cast, case)


def ask(at: datetime = ASKED) -> int:
    with clock.at(at):
        return ask_results(at)


def answer(case: Case, cast, what: Lasting = Lasting.HELD, by: str = HOME, **said) -> DurableResult:
    with clock.at(ANSWERED):
        return answer_result(case, answer=what, by=cast[by], at=ANSWERED, **said)


def told(notice: str):
    return InboxEntry.objects.filter(notice=notice)


# --- asked --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("closed_at", "asked_on"),
    [
        # Easter Sunday; and St Joseph, on a Friday.
        (CLOSED, date(2027, 3, 29)),
        (datetime(2026, 9, 19, 9, tzinfo=UTC), date(2027, 3, 22)),
        # Closed on the last day of August: February is too short, never early.
        (datetime(2026, 8, 31, 9, tzinfo=UTC), date(2027, 3, 1)),
        # To the leap day itself.
        (datetime(2027, 8, 29, 9, tzinfo=UTC), date(2028, 2, 29)),
        # Shortly before and after midnight in Valais, on the day when the clock goes back.
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2027, 4, 26)),
        (datetime(2026, 10, 26, 23, 0, tzinfo=UTC), date(2027, 4, 27)),
    ],
)
def test_it_is_asked_six_months_later_on_a_working_day_of_valais(cast, case, closed_at, asked_on):
    Case.objects.filter(pk=case.pk).update(closed_at=closed_at)
    first = clock.start_of(asked_on)
    assert ask(first - timedelta(minutes=1)) == 0
    assert ask(first) == 1
    assert clock.day_of(DurableResult.objects.get().asked_at) == asked_on


def test_the_home_dispositif_is_asked_once_and_has_ten_working_days(cast, case):
    assert [ask(), ask(), ask(ASKED + timedelta(days=1))] == [1, 0, 0]
    assert [entry.user for entry in told("result.asked")] == [cast[HOME]]
    row = DurableResult.objects.get()
    assert (row.outcome, row.closed_at, row.due_on) == (Outcome.JOB, CLOSED, date(2027, 4, 12))
    assert Trace.objects.filter(event="result.asked").count() == 1


def test_months_and_days_are_settings_and_an_office_closure_moves_the_day(cast, case):
    for key, value in (("durable_result_months", 1), ("durable_result_days", 1)):
        Setting.objects.create(key=key, value=value, valid_from=date(2026, 1, 1), note="")
    Closure.objects.create(day=date(2026, 10, 28), name="Fermeture")
    assert ask(datetime(2026, 10, 28, 7, tzinfo=UTC)) == 0
    assert ask(datetime(2026, 10, 29, 7, tzinfo=UTC)) == 1
    assert DurableResult.objects.get().due_on == date(2026, 10, 30)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_who_left_or_took_her_consent_back_is_not_asked_about(cast, case, outcome):
    Case.objects.filter(pk=case.pk).update(outcome=outcome)
    assert ask() == (outcome not in (Outcome.MOVED, Outcome.WITHDRAWN))


def test_a_case_that_was_never_followed_is_not_asked_about(cast, case):
    Case.objects.filter(pk=case.pk).update(triaged_at=None, triaged_by=None)
    assert ask() == 0


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("end", ["withdrawn", "reopened", "destruction"])
def test_what_comes_between_ends_the_question(cast, case, end, when):
    """Before it was asked it never is; afterwards nobody waits for the answer any more."""
    at = CLOSED + timedelta(days=20)
    if when == "after":
        assert ask() == 1
        at = ANSWERED
    with clock.at(at):
        if end == "withdrawn":
            withdraw_procuration(case, note="", by=cast[HOME], at=at)
        elif end == "reopened":
            reopen_case(case, reason="Revient.", by=cast[OFFICER], at=at)
    if end == "destruction":
        with clock.at(DUE):
            answered(case, cast)
    assert ask(DUE) == 0
    assert not told("result.asked").filter(done_at=None).exists()
    assert not DurableResult.objects.open().exists()
    with clock.at(DUE):
        page = text(Visitor(cast[HOME]).get("home"))
        assert "le résultat tient-il" not in page
        with pytest.raises(Refusal, match="n’est pas demandé"):
            answer_result(case, answer=Lasting.HELD, by=cast[HOME], at=DUE)


def test_a_consent_that_ran_out_leaves_the_question_to_the_own_part(cast, case):
    Procuration.objects.filter(case=case).update(valid_until=CLOSED.date())
    assert ask() == 1
    answer(case, cast, remark="Toujours en poste.")
    with clock.at(ANSWERED):
        assert "Toujours en poste." in text(Visitor(cast[HOME]).get("dossier", case.pk))


def test_after_a_second_closure_it_is_asked_again(cast, case):
    ask()
    with clock.at(ANSWERED):
        case = reopen_case(case, reason="Revient.", by=cast[OFFICER], at=ANSWERED)
    Case.objects.filter(pk=case.pk).update(
        state=CaseState.CLOSED,
        closed_at=ANSWERED,
        closed_by=cast[OFFICER],
        outcome=Outcome.TRAINING,
        triaged_at=ANSWERED,
        triaged_by=cast[OFFICER],
        path=Path.TRO,
    )
    assert ask(datetime(2027, 10, 4, 7, tzinfo=UTC)) == 1
    assert list(DurableResult.objects.values_list("outcome", flat=True)) == ["job", "training"]
    assert DurableResult.objects.open().get().outcome == Outcome.TRAINING


# --- answered -----------------------------------------------------------------------------------
@pytest.mark.parametrize("by", [HOME, ORP_SION.worker])
def test_the_answer_is_dated_traced_and_told_to_who_reads_of_work(cast, case, by):
    ask()
    row = answer(case, cast, since=date(2026, 11, 1), remark="Temps plein.", by=by)
    assert (row.answer, row.answered_at, row.answered_by) == ("held", ANSWERED, cast[by])
    assert not told("result.asked").filter(done_at=None).exists()
    trace = Trace.objects.get(event="result.answered")
    assert trace.details == {"answer": "held"}
    with clock.at(ANSWERED):
        page = text(Visitor(cast[by]).get("dossier", case.pk))
        assert "Après la clôture : le résultat tient" in page
        assert "Depuis le 01.11.2026" in page and "Temps plein." in page
        for key, reads in (
            (HOME, True),
            (ORP_SION.coordinator, True),
            (OFFICER, False),
            ("monique_secretariat", False),
        ):
            events = happened(CaseAccess.of(Case.objects.get(pk=case.pk), cast[key]))
            assert any("Après la clôture" in event.title for event in events) == reads, key


def test_a_second_answer_says_who_was_first(cast, case):
    ask()
    answer(case, cast)
    with pytest.raises(Refusal, match=str(cast[HOME])):
        answer(case, cast, Lasting.UNKNOWN, by=ORP_SION.worker)
    assert DurableResult.objects.get().answer == Lasting.HELD


def test_a_day_to_come_is_refused(cast, case):
    ask()
    with pytest.raises(Refusal) as refusal:
        answer(case, cast, since=date(2027, 12, 1))
    assert refusal.value.field == "since"


@pytest.mark.parametrize("what", list(Lasting))
def test_a_lost_result_is_told_to_the_coordination_that_reopens(cast, case, what):
    ask()
    answer(case, cast, what)
    people = [entry.user for entry in told("result.answered")]
    assert people == ([cast[ORP_SION.coordinator]] if what == Lasting.NOT_HELD else [])


def test_a_coordination_that_reads_nothing_is_not_told(cast, case):
    Procuration.objects.filter(case=case).update(valid_until=CLOSED.date())
    with clock.at(CLOSED):
        refresh_gates(case)
    ask()
    answer(case, cast, Lasting.NOT_HELD)
    assert not told("result.answered").exists()


# --- the pages ----------------------------------------------------------------------------------
def test_the_home_page_leads_to_the_question_and_the_question_to_the_case(cast, case):
    ask()
    home = Visitor(cast[HOME])
    with clock.at(ANSWERED):
        page = text(home.get("home"))
        assert "Clôturé le 28.09.2026 : le résultat tient-il ?" in page
        assert reverse(PAGE, args=[case.pk]) in page
        assert "Dire si le résultat tient" in text(home.get("dossier", case.pk))
        assert "emploi" in text(home.get(PAGE, case.pk))
        empty = home.post(PAGE, case.pk, data={})
        assert empty.status_code == 200 and "obligatoire" in text(empty)
        done = home.post(PAGE, case.pk, data={"answer": "held"})
        assert done["Location"] == reverse("dossier", args=[case.pk])
        assert "le résultat tient-il" not in text(home.get("home"))
        assert "Rien n’est demandé" in text(home.get(PAGE, case.pk))
        again = text(home.post(PAGE, case.pk, data={"answer": "not_held"}))
        assert "a déjà répondu" in again


@pytest.mark.parametrize(
    ("consents", "told"),
    [
        (True, "La coordination est avertie : elle peut rouvrir le dossier."),
        (False, "Pour rouvrir le dossier, faites d’abord signer une procuration"),
    ],
)
def test_a_lost_result_says_how_the_case_goes_on(cast, case, consents, told):
    if not consents:
        Procuration.objects.filter(case=case).update(valid_until=CLOSED.date())
    ask()
    home = Visitor(cast[HOME])
    with clock.at(ANSWERED):
        home.post(PAGE, case.pk, data={"answer": "not_held"})
        assert told in text(home.get("dossier", case.pk))


def test_who_answers_and_coordinates_goes_on_to_the_reopening(cast, case):

    ask()
    Mandate.objects.filter(user=cast[ORP_SION.coordinator]).update(user=cast[HOME])
    with clock.at(ANSWERED):
        page = Visitor(cast[HOME]).post(PAGE, case.pk, data={"answer": "not_held"})
    assert page["Location"] == reverse("cases:case_reopen", args=[case.pk])


def test_who_has_no_part_in_the_home_dispositif_is_not_asked(cast, case):
    ask()
    with clock.at(ANSWERED):
        for key in ("mireille_cms_sierre", ORP_SION.coordinator):
            assert "le résultat tient-il" not in text(Visitor(cast[key]).get("home"))
        assert Visitor(cast["mireille_cms_sierre"]).get(PAGE, case.pk).status_code == 404


def test_a_limit_leaves_the_rest_for_the_next_turn(cast, case):
    with clock.at(START):
        other = triaged(cast, at=START, last_name="Autre")
    closed(cast, other)
    with clock.at(ASKED):
        assert [ask_results(ASKED, limit=1) for _ in range(3)] == [1, 1, 0]

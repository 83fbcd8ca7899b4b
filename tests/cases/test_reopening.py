"""A closed case goes on from the announcement; nobody is let in again by that alone (C13)."""

from datetime import timedelta

import pytest

from cases.actions.procurations import withdraw_procuration
from cases.actions.reopening import reopen_case
from cases.actions.triage import triage
from cases.choices import CaseState, Outcome, Path
from cases.models import Case, FollowUp, Reopening
from cases.retention import term_of
from core import clock
from core.refusal import Refusal
from messaging.models import InboxEntry
from tests.endings import CLOSED, DUE, HOME, OFFICER, START, answered, closed
from tests.factories import ORP_SION, consent, managed
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
SOON = CLOSED + timedelta(days=20)
REASON = "A perdu son emploi."


@pytest.fixture
def case(cast) -> Case:
    """Managed by CMS Sierre, then closed with a job."""
    with clock.at(START):
        case = managed(cast, at=START)
    return closed(cast, case)


def reopened(case: Case, cast, by: str = OFFICER) -> Case:
    with clock.at(SOON):
        return reopen_case(case, reason=REASON, by=cast[by], at=SOON)


def test_it_is_triaged_anew_and_its_closure_stays_a_fact(cast, case):
    before = Case.objects.get(pk=case.pk)
    case = reopened(case, cast)
    assert (case.state, case.outcome, case.path) == (CaseState.ANNOUNCED, "", "")
    kept = Reopening.objects.get(case=case)
    assert (kept.outcome, kept.closed_at, kept.closed_by) == (
        Outcome.JOB,
        before.closed_at,
        before.closed_by,
    )
    assert (kept.path, kept.triaged_at) == (Path.TRO, before.triaged_at)
    assert term_of(case, clock.day_of(SOON)) is None
    by = {"by": cast[ORP_SION.coordinator], "at": SOON}
    with clock.at(SOON):
        due = clock.day_of(SOON) + timedelta(days=30)
        case = triage(case, path=Path.TANDEM, reason="Stage.", due_on=due, **by)
    assert case.state == CaseState.TRIAGED
    assert FollowUp.objects.open().filter(case=case).count() == 1


def test_who_left_with_the_closure_stays_out(cast, case):
    manager, coordinator = cast[ORP_SION.manager], cast[ORP_SION.coordinator]
    case = reopened(case, cast)
    with clock.at(SOON):
        assert not Case.objects.visible_to(manager).filter(pk=case.pk).exists()
        assert Case.objects.identified_to(coordinator).filter(pk=case.pk).exists()


def test_home_dispositif_and_coordination_are_told(cast, case):
    reopened(case, cast)
    told = InboxEntry.objects.filter(notice="case.reopened").values_list("user", flat=True)
    expected = {cast[key].pk for key in (ORP_SION.worker, HOME, ORP_SION.coordinator)}
    assert set(told) >= expected
    assert cast[OFFICER].pk not in told


@pytest.mark.parametrize(
    ("reason", "state", "told"),
    [
        (" ", "closed", "Dites pourquoi"),
        (REASON, "withdrawn", "Enregistrez d’abord"),
        (REASON, "destruction", "nouveau dossier"),
        (REASON, "open", "a déjà rouvert"),
    ],
)
def test_what_is_missing_is_said_and_nothing_changes(cast, case, reason, state, told):
    at = SOON
    with clock.at(at):
        if state == "withdrawn":
            withdraw_procuration(case, note="", by=cast[HOME], at=at)
        elif state == "open":
            reopened(case, cast)
    if state == "destruction":
        at = DUE
        with clock.at(at):
            answered(case, cast)
    with clock.at(at), pytest.raises(Refusal, match=told):
        reopen_case(case, reason=reason, by=cast[OFFICER], at=at)
    assert Reopening.objects.count() == (state == "open")


def test_after_a_withdrawal_the_home_dispositif_records_a_new_consent_first(cast, case):
    with clock.at(SOON):
        withdraw_procuration(case, note="", by=cast[HOME], at=SOON)
        page = text(Visitor(cast[HOME]).get("dossier", case.pk))
        assert "Enregistrer une procuration pour rouvrir le dossier" in page
        consent(case, cast, at=SOON)
    assert reopened(case, cast).state == CaseState.ANNOUNCED


def test_the_page_asks_why_and_the_dossier_tells_both_ends(cast, case):
    coordinator = Visitor(cast[ORP_SION.coordinator])
    with clock.at(SOON):
        assert "Rouvrir le dossier" in text(coordinator.get("dossier", case.pk))
        page = coordinator.post("cases:case_reopen", case.pk, data={"reason": ""})
        assert page.status_code == 200 and "obligatoire" in text(page)
        coordinator.post("cases:case_reopen", case.pk, data={"reason": REASON})
        assert f"Rouvert le {SOON:%d.%m.%Y}, à trier à nouveau" in text(coordinator.get("home"))
        page = text(coordinator.get("dossier", case.pk))
        assert "Dossier rouvert" in page and REASON in page
        assert "Dossier clôturé : emploi" in page and "Annonce triée : TRO" in page
        again = coordinator.post("cases:case_reopen", case.pk, data={"reason": REASON})
    assert "a déjà rouvert ce dossier" in text(again) and REASON in text(again)
    assert Reopening.objects.count() == 1

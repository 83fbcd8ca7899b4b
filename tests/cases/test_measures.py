"""What has come of a measure is noted on the plan in force, which stays as it was adopted (C10)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.models import Institution
from accounts.scope import Scope
from audit.models import Trace
from cases.actions.measures import move_measure
from cases.actions.plans import add_measure, adopt_plan, draft_plan
from cases.choices import MeasureState, PlanState
from cases.models import Case, CatalogueMeasure, FollowUp, PlanMeasure
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from governance.reviews import sheet
from tests.factories import ALL, ORP_SION, office, planned
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

START = datetime(2026, 3, 12, 9, tzinfo=UTC)
MIDDLE = START + timedelta(days=30)
MANAGER, COORDINATOR, HOME = ORP_SION.manager, ORP_SION.coordinator, ORP_SION.home


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.at(START):
        yield


def measure_of(case: Case) -> PlanMeasure:
    return PlanMeasure.objects.get(plan__case=case, plan__state=PlanState.ADOPTED)


def with_measure_of_home(cast, category: Category = Category.WORK, **changes) -> PlanMeasure:
    """A second version, whose one measure is carried out by the dispositif that flagged."""
    case = planned(cast, **changes)
    by = {"by": cast[COORDINATOR], "at": START}
    plan = draft_plan(case, objective="Un stage.", has_client_agreement=True, **by)
    row = add_measure(
        plan,
        measure=CatalogueMeasure.objects.get(code="coaching_orp_cms"),
        responsible=office("orp-sion"),
        payer=Institution.objects.get(code="sict"),
        starts_on=START.date(),
        category=category,
        **by,
    )
    adopt_plan(plan, **by)
    return row


def test_the_case_manager_notes_that_a_measure_began_and_was_completed(cast):
    row = measure_of(planned(cast))
    version = row.plan.version
    move_measure(row, move="start", by=cast[MANAGER], at=START)
    row = move_measure(row, move="complete", by=cast[MANAGER], at=MIDDLE)
    assert row.state == MeasureState.COMPLETED
    assert (row.started_at, row.completed_at) == (START, MIDDLE)
    assert row.plan.case.plans.get().version == version
    assert row.history.count() == 3
    events = ["measure.completed", "measure.started"]
    found = Trace.objects.filter(event__in=events).order_by("event")
    assert list(found.values_list("event", flat=True)) == events


def test_who_is_responsible_notes_it_and_another_dispositif_does_not(cast):
    row = with_measure_of_home(cast)
    move_measure(row, move="start", by=cast[HOME], at=START)
    row = measure_of(planned(cast))
    with pytest.raises(Forbidden, match="CMS Sierre"):
        move_measure(row, move="start", by=cast[HOME], at=START)
    with pytest.raises(Forbidden):
        move_measure(row, move="start", by=cast[COORDINATOR], at=START)


def test_a_measure_that_she_may_not_read_is_not_there_for_who_is_responsible(cast):
    recipients = {
        office("bureau-cii"): ALL,
        office("orp-sion"): {Category.IDENTITY, Category.WORK},
        office("cms-sierre"): ALL,
    }
    row = with_measure_of_home(cast, Category.HEALTH, recipients=recipients)
    with pytest.raises(Http404):
        move_measure(row, move="start", by=cast[HOME], at=START)
    assert Visitor(cast[HOME]).get("cases:measure_update", row.pk).status_code == 404


def test_a_measure_is_broken_off_for_a_reason_only(cast):
    row = measure_of(planned(cast))
    with pytest.raises(Refusal, match="pourquoi"):
        move_measure(row, move="break_off", reason=" ", by=cast[MANAGER], at=START)
    row = move_measure(row, move="break_off", reason="Déménage.", by=cast[MANAGER], at=START)
    assert row.break_reason == "Déménage."
    with pytest.raises(Refusal, match="a déjà décidé"):
        move_measure(row, move="start", by=cast[MANAGER], at=START)


def test_the_database_refuses_a_state_without_its_facts(cast):
    row = measure_of(planned(cast))
    for wrong in (
        {"state": "started"},
        {"state": "completed"},
        {"state": "broken_off", "broken_off_at": START, "broken_off_by": cast[MANAGER]},
        {"break_reason": "Sans raison."},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlanMeasure.objects.filter(pk=row.pk).update(**wrong)


def test_a_measure_of_a_replaced_version_does_not_move(cast):
    case = planned(cast)
    former = measure_of(case)
    by = {"by": cast[COORDINATOR], "at": START}
    plan = draft_plan(case, objective="Un stage.", has_client_agreement=True, **by)
    terms = {"responsible": former.responsible, "payer": former.payer, "starts_on": MIDDLE.date()}
    row = add_measure(plan, measure=former.measure, **terms, **by)
    with pytest.raises(Refusal, match="en vigueur"):
        move_measure(row, move="start", by=cast[MANAGER], at=START)
    adopt_plan(plan, **by)
    with pytest.raises(Refusal, match="en vigueur"):
        move_measure(former, move="start", by=cast[MANAGER], at=START)
    page = text(Visitor(cast[MANAGER]).get("cases:measure_update", former.pk))
    assert "Rien à noter ici" in page


def test_a_measure_that_goes_on_in_a_new_version_has_begun_already(cast):
    case = planned(cast)
    former = move_measure(measure_of(case), move="start", by=cast[MANAGER], at=START)
    by = {"by": cast[COORDINATOR], "at": MIDDLE}
    with clock.at(MIDDLE):
        plan = draft_plan(case, objective="Un stage.", has_client_agreement=True, **by)
        terms = {"responsible": former.responsible, "payer": former.payer}
        add_measure(plan, measure=former.measure, starts_on=former.starts_on, **terms, **by)
        other = CatalogueMeasure.objects.exclude(pk=former.measure_id).first()
        add_measure(plan, measure=other, starts_on=former.starts_on, **terms, **by)
        adopt_plan(plan, **by)
    again, new = (plan.measures.get(measure=row) for row in (former.measure, other))
    assert (again.state, again.started_at, again.started_by) == ("started", START, cast[MANAGER])
    assert new.state == MeasureState.PLANNED


def test_a_later_period_of_a_measure_has_not_begun(cast):
    case = planned(cast)
    former = move_measure(measure_of(case), move="start", by=cast[MANAGER], at=START)
    by = {"by": cast[COORDINATOR], "at": START}
    plan = draft_plan(case, objective="Un stage.", has_client_agreement=True, **by)
    terms = {"responsible": former.responsible, "payer": former.payer, "starts_on": MIDDLE.date()}
    add_measure(plan, measure=former.measure, **terms, **by)
    adopt_plan(plan, **by)
    assert measure_of(case).state == MeasureState.PLANNED


def test_the_page_offers_what_is_possible_and_keeps_what_was_typed(cast):
    case = planned(cast)
    row = measure_of(case)
    page = Visitor(cast[MANAGER])
    told = text(page.get("dossier", case.pk))
    assert "prévue" in told and f"/mesures/{row.pk}/etat/" in told
    assert f"/mesures/{row.pk}/etat/" not in text(Visitor(cast[HOME]).get("dossier", case.pk))
    shown = text(page.get("cases:measure_update", row.pk))
    assert "La mesure a commencé" in shown and "La mesure est terminée" not in shown
    again = text(page.post("cases:measure_update", row.pk, data={"move": "break_off"}))
    assert "Dites pourquoi la mesure s’interrompt." in again
    sent = {"move": "break_off", "reason": "Hospitalisée."}
    assert page.post("cases:measure_update", row.pk, data=sent).status_code == 302
    told = text(page.get("dossier", case.pk))
    assert "interrompue" in told and "Hospitalisée." in told


def test_the_review_names_what_has_come_of_the_measures(cast):
    case = planned(cast)
    row = measure_of(case)
    name = str(row.measure)
    move_measure(row, move="start", by=cast[MANAGER], at=MIDDLE)
    at = MIDDLE + timedelta(days=1)

    def told() -> tuple[list[str], list[str]]:
        with clock.at(at):
            access = CaseAccess.of(Case.objects.get(pk=case.pk), Scope.of(cast[MANAGER], at))
            found = sheet(access, FollowUp.objects.open().get(case=case))
            return [row.title for row in found.changes], [row.title for row in found.concerns]

    changes, concerns = told()
    assert f"Mesure commencée : {name}" in changes and not concerns
    move_measure(row, move="break_off", reason="Déménage.", by=cast[MANAGER], at=at)
    changes, concerns = told()
    assert f"Mesure interrompue : {name}" in changes and not concerns

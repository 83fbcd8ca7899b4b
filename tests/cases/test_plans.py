"""A new version of the plan takes the place of the one in force (C10)."""

import pytest

from accounts.models import Institution
from audit.models import Trace
from cases.actions.plans import add_measure, adopt_plan, draft_plan
from cases.choices import PlanState
from cases.models import CatalogueMeasure
from core import clock
from tests.factories import ORP_SION, office, planned

pytestmark = pytest.mark.django_db


def test_a_plan_that_is_replaced_leaves_a_trace_of_its_own(cast):
    case = planned(cast)
    former = case.plans.get(state=PlanState.ADOPTED)
    by = {"by": cast[ORP_SION.coordinator], "at": clock.now()}
    second = draft_plan(
        case, objective="Une formation de vendeuse.", has_client_agreement=True, **by
    )
    add_measure(
        second,
        measure=CatalogueMeasure.objects.get(code="coaching_orp_cms"),
        responsible=office(ORP_SION.manager_office),
        payer=Institution.objects.get(code="sict"),
        starts_on=clock.today(),
        **by,
    )
    adopt_plan(second, **by)
    former.refresh_from_db()
    assert former.state == PlanState.REPLACED
    assert Trace.objects.filter(event="plan.replaced", object_id=former.pk).count() == 1

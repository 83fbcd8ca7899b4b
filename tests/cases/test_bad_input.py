"""Bad input: a clear sentence, nothing changed (each action refuses before it writes)."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db.models import Model
from django.http import Http404
from django.utils import translation

from audit.models import Trace
from cases.actions.assignments import designate_case_manager
from cases.actions.plans import adopt_plan, draft_plan
from cases.actions.procurations import withdraw_procuration
from cases.actions.triage import triage
from cases.choices import Path
from cases.models import (
    Assignment,
    Case,
    CaseGate,
    Engagement,
    FollowUp,
    Grant,
    InsertionPlan,
    Procuration,
)
from cases.reading import case_or_404
from core import clock
from core.refusal import Refusal
from documents.models import Document
from messaging.models import InboxEntry, Mail
from tests.factories import (
    Who,
    announced,
    confirmed,
    consent,
    flagged,
    managed,
    office,
    scan,
    triaged,
)

pytestmark = pytest.mark.django_db

KEPT: list[type[Model]] = [
    Assignment,
    Case,
    CaseGate,
    Document,
    Engagement,
    FollowUp,
    Grant,
    InboxEntry,
    InsertionPlan,
    Mail,
    Procuration,
    Trace,
]


def everything() -> dict[str, list]:
    return {model.__name__: sorted(map(str, model.objects.values_list())) for model in KEPT}


@contextmanager
def refused(sentence: str, field: str | None = None, language: str = "fr"):
    """The act says this, beside that field, and every table stays as it was."""
    before = everything()
    with translation.override(language), pytest.raises(Refusal) as refusal:
        yield
    assert sentence in str(refusal.value.reason)
    assert refusal.value.field == field
    assert everything() == before


def test_a_procuration_names_a_recipient(cast):
    case = confirmed(cast)
    with refused("au moins un destinataire", "recipients"):
        consent(case, cast, recipients={})
    with refused("au moins un destinataire", "recipients"):
        consent(case, cast, recipients={office("bureau-cii"): set()})


def test_a_procuration_does_not_end_before_it_starts(cast):
    case, today = confirmed(cast), clock.today()
    with refused("précède le début", "valid_until"):
        consent(case, cast, valid_from=today, valid_until=today - timedelta(days=1))


def test_a_procuration_that_is_over_is_not_recorded(cast):
    case, today = confirmed(cast), clock.today()
    days = {"valid_from": today - timedelta(days=9), "valid_until": today - timedelta(days=1)}
    with refused("déjà échue", "valid_until"):
        consent(case, cast, **days)


def test_a_procuration_is_not_signed_tomorrow(cast):
    case = confirmed(cast)
    with refused("dans le futur", "signed_on"):
        consent(case, cast, signed_on=clock.today() + timedelta(days=1))


def test_a_procuration_needs_an_informed_person(cast):
    case = confirmed(cast)
    with refused("informée", "is_informed"):
        consent(case, cast, is_informed=False)


@pytest.mark.parametrize("content", [b"", b"MZ\x90\x00", b"<html>%PDF-</html>", b"PK\x03\x04"])
def test_a_scan_is_a_pdf_or_an_image_by_its_content(cast, content):
    case = confirmed(cast)
    before = everything()
    with pytest.raises(Refusal) as refusal:
        consent(case, cast, scan=scan(content, "procuration.pdf"))
    assert refusal.value.field in ("scan", "file")
    assert everything() == before


def test_a_procuration_waits_for_the_confirmation(cast):
    case = flagged(cast)
    with refused("Confirmez d’abord le signalement"):
        consent(case, cast)


def test_nothing_is_withdrawn_twice(cast):
    case = announced(cast)
    by = {"note": "", "by": cast["claire_orp_sion"], "at": clock.now()}
    withdraw_procuration(case, **by)
    with refused("Claire Bonvin a déjà enregistré le retrait"):
        withdraw_procuration(case, **by)


def test_a_plan_without_case_manager_is_not_adopted(cast):
    case = triaged(cast)
    by = {"by": cast["isabelle_coord_central"], "at": clock.now()}
    plan = draft_plan(case, objective="Un emploi.", has_client_agreement=True, **by)
    with refused("case manager"):
        adopt_plan(plan, **by)


def test_a_plan_without_measure_or_agreement_is_not_adopted(cast):
    case = managed(cast)
    by = {"by": cast["isabelle_coord_central"], "at": clock.now()}
    plan = draft_plan(case, objective="Un emploi.", has_client_agreement=False, **by)
    with refused("mesure"):
        adopt_plan(plan, **by)


def test_a_case_manager_comes_from_a_covered_dispositif(cast):
    case = triaged(cast)
    with refused("Aucune procuration en vigueur ne couvre", "office"):
        designate_case_manager(
            case,
            user=cast["wilma_oai_sion"],
            office=office("oai-sion"),
            reason="Oui.",
            by=cast["isabelle_coord_central"],
            at=clock.now(),
        )


def test_a_second_triage_says_who_decided(cast):
    case = triaged(cast)
    with refused("Isabelle Praz"):
        triage(
            case,
            path=Path.ASSESSMENT,
            reason="Autrement.",
            due_on=clock.today(),
            by=cast["valerie_chargee"],
            at=clock.now(),
        )
    assert Case.objects.get(pk=case.pk).path == Path.TRO


def test_a_refusal_speaks_the_language_of_the_person(cast):
    case = confirmed(cast)
    with translation.override("fr"), pytest.raises(Refusal) as french:
        consent(case, cast, recipients={})
    with translation.override("de"), pytest.raises(Refusal) as german:
        consent(case, cast, recipients={})
    assert str(french.value.reason) != str(german.value.reason)


def test_somebody_elses_id_is_not_found(cast):
    haut = Who(worker="urs_orp_haut_valais", home="kurt_orp_haut_valais")
    foreign = flagged(cast, who=haut)
    with pytest.raises(Http404):
        case_or_404(cast["claire_orp_sion"], foreign.pk)

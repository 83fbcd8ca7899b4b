"""What stays of a destroyed case, when the job runs and when it doesn't (P7)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import models, transaction

from audit.models import Trace, TraceCase
from cases.actions.holds import lift_hold, set_hold
from cases.actions.result_answers import answer_result
from cases.actions.result_questions import ask_results
from cases.choices import DestructionState, Lasting, Outcome
from cases.models import Case, Certificate, Client, Destruction, Remainder
from cases.tasks import watch_retention
from cii import ledger
from cii.destruction import destroy
from core import clock
from documents.models import Document
from documents.reading import read_document
from messaging.models import InboxEntry, Mail
from messaging.sweeper import sweep
from tests.endings import (
    CLOSED,
    DUE,
    HOME,
    LATER,
    OFFICER,
    SECRETARY,
    closed,
    destroyed,
    dropped,
    ordered,
    rich_case,
    text_of,
    united,
)
from tests.factories import ORP_SION, Cast
from tests.pages import Visitor, text

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("ledger_file", "long_after"),
]


# --- what stays ---------------------------------------------------------------------------------
def test_the_certificate_says_what_was_destroyed_and_who_approved(cast):
    case = rich_case(cast)
    papers = list(Document.objects.filter(case_id=case.pk).values_list("sha256", flat=True))
    certificate = destroyed(case, cast)
    told = text_of(read_document(certificate.document))
    for said in (
        case.number,
        "emploi",
        "AEV 2025/17",
        "Monique Filliez",
        "Valérie Roduit",
        "cases_casenote",
        certificate.ledger_digest,
        certificate.facts_sha256,
        *papers,
    ):
        assert str(said) in told
    for kept_out in ("Exemple", "Jeanne", "Dort mal", str(case.pk)):
        assert kept_out not in told
    assert certificate.facts["counts"]["cases_casenote"] == 1
    assert certificate.facts["counts"]["cases_case"] == 1
    assert certificate.document.sealed_at == LATER and certificate.document.case_id is None


def test_traces_stay_and_name_the_case_by_its_opaque_key_alone(cast):
    case = rich_case(cast)
    before = TraceCase.objects.filter(case_id=case.pk).count()
    destroyed(case, cast)
    assert TraceCase.objects.filter(case_id=case.pk).count() > before
    trace = Trace.objects.get(event="case.destroyed")
    assert (trace.actor, trace.job) == (None, "case.destroy")


def test_an_anonymous_remainder_stays(cast):
    case = closed(cast, outcome=Outcome.TRAINING)
    row = remainder_of(case, cast)
    assert (row.announced_in, row.ended_in) == ("2026-Q1", "2026-Q3")
    assert (row.institution, row.region, row.age_group) == ("sict", "valais-central", "36-45")
    assert (row.sex, row.language, row.path, row.ending) == ("f", "fr", "tro", "training")
    assert (row.months_to_triage, row.months_to_end) == (0, 6)


def test_the_remainder_of_a_dropped_flag_says_that_it_was_dropped(cast):
    row = remainder_of(dropped(cast), cast)
    assert (row.announced_in, row.path, row.ending) == ("", "", "dropped")
    assert row.months_to_triage is None


def test_the_remainder_says_whether_the_result_held(cast):
    case = closed(cast)
    with clock.at(CLOSED + timedelta(days=190)) as asked:
        ask_results(asked)
        answer_result(case, answer=Lasting.NOT_HELD, by=cast[HOME], at=asked)
    assert remainder_of(case, cast).lasting == Lasting.NOT_HELD


def test_nothing_leads_from_the_remainder_to_the_case(cast):
    kinds = {type(field) for field in Remainder._meta.fields if not field.primary_key}
    assert not kinds & {models.UUIDField, models.DateField, models.DateTimeField}
    assert not any(field.is_relation for field in Remainder._meta.fields)
    rows = [remainder_of(dropped(cast), cast).pk for _ in range(5)]
    assert max(rows) - min(rows) > 1_000_000
    assert not any(
        str(value).startswith("VS-") for row in Remainder.objects.values() for value in row.values()
    )


def remainder_of(case: Case, cast: Cast) -> Remainder:
    known = set(Remainder.objects.values_list("pk", flat=True))
    destroyed(case, cast)
    return Remainder.objects.exclude(pk__in=known).get()


def test_the_people_who_decided_are_told_and_nothing_else_waits(cast):
    certificate = destroyed(closed(cast), cast)
    entries = InboxEntry.objects.filter(notice="case.destroyed")
    assert {entry.user for entry in entries} == {cast[key] for key in (SECRETARY, OFFICER, HOME)}
    assert not InboxEntry.objects.filter(url__contains=str(certificate.case_id)).exists()
    assert not Mail.objects.filter(body__contains=str(certificate.case_id)).exists()


def test_after_the_destruction_the_addresses_lead_nowhere(cast):
    case = closed(cast)
    destroyed(case, cast)
    for key in (SECRETARY, OFFICER, HOME, ORP_SION.coordinator):
        visitor = Visitor(cast[key])
        for name in ("dossier", "cases:destruction", "cases:case_traces"):
            gone, unknown = visitor.get(name, case.pk), visitor.get(name, uuid4())
            assert gone.status_code == unknown.status_code == 404


def test_what_was_merged_goes_with_the_case_that_was_kept(cast):
    kept, merged = united(cast)
    closed(cast, kept)
    page = text(Visitor(cast[SECRETARY]).get("cases:destruction", kept.pk))
    assert "Un autre dossier de la personne est réuni à celui-ci" in page
    destroyed(kept, cast)
    sweep(LATER)
    assert not Case.objects.exists() and not Client.objects.exists()
    papers = Certificate.objects.order_by("position")
    assert [paper.case_id for paper in papers] == [merged.pk, kept.pk]
    assert all("Valérie Roduit" in text_of(read_document(paper.document)) for paper in papers)
    assert Remainder.objects.count() == 1


# --- when it is done, and when not --------------------------------------------------------------
def test_a_hold_between_order_and_job_stops_it_and_its_end_lets_it_go_on(cast):
    case = closed(cast)
    ordered(case, cast)
    set_hold(case, reason="Litige.", by=cast[OFFICER], at=DUE)
    sweep(LATER)
    assert Case.objects.filter(pk=case.pk).exists()
    lift_hold(case, reason="Terminé.", by=cast[OFFICER], at=LATER)
    with clock.at(LATER):
        watch_retention()
    sweep(LATER)
    assert not Case.objects.filter(pk=case.pk).exists()


def test_a_second_run_of_the_job_changes_nothing(cast):
    case = closed(cast)
    destroyed(case, cast)
    destruction = Destruction.objects.get(case_id=case.pk)
    assert destruction.state == DestructionState.EXECUTED
    with transaction.atomic():
        destroy(destruction.pk, LATER)
        destroy(uuid4(), LATER)
    assert Certificate.objects.count() == Remainder.objects.count() == len(ledger.read()) == 1


def test_without_the_ledger_nothing_is_destroyed(cast, settings, tmp_path):
    case = closed(cast)
    ordered(case, cast)
    blocked = tmp_path / "no-folder"
    blocked.write_text("")
    settings.DESTRUCTION_LEDGER = blocked / "destructions.jsonl"
    sweep(LATER)
    assert Case.objects.filter(pk=case.pk).exists()
    assert not Certificate.objects.exists() and not Remainder.objects.exists()
    assert not Trace.objects.filter(event="case.destroyed").exists()


def test_a_worker_that_dies_before_the_commit_leaves_all_or_nothing(cast, monkeypatch):
    case = closed(cast)
    ordered(case, cast)
    with monkeypatch.context() as patch:
        patch.setattr(Certificate, "save", lambda *args, **more: 1 / 0)
        sweep(LATER)
    assert Case.objects.filter(pk=case.pk).exists()
    sweep(LATER + timedelta(hours=1))
    certificate = Certificate.objects.get()
    # The line that the dead worker left is the one that counts.
    assert [line.digest for line in ledger.read()] == [certificate.ledger_digest]

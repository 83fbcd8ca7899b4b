"""One dispositif asks another: it must take it up, may disagree, never refuse (C7)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import Http404

from accounts.models import Closure, Mandate
from audit.models import Trace
from cases.actions.gates import stale_gates
from cases.actions.matters import settle_matter
from cases.actions.notes import add_document
from cases.actions.procurations import withdraw_procuration
from cases.actions.request_answers import agree, disagree, take_up
from cases.actions.requests import complete_request, send_request, withdraw_request
from cases.actions.triage import close_case
from cases.choices import MatterKind, Outcome, RequestState, Urgency
from cases.models import Assignment, Case, CollaborationRequest, Matter
from cases.past import who_could_see
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from documents.models import Document
from messaging.models import InboxEntry
from tests.factories import ALL, Cast, covered, office, scan, triaged

pytestmark = pytest.mark.django_db
QUESTION, SERVICE = "Peut-elle suivre un stage ?", "Un avis sur la capacité de travail"
ANSWER = "Nous la recevons la semaine prochaine."
ASKED = {Category.IDENTITY, Category.WORK, Category.HEALTH}


@pytest.fixture
def case(cast: Cast) -> Case:
    named = {
        office("bureau-cii"): ALL,
        office("orp-sion"): ALL,
        office("cms-sierre"): ALL,
        office("oai-sion"): ASKED,
    }
    return triaged(cast, recipients=named)


def by(cast: Cast, key: str) -> dict[str, Any]:
    return {"by": cast[key], "at": clock.now()}


def sent(case: Case, cast: Cast, who: str = "claire_orp_sion", **more: Any) -> CollaborationRequest:
    asked = {
        "office": office("oai-sion"),
        "category": Category.WORK,
        "question": QUESTION,
        "service": SERVICE,
    }
    return send_request(case, **(asked | more), **by(cast, who))


def mandate(cast: Cast, key: str) -> Mandate:
    return Mandate.objects.filter(user=cast[key]).order_by("valid_from").last()


def taken_up(row: CollaborationRequest, cast: Cast, who: str = "wilma_oai_sion") -> None:
    handler = mandate(cast, who)
    take_up(row, handler=handler, starts_on=clock.today(), **by(cast, "wilma_oai_sion"))


def sees(case: Case, cast: Cast, key: str) -> bool:
    is_visible = Case.objects.visible_to(cast[key]).filter(pk=case.pk).exists()
    assert is_visible == any(
        reason.user == cast[key] for reason in who_could_see(case, clock.now())
    )
    return is_visible


# --- who takes part -----------------------------------------------------------------------------
def test_the_one_asked_reads_from_the_request_to_its_end(case, cast):
    assert not sees(case, cast, "wilma_oai_sion")
    row = sent(case, cast)
    assert sees(case, cast, "wilma_oai_sion")
    visible = CollaborationRequest.objects.visible_to(cast["wilma_oai_sion"])
    assert visible.get().question == QUESTION
    taken_up(row, cast)
    agree(row, answer=ANSWER, **by(cast, "wilma_oai_sion"))
    assert sees(case, cast, "wilma_oai_sion")
    complete_request(row, conclusion="Stage trouvé.", **by(cast, "wilma_oai_sion"))
    assert not sees(case, cast, "wilma_oai_sion")
    assert stale_gates(case) == []
    row.refresh_from_db()
    assert (row.state, row.conclusion) == (RequestState.COMPLETED, "Stage trouvé.")


def test_a_request_taken_back_shuts_the_case_at_once(case, cast):
    row = sent(case, cast)
    withdraw_request(row, conclusion="Plus nécessaire.", **by(cast, "claire_orp_sion"))
    assert not sees(case, cast, "wilma_oai_sion")
    assert not InboxEntry.objects.open().filter(user=cast["wilma_oai_sion"], case_id=case.pk)


def test_a_withdrawn_procuration_shuts_the_case_to_the_one_asked(case, cast):
    row = sent(case, cast)
    withdraw_procuration(case, note="", **by(cast, "claire_orp_sion"))
    assert not sees(case, cast, "wilma_oai_sion")
    with pytest.raises(Http404):
        taken_up(row, cast)


def test_a_handler_who_is_not_repondant_is_named_as_long_as_the_request_lasts(case, cast):
    row = sent(case, cast)
    taken_up(row, cast, "remy_oai_sion")
    assert sees(case, cast, "remy_oai_sion")
    agree(row, answer=ANSWER, **by(cast, "wilma_oai_sion"))
    complete_request(row, conclusion="Fait.", **by(cast, "isabelle_coord_central"))
    assert not sees(case, cast, "remy_oai_sion")
    assert Assignment.objects.get(user=cast["remy_oai_sion"]).ended_at


def test_closing_the_case_ends_what_is_open(case, cast):
    waiting, agreed = sent(case, cast), sent(case, cast, "isabelle_coord_central")
    taken_up(agreed, cast)
    agree(agreed, answer=ANSWER, **by(cast, "wilma_oai_sion"))
    close_case(case, outcome=Outcome.JOB, **by(cast, "isabelle_coord_central"))
    states = [CollaborationRequest.objects.get(pk=row.pk).state for row in (waiting, agreed)]
    assert states == [RequestState.WITHDRAWN, RequestState.COMPLETED]
    assert not sees(case, cast, "wilma_oai_sion")


# --- the obligation -----------------------------------------------------------------------------
def test_the_term_counts_working_days_of_valais_and_is_shorter_where_it_is_urgent(case, cast):
    # The Immaculate Conception is a public holiday of Valais; two days later the offices are shut.
    Closure.objects.create(day=date(2026, 12, 10), name="Fermeture")
    with clock.at(clock.start_of(date(2026, 12, 7)) + timedelta(hours=9)):
        assert sent(case, cast).due_on == date(2026, 12, 23)
        assert sent(case, cast, urgency=Urgency.URGENT).due_on == date(2026, 12, 14)


def test_nobody_else_takes_it_up_or_answers(case, cast):
    row = sent(case, cast)
    handler = mandate(cast, "wilma_oai_sion")
    for key in ("claire_orp_sion", "isabelle_coord_central"):
        with pytest.raises(Forbidden, match="Cet acte revient"):
            take_up(row, handler=handler, starts_on=clock.today(), **by(cast, key))
    # A répondant for young people doesn't see an adult's case at all.
    with pytest.raises(Http404):
        take_up(row, handler=handler, starts_on=clock.today(), **by(cast, "xavier_oai_sion"))


def test_it_is_taken_up_before_it_is_answered_and_once_only(case, cast):
    row = sent(case, cast)
    with pytest.raises(Refusal, match="entrée en matière"):
        disagree(row, answer="Pas de notre ressort.", **by(cast, "wilma_oai_sion"))
    taken_up(row, cast)
    with pytest.raises(Refusal, match="Wilma Favre a déjà décidé"):
        taken_up(row, cast)


def test_a_disagreement_opens_a_dispute_that_reaches_the_charge_at_once(case, cast):
    row = sent(case, cast)
    taken_up(row, cast)
    disagree(row, answer="Pas de notre ressort.", **by(cast, "wilma_oai_sion"))
    dispute = Matter.objects.get(case=case)
    assert (dispute.kind, dispute.request) == (MatterKind.DISPUTE, row)
    told = InboxEntry.objects.filter(notice="matter.opened").values_list("user", flat=True)
    assert {cast["valerie_chargee"].pk, cast["isabelle_coord_central"].pk} <= set(told)
    # The dispute says nothing of the content, the request holds both positions.
    assert QUESTION not in dispute.question and "ressort" not in dispute.question
    with pytest.raises(Refusal, match="litige"):
        complete_request(row, conclusion="Fini.", **by(cast, "claire_orp_sion"))
    settle_matter(dispute, outcome="L’AI examine.", **by(cast, "valerie_chargee"))
    complete_request(row, conclusion="Examiné.", **by(cast, "claire_orp_sion"))
    assert not sees(case, cast, "wilma_oai_sion")


def test_who_asked_hears_of_each_answer(case, cast):
    row = sent(case, cast)
    taken_up(row, cast)
    agree(row, answer=ANSWER, **by(cast, "wilma_oai_sion"))
    notices = InboxEntry.objects.filter(user=cast["claire_orp_sion"], notice__startswith="request")
    assert set(notices.values_list("notice", flat=True)) == {"request.taken_up", "request.agreed"}
    events = Trace.objects.filter(object_id=row.pk).values_list("event", flat=True)
    assert list(events.order_by("pk")) == ["request.sent", "request.taken_up", "request.agreed"]


# --- what may be asked --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"question": " "}, "Posez votre question"),
        ({"service": ""}, "ce que vous attendez"),
        ({"category": Category.FINANCE}, "n’ouvre pas cette catégorie"),
    ],
)
def test_a_request_says_what_is_missing(wrong, said, case, cast):
    with pytest.raises(Refusal, match=said):
        sent(case, cast, **wrong)
    assert not CollaborationRequest.objects.exists()


@pytest.mark.parametrize("code", ["lmmt", "orp-sion", "bureau-cii"])
def test_only_another_covered_dispositif_is_asked(code, case, cast):
    with pytest.raises(Refusal):
        sent(case, cast, office=office(code))


def test_before_the_announcement_nothing_is_asked(cast):
    case = covered(cast, recipients={office("bureau-cii"): ALL, office("orp-sion"): ALL})
    with pytest.raises(Refusal, match="suivi CII"):
        sent(case, cast)


def test_a_document_goes_along_only_where_the_one_asked_may_read_it(case, cast):
    for category in (Category.WORK, Category.FINANCE):
        title = f"Pièce {category.name}"
        at = by(cast, "claire_orp_sion")
        add_document(case, file=scan(), title=title, category=category, **at)
    work, finance = (
        Document.objects.get(case_id=case.pk, category=kind, title__startswith="Pièce")
        for kind in (Category.WORK, Category.FINANCE)
    )
    with pytest.raises(Refusal, match="Pièce FINANCE"):
        sent(case, cast, documents=[work, finance])
    assert list(sent(case, cast, documents=[work]).documents.all()) == [work]


def test_whoever_answers_chooses_a_person_of_the_dispositif_and_a_day_to_come(case, cast):
    row = sent(case, cast)
    act = {"handler": mandate(cast, "anna_orp_sion"), "starts_on": clock.today()}
    with pytest.raises(Refusal, match="de votre dispositif"):
        take_up(row, **act, **by(cast, "wilma_oai_sion"))
    act = {"handler": mandate(cast, "wilma_oai_sion"), "starts_on": clock.today() - timedelta(1)}
    with pytest.raises(Refusal, match="à partir d’aujourd’hui"):
        take_up(row, **act, **by(cast, "wilma_oai_sion"))

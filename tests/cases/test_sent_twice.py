"""A form counts once, and nobody overwrites what somebody else saved first (QR1)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.actions.submissions import forget_submissions
from accounts.models import Commune, Submission
from cases.actions.clients import update_client
from cases.actions.plans import draft_plan
from cases.models import Case, CaseNote, InsertionPlan, PlanMeasure
from core import clock
from documents.models import Document
from governance.models import Decision, Paragraph
from tests.factories import (
    Cast,
    client_data,
    confirmed,
    drafted_plan,
    flagged,
    managed,
    office,
    scan,
)
from tests.governance.sittings import meeting_convened
from tests.pages import Visitor, hidden, text

pytestmark = pytest.mark.django_db
NOTE = {"kind": "journal", "category": 2, "text": "Entretien du matin."}


def test_note_sent_twice_is_one_entry_and_both_answers_are_alike(cast: Cast) -> None:
    case = confirmed(cast)
    anna = Visitor(cast["anna_orp_sion"])
    data = NOTE | {"submission": hidden(anna.get("cases:note_add", case.pk), "submission")}
    answers = [anna.post("cases:note_add", case.pk, data=data) for _ in range(2)]
    assert CaseNote.objects.count() == 1
    assert {answer["Location"] for answer in answers} == {reverse("dossier", args=[case.pk])}


def test_two_forms_alike_are_two_entries(cast: Cast) -> None:
    case = confirmed(cast)
    anna = Visitor(cast["anna_orp_sion"])
    for _ in range(2):
        key = hidden(anna.get("cases:note_add", case.pk), "submission")
        anna.post("cases:note_add", case.pk, data=NOTE | {"submission": key})
    assert CaseNote.objects.count() == 2


def test_page_taken_back_and_filled_in_anew_loses_nothing(cast: Cast) -> None:
    case = confirmed(cast)
    anna = Visitor(cast["anna_orp_sion"])
    anna.post("cases:note_add", case.pk, data=NOTE | {"submission": str(uuid4())})
    key = str(Submission.objects.get().pk)
    changed = NOTE | {"text": "Entretien du soir."}
    page = anna.post("cases:note_add", case.pk, data=changed | {"submission": key})
    assert "déjà été enregistré avec un autre contenu" in text(page)
    assert "Entretien du soir." in text(page)
    key = hidden(page, "submission")
    anna.post("cases:note_add", case.pk, data=changed | {"submission": key})
    assert CaseNote.objects.count() == 2


def test_form_that_was_refused_may_be_sent_again_with_its_key(cast: Cast) -> None:
    case = confirmed(cast)
    anna = Visitor(cast["anna_orp_sion"])
    key = {"submission": str(uuid4())}
    anna.post("cases:note_add", case.pk, data=NOTE | key | {"text": " \n "})
    assert not Submission.objects.exists()
    anna.post("cases:note_add", case.pk, data=NOTE | key)
    assert CaseNote.objects.count() == 1


def test_database_refuses_a_key_a_second_time(cast: Cast) -> None:
    by = cast["anna_orp_sion"]
    row = Submission.objects.create(submitted_at=clock.now(), submitted_by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(pk=row.pk, submitted_at=clock.now(), submitted_by=by)


def test_keys_are_forgotten_after_some_days_and_hold_nothing_that_was_typed(cast: Cast) -> None:
    case = confirmed(cast)
    data = NOTE | {"submission": str(uuid4())}
    Visitor(cast["anna_orp_sion"]).post("cases:note_add", case.pk, data=data)
    assert "matin" not in str(Submission.objects.values().get())
    assert forget_submissions(clock.now() + timedelta(days=1)) == 0
    assert forget_submissions(clock.now() + timedelta(days=3)) == 1


def test_document_sent_twice_is_one_document(cast: Cast) -> None:
    case = confirmed(cast)
    anna = Visitor(cast["anna_orp_sion"])
    for _ in range(2):
        data = {"title": "Certificat", "category": 2, "uploads": scan(), "submission": KEY}
        anna.post("cases:document_add", case.pk, data=data)
    assert Document.objects.count() == 1


def test_measure_sent_twice_is_one_measure(cast: Cast) -> None:
    plan = drafted_plan(cast)
    row = PlanMeasure.objects.get()
    data = {
        "measure": row.measure_id,
        "responsible": row.responsible_id,
        "payer": row.payer_id,
        "starts_on": clock.today().isoformat(),
        "category": 2,
        "submission": KEY,
    }
    coordinator = Visitor(cast["isabelle_coord_central"])
    for _ in range(2):
        coordinator.post("cases:plan_measure_add", plan.case_id, data=data)
    assert PlanMeasure.objects.count() == 2


def test_paragraph_and_decision_sent_twice_count_once(cast: Cast) -> None:
    meeting = meeting_convened(cast, [managed(cast)], at=clock.now())
    item = meeting.items.get()
    chair = Visitor(cast["isabelle_coord_central"])
    said = {"p-text": "La personne cherche un stage.", "p-category": 2, "submission": str(uuid4())}
    decided = {
        "d-what": "Proposer un stage.",
        "d-office": office("cms-sierre").pk,
        "d-until": (clock.today() + timedelta(days=40)).isoformat(),
        "d-category": 2,
        "submission": str(uuid4()),
    }
    with clock.at(meeting.starts_at):
        for _ in range(2):
            chair.post("governance:paragraph_write", item.pk, data=said)
            chair.post("governance:item_decide", item.pk, data=decided)
    assert (Paragraph.objects.count(), Decision.objects.count()) == (1, 1)


def test_flag_sent_twice_opens_one_case(cast: Cast) -> None:
    anna = Visitor(cast["anna_orp_sion"])
    data = client_data(commune=Commune.objects.get(name="Sion").pk, birth_date="1980-05-17")
    data |= {"save": "", "chosen_path": "tro", "submission": str(uuid4())}
    answers = [anna.post("cases:flag", data=data) for _ in range(2)]
    case = Case.objects.get()
    assert {answer["Location"] for answer in answers} == {reverse("dossier", args=[case.pk])}


KEY = "5f0c3f4e-8f3e-4c8e-9a55-1f2b8a0f7d11"


# --- stale forms ----------------------------------------------------------------------------------
def client_form(visitor: Visitor, case: Case, **changes: Any) -> dict[str, Any]:
    page = visitor.get("cases:client_edit", case.pk)
    known = {
        "last_name": case.client.last_name,
        "first_name": case.client.first_name,
        "birth_date": case.client.birth_date.isoformat(),
        "sex": case.client.sex,
        "language": case.client.language,
        "commune": case.client.commune_id,
    }
    return known | {"seen": hidden(page, "seen")} | changes


def test_stale_client_form_overwrites_nothing_and_shows_both_versions(cast: Cast) -> None:
    case = flagged(cast)
    anna, claire = Visitor(cast["anna_orp_sion"]), cast["claire_orp_sion"]
    data = client_form(anna, case, street="Rue du Rhône 12")
    update_client(case, changes={"phone": "027 606 00 00"}, by=claire, at=clock.now())
    page = anna.post("cases:client_edit", case.pk, data=data)
    assert "modifié ceci entre-temps" in text(page)
    assert "027 606 00 00" in text(page)
    assert "Rue du Rhône 12" in text(page)
    client = Case.objects.get(pk=case.pk).client
    assert (client.street, client.phone) == ("", "027 606 00 00")


def test_after_comparing_the_same_person_may_save(cast: Cast) -> None:
    case = flagged(cast)
    anna, claire = Visitor(cast["anna_orp_sion"]), cast["claire_orp_sion"]
    data = client_form(anna, case, street="Rue du Rhône 12")
    update_client(case, changes={"phone": "027 606 00 00"}, by=claire, at=clock.now())
    page = anna.post("cases:client_edit", case.pk, data=data)
    anna.post("cases:client_edit", case.pk, data=data | {"seen": hidden(page, "seen")})
    assert Case.objects.get(pk=case.pk).client.street == "Rue du Rhône 12"


def test_stale_plan_form_overwrites_nothing_and_shows_both_versions(cast: Cast) -> None:
    plan = drafted_plan(cast)
    coordinator, manager = Visitor(cast["isabelle_coord_central"]), cast["mireille_cms_sierre"]
    seen = hidden(coordinator.get("cases:plan", plan.case_id), "seen")
    draft_plan(plan.case, objective="Un apprentissage.", by=manager, at=clock.now())
    data = {"objective": "Un stage en cuisine.", "seen": seen}
    page = coordinator.post("cases:plan", plan.case_id, data=data)
    assert "modifié ceci entre-temps" in text(page)
    assert "Un apprentissage." in text(page)
    assert "Un stage en cuisine." in text(page)
    assert InsertionPlan.objects.get().objective == "Un apprentissage."


def test_two_first_drafts_are_no_silent_overwriting(cast: Cast) -> None:
    case = managed(cast)
    coordinator, manager = Visitor(cast["isabelle_coord_central"]), cast["mireille_cms_sierre"]
    seen = hidden(coordinator.get("cases:plan", case.pk), "seen")
    draft_plan(case, objective="Un apprentissage.", by=manager, at=clock.now())
    coordinator.post("cases:plan", case.pk, data={"objective": "Un stage.", "seen": seen})
    assert InsertionPlan.objects.get().objective == "Un apprentissage."

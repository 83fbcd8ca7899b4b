"""A case manager's day: what waits, the dossier, an entry, the plan, the review (C10–C12)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.actions.notes import add_note
from cases.actions.procurations import withdraw_procuration
from cases.choices import NoteKind, PlanState
from cases.models import Case, CaseNote, FollowUp, InsertionPlan
from core import clock
from core.choices import Category
from tests.factories import ALL, Cast, managed, office
from tests.journeys.conftest import PHONE, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

START = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.get_default_timezone())
MANAGER, COORDINATOR, WORKER = "mireille_cms_sierre", "isabelle_coord_central", "anna_orp_sion"
NAME = "Pittet-Exemple"
WORK_ALONE = {Category.IDENTITY, Category.WORK}
HEALTH_TEXT, WORK_TEXT = "Traitement en cours.", "Cherche dans la vente."
ENTRY, OBJECTIVE = "A visité un magasin à Sierre.", "Un emploi à mi-temps d’ici à l’été."


@pytest.fixture
def case(moved_clock: Any, transactional_db: None, request: Any) -> Case:
    """In the hands of a case manager who may read identity and work alone; its review is near."""
    moved_clock(START)
    cast = request.getfixturevalue("cast")
    recipients = {office("bureau-cii"): ALL, office("orp-sion"): ALL}
    recipients[office("cms-sierre")] = WORK_ALONE
    case = managed(cast, at=START, recipients=recipients, last_name=NAME)
    for category, text in {Category.HEALTH: HEALTH_TEXT, Category.WORK: WORK_TEXT}.items():
        kind = NoteKind.values[0]
        add_note(case, kind=kind, category=category, text=text, by=cast[WORKER], at=START)
    due_on = FollowUp.objects.open().get(case=case).due_on
    morning = datetime.combine(due_on, datetime.min.time(), START.tzinfo)
    moved_clock(morning - timedelta(days=10) + timedelta(hours=8))
    return case


def test_she_reads_what_is_granted_writes_and_plans(
    visitor: Visitor, case: Case, cast: Cast
) -> None:
    page = visitor.enter(cast[MANAGER])
    visitor.picture("case-manager-accueil")
    visitor.go("waiting")
    visitor.sees(case.number)
    visitor.picture("case-manager-ce-qui-attend")
    visitor.go("dossier", case.pk)
    visitor.sees(WORK_TEXT)
    visitor.sees_no(HEALTH_TEXT)
    visitor.picture("case-manager-dossier")
    visitor.press("Écrire dans le journal")
    visitor.fill(text=ENTRY, category=str(int(Category.WORK)))
    visitor.press("Ajouter au journal")
    visitor.sees("L’entrée est dans le journal de bord.")
    visitor.sees(ENTRY)
    note = CaseNote.objects.get(written_by=cast[MANAGER])
    assert (note.category, note.office) == (Category.WORK, office("cms-sierre"))
    # What nobody granted her she does not write either.
    visitor.go("cases:note_add", case.pk)
    visitor.fill(text="Une remarque sur la santé.", category=str(int(Category.HEALTH)))
    visitor.press("Ajouter au journal")
    visitor.sees("La procuration ne vous ouvre pas cette catégorie.")
    expect(page.locator('[name="text"]')).to_have_value("Une remarque sur la santé.")
    visitor.picture("case-manager-categorie")
    assert CaseNote.objects.filter(written_by=cast[MANAGER]).count() == 1
    draft_plan(visitor, case, cast)


def draft_plan(visitor: Visitor, case: Case, cast: Cast) -> None:
    page = visitor.page
    visitor.go("dossier", case.pk)
    visitor.go("cases:plan", case.pk)
    visitor.fill(objective=OBJECTIVE, client_words="Je veux travailler près de chez moi.")
    page.locator('[name="has_client_agreement"]').check()
    visitor.press("Enregistrer le projet")
    offered = page.locator('[name="responsible"] option')
    assert "Office AI, Sion" not in offered.all_inner_texts()
    page.locator('[name="measure"]').select_option(index=1)
    page.locator('[name="responsible"]').select_option(str(office("cms-sierre").pk))
    page.locator('[name="payer"]').select_option(index=1)
    visitor.fill(starts_on=f"{clock.today():%Y-%m-%d}")
    visitor.press("Ajouter la mesure")
    visitor.picture("case-manager-plan")
    # She drafts; the coordination adopts.
    expect(page.get_by_text("Adopter le plan")).to_have_count(0)
    assert InsertionPlan.objects.get().state == PlanState.DRAFT
    visitor.enter(cast[COORDINATOR])
    visitor.go("cases:plan", case.pk)
    visitor.confirm("Adopter le plan")
    assert InsertionPlan.objects.get().adopted_by == cast[COORDINATOR]
    visitor.enter(cast[MANAGER], PHONE)
    visitor.go("dossier", case.pk)
    visitor.sees(OBJECTIVE)
    visitor.picture("case-manager-dossier-telephone")


def test_she_reviews_and_is_out_when_the_consent_is_withdrawn(
    visitor: Visitor, case: Case, cast: Cast
) -> None:
    page = visitor.enter(cast[MANAGER])
    visitor.go("governance:follow_up_review", case.pk)
    visitor.sees_no(HEALTH_TEXT)
    page.locator('[name="result"][value="on_track"]').check()
    visitor.press("Enregistrer le suivi")
    visitor.sees("Suivi enregistré.")
    visitor.picture("case-manager-suivi")
    done = FollowUp.objects.exclude(reviewed_at=None).get(case=case)
    assert done.reviewed_by == cast[MANAGER]
    assert FollowUp.objects.open().get(case=case).due_on > done.due_on
    visitor.go("dossier", case.pk)
    withdraw_procuration(case, note="", by=cast[WORKER], at=clock.now())
    answer = page.reload()
    assert answer is not None and answer.status == 404
    visitor.go("waiting")
    visitor.sees_no(case.number)

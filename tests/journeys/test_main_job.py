"""One dossier from the flag to the withdrawal, each step by the right person, in the browser."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pypdfium2
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from cases.actions.follow_ups import send_reminders
from cases.choices import CaseState
from cases.models import Case, FollowUp, InsertionPlan, Procuration
from cii.digest import send_digests
from core import clock
from core.choices import Category
from documents.models import Document
from documents.reading import read_document
from governance.models import Excerpt, Meeting, Minutes
from messaging.models import InboxEntry
from messaging.sweeper import sweep
from tests.factories import ALL, Cast, office, triaged
from tests.journeys.conftest import PHONE, Visitor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

START = datetime(2026, 3, 2, 8, 0, tzinfo=timezone.get_default_timezone())
NAME = "Pittet-Exemple"


class MainJob:
    """The steps of the journey, in their order; each leaves what the next one needs."""

    def __init__(self, visitor: Visitor, cast: Cast, travel: Any) -> None:
        self.v, self.cast, self.travel = visitor, cast, travel

    @property
    def case(self) -> Case:
        return Case.objects.get(client__last_name=NAME)

    def open_case(self, who: str) -> None:
        self.v.enter(self.cast[who])
        assert self.v.go("dossier", self.case.pk) == 200

    # 1 -----------------------------------------------------------------------------------------
    def flag(self) -> None:
        page = self.v.enter(self.cast["anna_orp_sion"], PHONE)
        self.v.go("cases:flag")
        self.v.fill(last_name=NAME, first_name="Jeanne", birth_date="1984-06-11")
        page.locator('[name="commune"]').select_option(label="Sion")
        answers = {"health": "some", "debts_income": "debts", "two_bodies": "several"}
        for question, answer in answers.items():
            radio = page.locator(f'[name="q_{question}"][value="{answer}"]')
            page.locator("label.chip", has=radio).click()
        self.v.press("Voir la suggestion")
        self.v.picture("signalement-suggestion-telephone")
        page.locator('[name="chosen_path"][value="tro"]').check()
        self.v.press("Enregistrer le signalement")
        self.v.sees(NAME)
        self.v.picture("dossier-telephone")
        assert self.case.state == CaseState.FLAGGED
        self.v.enter(self.cast["mireille_cms_sierre"])
        assert self.v.go("dossier", self.case.pk) == 404

    # 2 -----------------------------------------------------------------------------------------
    def consent(self) -> None:
        page = self.v.enter(self.cast["claire_orp_sion"])
        self.v.sees(self.case.number)
        self.v.picture("accueil-repondante")
        self.v.go("dossier", self.case.pk)
        self.v.press("Confirmer le signalement")
        self.v.go("cases:procuration_record", self.case.pk)
        self.v.press("Voir l’effet avant de signer")
        self.v.sees("Choisissez au moins un destinataire")
        self.v.fill(purpose="Coordonner le retour à l’emploi.")
        for code in ("bureau-cii", "orp-sion", "cms-sierre"):
            boxes = page.locator(f'[name="to_{office(code).pk}"]')
            for box in boxes.all():
                box.check(force=True)
        self.v.press("Voir l’effet avant de signer")
        self.v.sees("Mireille Epiney")
        self.v.picture("procuration-effet")
        self.v.fill(signed_place="Sion")
        page.locator('[name="is_informed"]').check()
        wrong = {"name": "scan.pdf", "mimeType": "application/pdf", "buffer": b"not a scan"}
        page.locator('[name="file"]').set_input_files(wrong)
        self.v.press("Enregistrer la procuration")
        self.v.sees("n’est pas un PDF")
        assert page.locator('[name="signed_place"]').input_value() == "Sion"
        page.locator('[name="signed_how"][value="screen"]').check()
        self.v.sign()
        self.v.picture("procuration-signature")
        self.v.press("Enregistrer la procuration")
        self.v.sees("La procuration est enregistrée.")
        assert Procuration.objects.get(case=self.case).signed_how == "screen"
        self.v.picture("quittance")

    # 3 -----------------------------------------------------------------------------------------
    def announce_and_triage(self) -> None:
        page = self.v.page
        self.v.go("cases:case_announce", self.case.pk)
        page.locator('[name="path"][value="tro"]').check()
        self.v.fill(text="Trois institutions, aucun plan commun.")
        self.v.press("Annoncer")
        page = self.v.enter(self.cast["isabelle_coord_central"])
        self.v.sees(self.case.number)
        self.v.picture("accueil-coordinatrice")
        self.v.go("governance:case_triage", self.case.pk)
        page.locator('[name="path"][value="tro"]').check()
        self.v.fill(reason="Plusieurs dispositifs concernés.", due_on="2026-03-31")
        self.v.press("Enregistrer le triage")
        assert self.case.state == CaseState.TRIAGED
        self.v.go("governance:case_triage", self.case.pk)
        self.v.sees("Isabelle Praz")

    # 4 -----------------------------------------------------------------------------------------
    def convene(self, other: Case) -> None:
        page = self.v.page
        self.v.go("governance:plan_meeting")
        self.v.fill(day="2026-03-16", starts="09:00", ends="11:00", place="Sion, salle 2")
        page.locator('[name="kind"]').select_option("tro")
        self.v.press("Planifier")
        meeting = Meeting.objects.get()
        self.v.go("governance:agenda", meeting.pk)
        for _case in (self.case, other):
            self.v.press("Ajouter")
        self.v.picture("ordre-du-jour")
        self.v.go("governance:convene", meeting.pk)
        self.v.picture("invitations")
        ours = meeting.items.get(case=self.case)
        page.locator(f'[name="item_{ours.pk}"][value="{office("cms-sierre").pk}"]').check()
        theirs = meeting.items.get(case=other)
        page.locator(f'[name="item_{theirs.pk}"][value="{office("oai-sion").pk}"]').check()
        uncovered = page.locator(f'[name="item_{ours.pk}"][value="{office("oai-sion").pk}"]')
        assert uncovered.count() == 0
        self.v.press("Envoyer les invitations")
        self.v.sees("convoquée")
        sweep(clock.now())
        invited = [m for m in mail.outbox if "mireille" in m.to[0] and m.attachments]
        assert len(invited) == 1
        text = invited[0].subject + invited[0].body + str(invited[0].attachments)
        assert NAME not in text and "Jeanne" not in text
        self.v.enter(self.cast["mireille_cms_sierre"])
        self.v.go("governance:meeting", meeting.pk)
        self.v.sees(NAME)
        self.v.sees_no(other.number)
        assert self.v.go("dossier", other.pk) == 404
        self.v.go("governance:meeting", meeting.pk)
        self.v.picture("seance-participante")
        page = self.v.page
        page.locator('[name="answer"][value="yes"]').check()
        self.v.press("Répondre")

    # 5 -----------------------------------------------------------------------------------------
    def sit(self, other: Case) -> None:
        self.travel(datetime(2026, 3, 16, 9, 5, tzinfo=START.tzinfo))
        page = self.v.enter(self.cast["isabelle_coord_central"])
        meeting = Meeting.objects.get()
        self.v.go("governance:desk", meeting.pk)
        mireille = self.cast["mireille_cms_sierre"]
        page.locator(f'[name="person_{mireille.pk}"]').select_option("present")
        self.v.press("Enregistrer les présences")
        self.v.press("Ouvrir le procès-verbal")
        item = meeting.items.get(case=self.case)
        self.v.go("governance:item", item.pk)
        discussion = page.locator('form[action$="discussion/"]')
        discussion.locator("textarea").fill("La personne peut travailler à mi-temps.")
        discussion.locator("select").select_option(str(int(Category.WORK)))
        self.v.press("Ajouter au procès-verbal")
        self.adopt_plan(item)
        self.v.go("governance:item", item.pk)
        decision = page.locator('form[action$="decider/"]')
        decision.locator('[name$="what"]').fill("Organiser un stage d’observation.")
        decision.locator('[name$="office"]').select_option(str(office("cms-sierre").pk))
        decision.locator('[name$="until"]').fill("2026-04-30")
        decision.locator('[name$="category"]').select_option(str(int(Category.WORK)))
        self.v.press("Consigner la décision")
        self.v.press("Point traité")
        self.v.go("governance:desk", meeting.pk)
        self.v.picture("conduite-de-la-seance")

    def adopt_plan(self, item: Any) -> None:
        page = self.v.page
        self.v.go("cases:plan", self.case.pk)
        self.v.fill(objective="Un emploi à mi-temps d’ici à l’été.")
        page.locator('[name="has_client_agreement"]').check()
        self.v.press("Enregistrer le projet")
        page.locator('[name="measure"]').select_option(index=1)
        page.locator('[name="payer"]').select_option(index=1)
        self.v.fill(starts_on="2026-04-01", responsible=str(office("cms-sierre").pk))
        self.v.press("Ajouter la mesure")
        self.v.confirm("Adopter le plan")
        self.v.sees("case manager")
        assert not InsertionPlan.objects.filter(adopted_at__isnull=False).exists()
        self.v.go("governance:item", item.pk)
        mireille = page.get_by_role("option", name="Mireille Epiney · CMS Sierre (0 dossier")
        page.locator('[name$="mandate"]').select_option(mireille.get_attribute("value"))
        self.v.press("Désigner")
        self.v.go("cases:plan", self.case.pk)
        self.v.confirm("Adopter le plan")
        assert InsertionPlan.objects.get().adopted_by == self.cast["isabelle_coord_central"]
        self.v.picture("plan-adopte")

    # 6 -----------------------------------------------------------------------------------------
    def minute(self, other: Case) -> None:
        meeting = Meeting.objects.get()
        minutes = Minutes.objects.get(meeting=meeting)
        self.v.go("governance:minutes", minutes.pk)
        self.v.press("Mettre en relecture")
        self.v.sees("n’est pas encore traité")
        self.v.go("governance:item", meeting.items.get(case=other).pk)
        self.v.press("Reporter à la prochaine séance")
        self.v.enter(self.cast["mireille_cms_sierre"])
        self.v.go("governance:minutes", minutes.pk)
        self.v.sees("La personne peut travailler à mi-temps.")
        self.v.sees_no(other.number)
        self.v.picture("proces-verbal-relecture")
        page = self.v.enter(self.cast["isabelle_coord_central"])
        self.v.go("governance:minutes", minutes.pk)
        self.v.confirm("Adopter le procès-verbal")
        sweep(clock.now())
        minutes.refresh_from_db()
        self.check_papers(minutes)
        self.v.go("governance:minutes", minutes.pk)
        self.v.picture("proces-verbal-adopte")
        excerpt = Excerpt.objects.get(item__case=self.case)
        self.v.press(f"Extrait {excerpt.number}")
        self.v.sees("La personne peut travailler à mi-temps.")
        self.v.picture("extrait")
        answer = page.request.get(
            self.v.server + reverse("governance:excerpt_pdf", args=[excerpt.pk])
        )
        assert sha256(answer.body()).hexdigest() == excerpt.document.sha256
        assert NAME not in answer.headers["content-disposition"]
        self.v.enter(self.cast["wilma_oai_sion"])
        assert self.v.go("governance:excerpt", excerpt.pk) == 404

    def check_papers(self, minutes: Minutes) -> None:
        excerpt = Excerpt.objects.get(item__case=self.case)
        sealed, extract = text_of(minutes.document), text_of(excerpt.document)
        assert minutes.number in sealed and excerpt.document.sha256 in sealed.replace("\n", "")
        assert NAME not in sealed and "travailler" not in sealed
        assert "peut travailler" in extract and "observation" in extract

    # 7 -----------------------------------------------------------------------------------------
    def follow_up(self) -> None:
        due = FollowUp.objects.open().get(case=self.case)
        for days, count in {-14: 2, -3: 2, 0: 0}.items():
            morning = datetime.combine(due.due_on, datetime.min.time(), START.tzinfo)
            self.travel(morning + timedelta(days=days, hours=8))
            assert [send_reminders(clock.now()) for _ in range(2)] == [count, 0]
        told = InboxEntry.objects.filter(
            user=self.cast["mireille_cms_sierre"], case_id=self.case.pk
        )
        assert told.filter(notice="follow_up.due").count() == 2
        assert send_digests(clock.now()) > 0 == send_digests(clock.now())
        sweep(clock.now())
        ids = [m.extra_headers["Message-ID"] for m in mail.outbox if "Suivis trim" in m.body]
        assert len(ids) == len(set(ids)) > 0
        page = self.v.enter(self.cast["isabelle_coord_central"])
        self.v.picture("accueil-suivi-du")
        self.v.go("governance:follow_up_review", self.case.pk)
        self.v.picture("suivi-trimestriel")
        page.locator('[name="result"][value="on_track"]').check()
        self.v.press("Enregistrer le suivi")
        later = FollowUp.objects.open().get(case=self.case)
        assert later.due_on > due.due_on
        self.v.sees(f"{later.due_on:%d.%m.%Y}")

    # 8 -----------------------------------------------------------------------------------------
    def withdraw(self) -> None:
        partner = self.v.enter(self.cast["mireille_cms_sierre"])
        assert self.v.go("dossier", self.case.pk) == 200
        self.open_case("claire_orp_sion")
        self.v.go("cases:procuration_withdraw", self.case.pk)
        self.v.picture("retrait-effet")
        self.v.fill(note="par la personne, au téléphone")
        self.v.press("Continuer")
        self.v.press("Retirer la procuration")
        self.v.sees("Quittance à remettre")
        answer = partner.reload()
        assert answer is not None and answer.status == 404
        self.open_case("isabelle_coord_central")
        self.v.sees_no(NAME)
        self.v.sees(self.case.number)
        self.v.picture("dossier-apres-retrait")
        self.v.enter(self.cast["claire_orp_sion"])
        self.v.go("cases:case_traces", self.case.pk)
        self.v.picture("registre-des-acces")
        expect(self.v.page.get_by_text("Mireille Epiney").first).to_be_visible()


def text_of(document: Document | None) -> str:
    assert document is not None
    pages = pypdfium2.PdfDocument(read_document(document))
    return "\n".join(page.get_textpage().get_text_bounded() for page in pages)


def test_one_dossier_from_flag_to_withdrawal(visitor, cast_in_march, moved_clock):
    cast = cast_in_march
    job = MainJob(visitor, cast, moved_clock)
    recipients = {office("bureau-cii"): ALL, office("oai-sion"): ALL}
    other = triaged(cast, recipients=recipients, last_name="Zermatten-Exemple")
    job.flag()
    job.consent()
    job.announce_and_triage()
    job.convene(other)
    job.sit(other)
    job.minute(other)
    job.follow_up()
    job.withdraw()


@pytest.fixture
def cast_in_march(moved_clock, transactional_db, request) -> Cast:
    moved_clock(START)
    return request.getfixturevalue("cast")

"""Minutes, excerpts and tasks on the screen: as far as their reader may read (S5)."""

import pytest

from audit.models import Trace
from cases.actions.procurations import withdraw_procuration
from core import clock
from governance.actions.desk import write_paragraph
from governance.actions.minutes import draft_minutes
from governance.choices import MinutesState
from governance.models import Decision, Excerpt
from messaging.sweeper import sweep
from tests.factories import ALL, consent, office, triaged
from tests.governance.browsing import page, url
from tests.governance.conftest import NOW
from tests.governance.sittings import (
    item_decided,
    meeting_convened,
    minutes_adopted,
    minutes_circulated,
)

pytestmark = pytest.mark.django_db


def test_adoption_with_an_undecided_item_says_which(as_, cast, later):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    minutes = minutes_circulated(meeting, at=later)
    browser = as_("isabelle_coord_central")
    with clock.at(later):
        assert "Le point 1 n’est pas encore traité" in page(browser, "minutes", minutes.pk)
        response = browser.post(url("minutes_adopt", minutes.pk), follow=True)
    assert "Le point 1 n’est pas encore traité" in response.content.decode()
    minutes.refresh_from_db()
    assert minutes.state == MinutesState.CIRCULATED


def test_a_reader_gets_her_version_of_the_minutes_and_asks_for_a_correction(as_, cast, later):
    case = triaged(cast)
    narrow = {office("bureau-cii"): ALL, office("orp-sion"): ALL, office("cms-sierre"): {2}}
    consent(case, cast, recipients=narrow)
    meeting = meeting_convened(cast, [case], at=NOW)
    item = meeting.items.get()
    write_paragraph(item, text="Diabète", category=16, by=meeting.chair, at=later)
    item_decided(item, at=later)
    minutes = minutes_circulated(meeting, at=later)
    browser = as_("mireille_cms_sierre")
    with clock.at(later):
        text = page(browser, "minutes", minutes.pk)
        assert "mi-temps" in text and "Diabète" not in text and "n’y figurent pas" in text
        asked = {"text": "80 %", "category": 2}
        assert browser.get(url("correction_ask", item.pk)).status_code == 200
        assert browser.post(url("correction_ask", item.pk), asked).status_code == 302
        assert "80 %" in page(browser, "minutes", minutes.pk)
        correction = item.corrections.get()
        organiser = as_("isabelle_coord_central")
        organiser.post(url("correction_settle", correction.pk))
    correction.refresh_from_db()
    assert correction.settled_at


def test_a_draft_is_for_who_organises(as_, cast, later):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    minutes = draft_minutes(meeting, by=meeting.chair, at=later)
    page(as_("mireille_cms_sierre"), "minutes", minutes.pk, status=404)
    page(as_("monique_secretariat"), "minutes", minutes.pk)


def test_the_whole_excerpt_is_for_who_may_read_all_its_categories(as_, cast, later):
    case = triaged(cast)
    narrow = {office("bureau-cii"): ALL, office("orp-sion"): ALL, office("cms-sierre"): {2}}
    consent(case, cast, recipients=narrow)
    meeting = meeting_convened(cast, [case], at=NOW)
    write_paragraph(meeting.items.get(), text="Diabète", category=16, by=meeting.chair, at=later)
    minutes = minutes_adopted(meeting, at=later)
    sweep(later)
    excerpt = Excerpt.objects.get()
    with clock.at(later):
        partner = as_("mireille_cms_sierre")
        text = page(partner, "excerpt", excerpt.pk)
        assert "mi-temps" in text and "Diabète" not in text and "Extrait partiel" in text
        assert partner.get(url("excerpt_pdf", excerpt.pk)).status_code == 403
        assert partner.get(url("minutes_pdf", minutes.pk)).status_code == 200
        home = as_("claire_orp_sion")
        assert "Diabète" in page(home, "excerpt", excerpt.pk)
        response = home.get(url("excerpt_pdf", excerpt.pk))
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].endswith(f'"{case.number}-{excerpt.number}.pdf"')
        assert as_("wilma_oai_sion").get(url("excerpt", excerpt.pk)).status_code == 404
        assert as_("monique_secretariat").get(url("excerpt", excerpt.pk)).status_code == 404
    exports = set(Trace.objects.filter(kind="export").values_list("event", flat=True))
    assert exports == {"minutes.exported", "excerpt.exported"}


def test_after_the_withdrawal_no_excerpt_opens(as_, cast, later):
    case = triaged(cast)
    minutes_adopted(meeting_convened(cast, [case], at=NOW), at=later)
    sweep(later)
    excerpt = Excerpt.objects.get()
    with clock.at(later):
        withdraw_procuration(case, note="Lettre", by=cast["claire_orp_sion"], at=later)
        for key in ("mireille_cms_sierre", "isabelle_coord_central", "claire_orp_sion"):
            for name in ("excerpt", "excerpt_pdf"):
                assert as_(key).get(url(name, excerpt.pk)).status_code == 404


def test_a_task_is_finished_on_its_page(as_, cast, later):
    minutes_adopted(meeting_convened(cast, [triaged(cast)], at=NOW), at=later)
    decision = Decision.objects.get()
    with clock.at(later):
        browser = as_("mireille_cms_sierre")
        assert "Prendre contact" in page(browser, "decision", decision.pk)
        assert browser.post(url("decision_finish", decision.pk)).status_code == 302
        assert browser.get(url("decision", decision.pk)).status_code == 404
    decision.refresh_from_db()
    assert decision.done_by == cast["mireille_cms_sierre"]

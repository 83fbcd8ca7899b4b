"""« Pourquoi je vois ceci ? » on each section: role, act, procuration, categories (P5)."""

import re

import pytest

from cases.actions.assignments import assign
from cases.actions.notes import add_document, add_note
from cases.actions.procurations import withdraw_procuration
from cases.choices import AssignmentKind
from cases.models import Case
from core import clock
from core.choices import Category
from governance.actions.minutes import draft_minutes
from tests.factories import ALL, Cast, managed, office, planned, scan, triaged
from tests.governance.sittings import meeting_convened
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
IDENTITY, WORK, HEALTH, JUSTICE = (
    str(category.label)
    for category in (Category.IDENTITY, Category.WORK, Category.HEALTH, Category.JUSTICE)
)
DAY = r"\d\d\.\d\d\.\d{4}"


def why_of(page: str, section: str) -> str:
    """What a section answers when somebody asks why she sees it."""
    cards = re.split(r'<section class="card">', page)
    (card,) = [card for card in cards if f'card-title">{section}</h2>' in card]
    answer = card.split('<details class="why-here">')[1].split("</details>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer))


def written(case: Case, cast: Cast, key: str, category: Category) -> None:
    by = {"by": cast[key], "at": clock.now()}
    add_note(case, category=category, text="Stage.", **by)
    add_document(case, file=scan(), title="Bilan", category=category, **by)


def test_each_section_names_role_act_consent_and_its_own_categories(cast: Cast) -> None:
    case = planned(cast)
    written(case, cast, "mireille_cms_sierre", Category.WORK)
    page = text(Visitor(cast["isabelle_coord_central"]).get("dossier", case.pk))
    for section in ("Situation et journal de bord", "Documents", "Plan d’insertion"):
        told = why_of(page, section)
        assert "Coordination du dossier · Bureau CII" in told, section
        assert re.search(f"Annonce, depuis le {DAY}", told), section
        assert re.search(f"Procuration signée le {DAY}, valable jusqu’au {DAY} :", told), section
        assert WORK in told and HEALTH not in told, section
    told = why_of(page, "Résumé")
    assert IDENTITY in told and JUSTICE not in told
    assert JUSTICE in why_of(page, "Procuration")


def test_a_section_open_by_the_own_part_says_that_no_procuration_is_needed(cast: Cast) -> None:
    case = managed(cast)
    written(case, cast, "claire_orp_sion", Category.HEALTH)
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    page = text(Visitor(cast["anna_orp_sion"]).get("dossier", case.pk))
    for section in ("Résumé", "Grille de détection", "Situation et journal de bord"):
        told = why_of(page, section)
        assert "Ce que votre dispositif a écrit vous reste ouvert sans procuration" in told
        assert "Procuration signée" not in told
    assert re.search(f"Personne en charge, depuis le {DAY}", why_of(page, "Résumé"))


def test_a_section_is_explained_by_the_categories_it_shows_alone(cast: Cast) -> None:
    grants = {office("bureau-cii"): ALL, office("cms-sierre"): {Category.WORK, Category.IDENTITY}}
    case = managed(cast, recipients=grants)
    written(case, cast, "mireille_cms_sierre", Category.WORK)
    page = text(Visitor(cast["mireille_cms_sierre"]).get("dossier", case.pk))
    told = why_of(page, "Documents")
    assert "Case manager · CMS Sierre" in told
    # The signed paper of the consent is a document of the category identity.
    assert IDENTITY in told and IDENTITY not in why_of(page, "Situation et journal de bord")


def test_who_keeps_her_own_entries_is_not_told_that_she_keeps_her_dispositifs(cast: Cast) -> None:
    case, at = managed(cast), clock.now()
    ines = cast["ines_cms_sierre"]
    executing = {"office": office("cms-sierre"), "reason": "Mesure."}
    by = cast["isabelle_coord_central"]
    assign(case, ines, AssignmentKind.EXECUTING, **executing, by=by, at=at)
    written(case, cast, "ines_cms_sierre", Category.WORK)
    detail = text(Visitor(ines).get("cases:case_why", case.pk))
    assert "ce que vous avez écrit vous-même" in detail
    assert "ce que votre dispositif a écrit" not in detail
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    page = text(Visitor(ines).get("dossier", case.pk))
    assert "Vous gardez ce que vous avez écrit vous-même" in page
    assert "votre dispositif a écrit" not in page
    assert "Ce que vous avez écrit vous-même" in why_of(page, "Documents")


def test_a_stub_explains_itself_on_the_page_of_grounds(cast: Cast) -> None:
    case = triaged(cast)
    page = text(Visitor(cast["valerie_chargee"]).get("cases:case_why", case.pk))
    assert "Chargé·e cantonal·e CII" in page
    assert re.search(f"Annonce, depuis le {DAY}", page)
    assert "rien : aucune procuration en vigueur ne vous l’ouvre" in page


def test_an_item_of_a_meeting_and_of_its_minutes_says_why_it_is_seen(cast: Cast) -> None:
    chair = cast["isabelle_coord_central"]
    meeting = meeting_convened(cast, [triaged(cast)], at=clock.now())
    item = meeting.items.get()
    minutes = draft_minutes(meeting, by=chair, at=clock.now())
    visitor = Visitor(chair)
    for page in (
        visitor.get("governance:item", item.pk),
        visitor.get("governance:minutes", minutes.pk),
    ):
        answer = text(page).split('<details class="why-here">')[1].split("</details>")[0]
        assert "Coordination du dossier" in answer and "Procuration signée le" in answer

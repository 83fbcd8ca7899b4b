"""An entry is written on the page of the case itself, and nothing typed is lost (C11)."""

import pytest

from cases.actions.notes import add_note
from cases.actions.procurations import withdraw_procuration
from cases.models import CaseNote
from core import clock
from core.choices import Category
from tests.endings import OFFICER, closed
from tests.factories import Cast, flagged, managed, office
from tests.pages import Visitor, hidden, text

pytestmark = pytest.mark.django_db

FORM = 'id="note_text"'


def test_an_entry_is_written_from_the_page_of_the_case(cast: Cast) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    page = anna.get("dossier", case.pk)
    kind = hidden(page, "kind")
    assert FORM in text(page) and "autofocus" not in text(page) and " checked" not in text(page)
    sent = {"text": "Stage trouvé.", "category": Category.WORK.value, "kind": kind}
    after = anna.post("cases:note_add", case.pk, data=sent, follow=True)
    assert "Stage trouvé." in text(after)
    note = CaseNote.objects.get(text="Stage trouvé.")
    assert (note.category, note.kind) == (Category.WORK, "journal")


@pytest.mark.parametrize("category", ["", "999"])
def test_what_was_typed_is_kept_when_the_category_is_missing(cast: Cast, category: str) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    sent = {"text": "Stage trouvé.", "kind": "journal", "category": category}
    page = text(anna.post("cases:note_add", case.pk, data=sent))
    assert "Stage trouvé.</textarea>" in page and "invalid-feedback" in page
    assert not CaseNote.objects.filter(text="Stage trouvé.").exists()


def test_what_was_typed_is_kept_when_the_category_is_not_granted(cast: Cast) -> None:
    told = {Category.IDENTITY, Category.WORK}
    offices = ("bureau-cii", "orp-sion", "cms-sierre")
    case = managed(cast, recipients={office(code): told for code in offices})
    sent = {"text": "Dort mal.", "kind": "journal", "category": Category.HEALTH.value}
    page = text(Visitor(cast["mireille_cms_sierre"]).post("cases:note_add", case.pk, data=sent))
    assert "Dort mal.</textarea>" in page
    assert not CaseNote.objects.filter(text="Dort mal.").exists()


def test_nothing_is_offered_where_nothing_may_be_written(cast: Cast) -> None:
    ended = closed(cast)
    assert FORM not in text(Visitor(cast["claire_orp_sion"]).get("dossier", ended.pk))
    case = managed(cast)
    assert FORM not in text(Visitor(cast[OFFICER]).get("dossier", case.pk))


def test_who_keeps_only_an_own_part_is_offered_no_entry(cast: Cast) -> None:
    case, mireille = managed(cast), cast["mireille_cms_sierre"]
    add_note(case, category=Category.WORK, text="Entretien.", by=mireille, at=clock.now())
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    page = text(Visitor(mireille).get("dossier", case.pk))
    assert "Entretien." in page and FORM not in page

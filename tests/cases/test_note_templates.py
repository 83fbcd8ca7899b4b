"""Entries that are written often begin with a template (C11)."""

from datetime import timedelta

import pytest
from django.utils import translation

from cases.models import CaseNote, NoteTemplate
from core import clock
from core.choices import Category
from tests.factories import Cast, flagged
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db


def template(**changes: object) -> NoteTemplate:
    values = {
        "code": "visite",
        "name_fr": "Visite d’entreprise",
        "name_de": "Betriebsbesuch",
        "text_fr": "Visite du \nEntreprise : ",
        "text_de": "Besuch vom \nBetrieb: ",
        "category": Category.SOCIAL,
        "position": 1,
        "valid_from": clock.today(),
    }
    return NoteTemplate.objects.create(**values | changes)


def test_a_template_fills_the_form_and_proposes_its_category(cast: Cast) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    template()
    page = anna.get("cases:note_add", case.pk, data={"modele": "visite"}).content.decode()
    assert "Visite du \nEntreprise : </textarea>" in page
    checked = page.split("checked")[0].rsplit("<input", 1)[1]
    assert 'name="category"' in checked and f'value="{Category.SOCIAL.value}"' in checked


def test_without_a_template_no_category_is_chosen(cast: Cast) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    page = anna.get("cases:note_add", case.pk, data={"modele": "inconnu\0"}).content.decode()
    assert "checked" not in page
    answer = anna.post("cases:note_add", case.pk, data={"kind": "journal", "text": "Reçu."})
    assert "Reçu." in text(answer) and not CaseNote.objects.filter(text="Reçu.").exists()


def test_what_was_typed_over_a_template_is_kept_and_its_category_may_be_another(
    cast: Cast,
) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    template()
    sent = {"kind": "journal", "text": "Visite du 3 mars", "category": Category.WORK.value}
    anna.post("cases:note_add", case.pk, data=sent, query="?modele=visite")
    note = CaseNote.objects.get(text="Visite du 3 mars")
    assert note.category == Category.WORK


def test_a_template_speaks_the_reader_s_language_and_ends_with_its_last_day(cast: Cast) -> None:
    yesterday = clock.today() - timedelta(days=1)
    row = template(valid_from=yesterday)
    with translation.override("de"):
        assert (str(row), row.text) == ("Betriebsbesuch", "Besuch vom \nBetrieb: ")
    NoteTemplate.objects.filter(pk=row.pk).update(valid_until=yesterday)
    page = Visitor(cast["anna_orp_sion"]).get("cases:note_add", flagged(cast).pk)
    assert "Visite d’entreprise" not in text(page)

"""Words are found in the entries and titles that one may read, and nowhere else (C11, P4)."""

from collections.abc import Callable

import pytest
from django.db import connection

from audit.models import Trace
from cases.actions.notes import add_document, add_note
from cases.actions.procurations import withdraw_procuration
from cases.models import Case
from core import clock
from core.choices import Category
from tests.factories import Cast, flagged, managed, office, scan
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

Write = Callable[..., None]


@pytest.fixture
def write(cast: Cast) -> Write:
    def entry(case: Case, said: str, category: Category, who: str = "anna_orp_sion") -> None:
        add_note(case, category=category, text=said, by=cast[who], at=clock.now())

    return entry


def found(cast: Cast, who: str, words: str, case: Case | None = None) -> str:
    visitor = Visitor(cast[who])
    if case is not None:
        return text(visitor.post("cases:journal", case.pk, data={"q": words}))
    return text(visitor.post("cases:case_search", data={"q": words}))


@pytest.mark.parametrize("words", ["cafétéria", "CAFETERIA", "stage cafeteria"])
def test_accents_and_capitals_do_not_count_and_all_words_must_stand_there(
    cast: Cast, write: Write, words: str
) -> None:
    case = flagged(cast)
    write(case, "Stage à la Cafétéria dès lundi.", Category.WORK)
    assert "dès lundi" in found(cast, "anna_orp_sion", words, case)
    assert "dès lundi" in found(cast, "anna_orp_sion", words)
    assert "dès lundi" not in found(cast, "anna_orp_sion", f"{words} piscine", case)


@pytest.mark.parametrize("words", ["logements", "beraten"])
def test_endings_of_both_languages_do_not_count(cast: Cast, write: Write, words: str) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("only PostgreSQL knows the endings of words")
    case = flagged(cast)
    write(case, "Cherche un logement; am Montag berate ich sie.", Category.SOCIAL)
    assert "Cherche un logement" in found(cast, "anna_orp_sion", words, case)


def test_what_is_in_a_category_that_is_not_granted_is_neither_shown_nor_told(
    cast: Cast, write: Write
) -> None:
    told = {Category.IDENTITY, Category.WORK}
    offices = ("bureau-cii", "orp-sion", "cms-sierre")
    case = managed(cast, recipients={office(code): told for code in offices})
    write(case, "Opération du genou en mars.", Category.HEALTH, "claire_orp_sion")
    write(case, "Stage du mois de mars.", Category.WORK, "claire_orp_sion")
    for of_case in (case, None):
        page = found(cast, "mireille_cms_sierre", "mars", of_case)
        assert "Stage du mois" in page and "genou" not in page
        nothing = found(cast, "mireille_cms_sierre", "genou", of_case)
        unknown = found(cast, "mireille_cms_sierre", "licorne", of_case)
        assert nothing.count("<article") == unknown.count("<article")
        assert "Opération" not in nothing


def test_after_a_withdrawal_no_word_of_the_case_is_found(cast: Cast, write: Write) -> None:
    case = managed(cast)
    write(case, "Stage du mois de mars.", Category.WORK, "claire_orp_sion")
    assert "Stage du mois" in found(cast, "mireille_cms_sierre", "mars")
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    assert "Stage du mois" not in found(cast, "mireille_cms_sierre", "mars")


def test_a_document_is_found_by_its_title_and_leads_to_the_file(cast: Cast) -> None:
    case = flagged(cast)
    document = add_document(
        case,
        file=scan(),
        title="Certificat de travail",
        category=Category.WORK,
        by=cast["anna_orp_sion"],
        at=clock.now(),
    )
    assert str(document.pk) in found(cast, "anna_orp_sion", "certificat")
    assert str(document.pk) in found(cast, "anna_orp_sion", "certificat", case)


def test_the_trace_of_a_search_names_the_case_and_no_word(cast: Cast, write: Write) -> None:
    case = flagged(cast)
    write(case, "Stage à Sierre.", Category.WORK)
    found(cast, "anna_orp_sion", "Sierre", case)
    trace = Trace.objects.filter(event="journal.searched").get()
    assert [row.case_id for row in trace.cases.all()] == [case.pk]
    assert "sierre" not in str(trace.details).lower() and trace.details["term"]


def test_the_journal_holds_every_entry_page_after_page(cast: Cast, write: Write) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    for number in range(52):
        write(case, f"Entrée numéro {number:03}.", Category.WORK)
    first = text(anna.get("cases:journal", case.pk))
    assert "numéro 051" in first and "numéro 001" not in first
    older = first.split('href="?before=')[1].split('"')[0]
    rest = text(anna.get("cases:journal", case.pk, query=f"?before={older}"))
    assert "numéro 001" in rest and "numéro 051" not in rest


def test_two_signs_find_nothing_among_all_cases(cast: Cast, write: Write) -> None:
    write(flagged(cast), "Stage à Sierre.", Category.WORK)
    assert "Stage à Sierre" not in found(cast, "anna_orp_sion", "st")
    assert "Stage à Sierre" in found(cast, "anna_orp_sion", "stage")

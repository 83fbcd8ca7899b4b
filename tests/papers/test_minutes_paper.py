"""The sealed papers read back: text, language, pages, hash (S5)."""

import hashlib
import re
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest

from audit.models import Trace
from core import clock
from core.choices import Category
from documents.models import Document
from documents.reading import read_document
from governance.models import Excerpt, Minutes
from governance.papers import (
    EXCERPT_TEMPLATE,
    MINUTES_TEMPLATE,
    render_minutes,
    store_minutes,
)
from messaging.models import Job
from messaging.sweeper import sweep
from tests.documents.test_papers import inside
from tests.factories import triaged
from tests.governance.sittings import meeting_convened, minutes_adopted

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 12, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=10, hours=1)


@pytest.fixture(autouse=True)
def _stopped_clock():
    with clock.at(NOW):
        yield


def text_of(content: bytes) -> str:
    """The text of all pages in one line; a word that was broken at a line's end is whole again."""
    pdf = pypdfium2.PdfDocument(content)
    texts = [page.get_textpage().get_text_bounded() for page in pdf]
    pdf.close()
    return " ".join(" ".join(texts).replace("\ufffe\r\n", "").split())


def pages_of(content: bytes) -> int:
    pdf = pypdfium2.PdfDocument(content)
    count = len(pdf)
    pdf.close()
    return count


def sealed(cast, *, language="fr", cases=None) -> Minutes:
    cases = cases or [triaged(cast), triaged(cast, last_name="Autre")]
    meeting = meeting_convened(cast, cases, at=NOW, language=language)
    minutes = minutes_adopted(meeting, at=LATER)
    sweep(LATER)
    return Minutes.objects.select_related("document").get(pk=minutes.pk)


def test_the_minutes_hold_no_case_content_but_the_numbers_and_hashes_of_the_excerpts(cast):
    minutes = sealed(cast)
    content = read_document(minutes.document)
    text = text_of(content)
    assert pages_of(content) == 1
    assert minutes.number in text and "Procès-verbal" in text
    for excerpt in minutes.excerpts.all():
        assert excerpt.number in text
        assert excerpt.document.sha256 in text
    for secret in ("mi-temps", "Prendre contact", "Exemple", "Autre", "VS-2026"):
        assert secret not in text


def test_the_hash_recorded_is_that_of_the_file(cast):
    minutes = sealed(cast)
    documents = [minutes.document, *(excerpt.document for excerpt in minutes.excerpts.all())]
    for document in documents:
        assert hashlib.sha256(read_document(document)).hexdigest() == document.sha256
        assert document.sealed_at == LATER
        assert document.template_version


def test_an_excerpt_tells_its_own_case_and_no_other(cast):
    minutes = sealed(cast)
    first, second = minutes.excerpts.select_related("item__case", "document")
    text = text_of(read_document(first.document))
    assert first.item.case.number in text and second.item.case.number not in text
    assert "mi-temps" in text and "Prendre contact avec la personne" in text
    assert first.document.case_id == first.item.case_id
    assert first.categories == Category.WORK


@pytest.mark.parametrize(
    ("language", "post"), [("fr", "Coordination régionale"), ("de", "Regionale Koordination")]
)
def test_the_papers_are_in_the_language_of_the_meeting(cast, language, post):
    minutes = sealed(cast, language=language)
    for document in (minutes.document, minutes.excerpts.first().document):
        content = read_document(document)
        assert document.language == language
        assert f"/Lang ({language})".encode() in inside(content)
        assert post in text_of(content)


def test_the_papers_bear_their_number_as_title(cast):
    minutes = sealed(cast)
    pdf = pypdfium2.PdfDocument(read_document(minutes.document))
    assert minutes.number in pdf.get_metadata_value("Title")
    pdf.close()


def papers():
    """The papers of meetings; the consents of the scene have their receipts."""
    return Document.objects.filter(template__in=[MINUTES_TEMPLATE, EXCERPT_TEMPLATE])


def test_title_and_names_of_the_papers_are_numbers(cast):
    minutes = sealed(cast)
    titles = set(papers().values_list("title", flat=True))
    excerpts = set(minutes.excerpts.values_list("number", flat=True))
    assert titles == {minutes.number} | excerpts
    assert len(excerpts) == 2
    assert all(re.fullmatch(rf"{minutes.number}-[0-9A-F]{{8}}", number) for number in excerpts)


def test_a_worker_that_died_between_rendering_and_storing_doubles_nothing(cast):
    meeting = meeting_convened(cast, [triaged(cast)], at=NOW)
    minutes = minutes_adopted(meeting, at=LATER)
    render_minutes(minutes.pk, LATER)
    assert Excerpt.objects.count() == 0
    sweep(LATER)
    sweep(LATER)
    assert Excerpt.objects.count() == 1
    assert Trace.objects.filter(event="minutes.sealed").count() == 1
    store_minutes(minutes.pk, LATER, render_minutes(minutes.pk, LATER))
    assert Excerpt.objects.count() == 1
    assert papers().count() == 2
    assert Job.objects.filter(kind="minutes.seal").count() == 1


def test_a_worker_that_died_while_storing_leaves_nothing_half_done(cast, monkeypatch):
    minutes = minutes_adopted(meeting_convened(cast, [triaged(cast)], at=NOW), at=LATER)
    with monkeypatch.context() as patch:
        patch.setattr("governance.papers.record", lambda *args, **more: 1 / 0)
        sweep(LATER)
    assert Excerpt.objects.count() == papers().count() == 0
    sweep(LATER + timedelta(minutes=5))
    assert Excerpt.objects.count() == 1
    assert Minutes.objects.get(pk=minutes.pk).document


def test_rendering_again_says_the_same(cast):
    minutes = sealed(cast, cases=[triaged(cast)])
    again = render_minutes(minutes.pk, LATER + timedelta(days=1))
    assert text_of(again.excerpts[0].content) == text_of(
        read_document(minutes.excerpts.get().document)
    )

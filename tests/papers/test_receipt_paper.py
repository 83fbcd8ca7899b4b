"""The receipt of a consent as a sealed paper, in the language of the person (P3)."""

import hashlib
from datetime import timedelta

import pytest

from cases.actions.procurations import narrow_procuration
from cases.item_queries import DocumentQuerySet
from cases.models import Receipt
from cases.papers import render_receipt, store_receipt
from core import clock
from core.choices import Category
from documents.models import Document
from documents.reading import read_document
from messaging.sweeper import sweep
from tests.factories import Cast, confirmed, consent, office, planned
from tests.papers.test_minutes_paper import text_of

pytestmark = pytest.mark.django_db


def test_receipt_is_sealed_in_the_language_of_the_person(cast: Cast) -> None:
    case = confirmed(cast)
    consent(case, cast, language="de")
    sweep(clock.now() + timedelta(seconds=1))
    document = Receipt.objects.select_related("document").get().document
    content = read_document(document)
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert document.sealed_at
    told = text_of(content)
    assert "Quittung" in told
    assert "Jeanne Exemple" in told
    assert case.number in told
    assert "RAV Sitten" in told


def test_receipt_of_a_narrowing_says_what_was_taken_back(cast: Cast) -> None:
    case, by = planned(cast), cast["claire_orp_sion"]
    taken = {office("cms-sierre"): {Category.JUSTICE}}
    narrow_procuration(case, withdrawn=taken, note="—", by=by, at=clock.now())
    told = text_of(render_receipt(Receipt.objects.get(kind="narrowed").pk, clock.now()))
    assert "ne lisent plus ce que vous avez retiré" in told
    assert "justice" in told


def test_receipt_is_stored_once_and_read_by_who_may_know_the_person(cast: Cast) -> None:
    case = planned(cast)
    receipt = Receipt.objects.get()
    for _ in range(2):
        store_receipt(receipt.pk, clock.now(), b"%PDF-1.7 ... %%EOF")
    paper = Document.objects.get(case_id=case.pk, kind="paper")
    readers = DocumentQuerySet(Document)
    assert paper in readers.visible_to(cast["claire_orp_sion"])
    assert paper in readers.visible_to(cast["mireille_cms_sierre"])
    assert paper not in readers.visible_to(cast["wilma_oai_sion"])

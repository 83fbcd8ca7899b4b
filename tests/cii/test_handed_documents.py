"""Who hands out decides on each document; excerpts go as copies where they tell of others (P6)."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from cases.actions.access_requests import hand_over_file
from cases.actions.given_documents import decide_documents
from cases.actions.notes import add_document
from cases.actions.passages import hide_passage
from cases.choices import HandedHow
from cases.handing_out import brought, decisions_on, fingerprint_of
from cases.models import AccessRequest, DocumentDecision
from cases.texts import key_of
from cii.person_file import person_file
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from core.stale import Stale
from documents.models import Document
from documents.reading import read_document
from governance.models import Excerpt, Paragraph
from messaging.sweeper import sweep
from tests.cii.test_person_file import asked, told
from tests.endings import text_of
from tests.factories import Cast, documents_given, managed, scan, triaged
from tests.governance.sittings import meeting_convened, minutes_adopted
from tests.pages import Visitor, hidden, text

pytestmark = pytest.mark.django_db
REASON = "Nomme une voisine."


@pytest.fixture
def request_(cast: Cast) -> AccessRequest:
    """With two documents: the consent, and a certificate that the home dispositif attached."""
    case = managed(cast)
    attached(cast, case, "Certificat de salaire")
    return asked(cast, case)


def attached(cast, case, title, category=Category.WORK) -> Document:
    by = {"by": cast["claire_orp_sion"], "at": clock.now()}
    return add_document(case, file=scan(), title=title, category=category, **by)


def decided(request, cast, *, withheld=(), key="claire_orp_sion", reason=REASON, **more):
    """Every document is handed out but those of these titles."""
    rows = {row.pk: (row.title in withheld, reason) for row in brought(request.case)}
    seen = fingerprint_of(decisions_on(request.case))
    said = {"decided": rows, "seen": seen} | more
    return decide_documents(request, **said, by=cast[key], at=clock.now())


def names_in(content: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.namelist()


def file_of(request) -> bytes:
    sweep()
    request.refresh_from_db()
    return read_document(request.file)


def test_nothing_is_handed_out_before_somebody_decided_on_each_document(cast, request_):
    assert not [name for name in names_in(file_of(request_)) if "piece-jointe" in name]
    by = {"by": cast["claire_orp_sion"], "at": clock.now()}
    with pytest.raises(Refusal, match="2 documents ne sont ni remis ni retenus"):
        hand_over_file(request_, how=HandedHow.DESK, **by)
    claire = Visitor(cast["claire_orp_sion"])
    assert "2 documents ne sont ni remis" in text(claire.get("cases:person_file", request_.pk))
    page = text(claire.get("cases:access_requests", request_.case_id))
    assert "2 documents ne sont ni remis" in page and "Télécharger le dossier" not in page
    with pytest.raises(CommandError, match="2 documents"):
        call_command("person_file", request_.case.number)


def test_a_withheld_document_is_named_with_its_reason_and_not_handed_out(cast, request_):
    decided(request_, cast, withheld=["Certificat de salaire"])
    content = file_of(request_)
    names = names_in(content)
    assert [name for name in names if "procuration" in name]
    assert not [name for name in names if "piece-jointe" in name]
    paper = told(content, "dossier.pdf")
    assert "Documents retenus" in paper and "masquées à la main" in paper
    assert "Certificat de salaire" in paper and REASON in paper
    decided(request_, cast)
    content = file_of(request_)
    assert [name for name in names_in(content) if "piece-jointe" in name]
    assert "Documents retenus" not in told(content, "dossier.pdf")
    assert DocumentDecision.objects.filter(case=request_.case).count() == 3


def test_the_documents_are_named_in_the_language_of_the_file(cast, request_):
    decided(request_, cast)
    now = clock.now()
    with translation.override("fr"):
        german = names_in(person_file(request_.case, language="de", at=now))
    with translation.override("de"):
        french = names_in(person_file(request_.case, language="fr", at=now))
    assert [name for name in german if "vollmacht" in name]
    assert [name for name in french if "procuration" in name]


def test_a_document_that_came_afterwards_is_not_handed_out_silently(cast, request_):
    decided(request_, cast)
    before = file_of(request_)
    attached(cast, request_.case, "Lettre")
    by = {"by": cast["claire_orp_sion"], "at": clock.now()}
    with pytest.raises(Refusal, match="Un document n’est ni remis ni retenu"):
        hand_over_file(request_, how=HandedHow.DESK, **by)
    decided(request_, cast)
    request_.refresh_from_db()
    assert request_.file is None
    assert len(names_in(file_of(request_))) == len(names_in(before)) + 1
    hand_over_file(request_, how=HandedHow.DESK, **by)


def test_a_document_is_not_held_back_without_a_reason_nor_by_somebody_else(cast, request_):
    with pytest.raises(Refusal, match="Dites pourquoi") as refused:
        decided(request_, cast, withheld=["Certificat de salaire"], reason=" ")
    assert refused.value.field.startswith("reason_")
    with pytest.raises(Forbidden):
        decided(request_, cast, key="mireille_cms_sierre")
    with pytest.raises(Stale):
        decided(request_, cast, seen="before")
    assert not DocumentDecision.objects.exists()


def test_the_page_keeps_what_was_typed_and_names_what_is_read_alone(cast, request_):
    claire = Visitor(cast["claire_orp_sion"])
    page = claire.get("cases:documents_give", request_.pk)
    assert "Certificat de salaire" in text(page)
    row = Document.objects.get(title="Certificat de salaire")
    monique = Visitor(cast["monique_secretariat"])
    unread = text(monique.get("cases:documents_give", request_.pk))
    assert "Vous ne le lisez pas" in unread and "Certificat de salaire" not in unread
    data = {f"given_{row.pk}": "withheld", f"reason_{row.pk}": "", "seen": hidden(page, "seen")}
    refused = text(claire.post("cases:documents_give", request_.pk, data=data))
    assert "Dites pourquoi ce document" in refused and "checked" in refused
    data[f"reason_{row.pk}"] = REASON
    claire.post("cases:documents_give", request_.pk, data=data)
    assert DocumentDecision.objects.get().reason == REASON
    assert REASON in text(claire.get("cases:documents_give", request_.pk))
    assert REASON not in text(monique.get("cases:documents_give", request_.pk))


def excerpt_in(content: bytes, number: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        papers = [archive.read(name) for name in archive.namelist() if "document-etabli" in name]
    return next(paper for paper in papers if number in text_of(paper))


@pytest.mark.parametrize("language", ["fr", "de"])
def test_an_excerpt_goes_sealed_or_as_a_copy_that_says_so(cast, language):
    case = triaged(cast)
    now = clock.now()
    meeting = meeting_convened(cast, [case], at=now, language=language)
    later = now + timedelta(days=10, hours=1)
    with clock.at(later):
        minutes_adopted(meeting, at=later)
        sweep(later)
        request = asked(cast, case)
        documents_given(request, by=cast["claire_orp_sion"], at=later)
        excerpt = Excerpt.objects.select_related("document").get(item__case=case)
        sealed = read_document(excerpt.document)
        assert excerpt_in(person_file(case, language="fr", at=later), excerpt.number) == sealed
        paragraph = Paragraph.objects.get(item__case=case)
        said = {"words": "un emploi à mi-temps", "reason": "Vie d’un tiers."}
        by = {"by": cast["isabelle_coord_central"], "at": later}
        hide_passage(request, text=key_of(paragraph), **said, **by)
        copy = text_of(excerpt_in(person_file(case, language="fr", at=later), excerpt.number))
    marks = {"fr": ("[tierce personne]", "copie"), "de": ("[Drittperson]", "Kopie")}
    assert "mi-temps" not in copy and "Prendre contact" in copy
    assert excerpt.document.sha256 in copy.replace(" ", "")
    assert all(mark in copy for mark in marks[language])

"""Files and ids that are sent to do harm do none (C11, P4)."""

import struct
import zlib
from uuid import uuid4

import pytest

from cases.actions.notes import add_document
from cases.models import Case
from core import clock
from core.choices import Category
from documents.models import Document
from tests.factories import PDF, Cast, flagged, managed, office, scan
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(document.cookie)</script>"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int = 1, *, text: bytes = b"") -> bytes:
    """A picture that says it is `width` pixels wide and high, with a text inside."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 8, 2, 0, 0, 0))
    said = chunk(b"tEXt", b"Comment\0" + text) if text else b""
    data = chunk(b"IDAT", zlib.compress(b"\0\0\0\0"))
    return b"\x89PNG\r\n\x1a\n" + header + said + data + chunk(b"IEND", b"")


def send(cast: Cast, case: Case, content: bytes, name: str = "a.pdf") -> None:
    data = {"title": "Certificat", "category": 2, "uploads": [scan(content, name)]}
    Visitor(cast["anna_orp_sion"]).post("cases:document_add", case.pk, data=data)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (PDF.replace(b"%%EOF", SCRIPT + b"\n%%EOF"), "application/pdf"),
        (png(text=SCRIPT), "image/png"),
        (png() + SCRIPT, "image/png"),
    ],
)
@pytest.mark.parametrize("name", ["page.html", "page.svg", "page.pdf"])
def test_a_page_hidden_in_a_document_is_never_served_as_a_page(
    cast: Cast, content: bytes, content_type: str, name: str
) -> None:
    case = flagged(cast)
    send(cast, case, content, name)
    row = Document.objects.get()
    answer = Visitor(cast["anna_orp_sion"]).get("cases:document", row.pk, query="?voir")
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "no-store" in answer.headers["Cache-Control"]
    said = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in said and "unsafe" not in said
    assert ".html" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "content",
    [SCRIPT + PDF, b"<svg xmlns='http://www.w3.org/2000/svg'>%%EOF</svg>", b"GIF89a;" + png()],
)
def test_a_page_that_ends_or_goes_on_like_a_document_is_refused(cast: Cast, content: bytes) -> None:
    send(cast, flagged(cast), content)
    assert not Document.objects.exists()


def test_a_picture_of_a_huge_size_is_kept_and_given_out_without_being_unpacked(cast: Cast) -> None:
    case, content = flagged(cast), png(60_000)
    send(cast, case, content, "a.png")
    row = Document.objects.get()
    answer = Visitor(cast["anna_orp_sion"]).get("cases:document", row.pk, query="?voir")
    assert answer.content == content


@pytest.mark.parametrize("name", ["cases:document", "cases:document_replace"])
def test_a_document_of_a_category_not_granted_answers_like_an_unknown_one(
    cast: Cast, name: str
) -> None:
    told = {Category.IDENTITY, Category.WORK}
    offices = ("bureau-cii", "orp-sion", "cms-sierre")
    case = managed(cast, recipients={office(code): told for code in offices})
    row = add_document(
        case,
        file=scan(),
        title="Certificat",
        category=Category.HEALTH,
        by=cast["claire_orp_sion"],
        at=clock.now(),
    )
    mireille = Visitor(cast["mireille_cms_sierre"])
    for query in ("", "?voir"):
        answers = [mireille.get(name, key, query=query) for key in (row.pk, uuid4())]
        assert {answer.status_code for answer in answers} == {404}
    assert mireille.post(name, row.pk, data={"file": scan()}).status_code in (404, 405)
    assert str(row.pk) not in text(mireille.get("dossier", case.pk))
    assert Document.objects.filter(case_id=case.pk, category=Category.HEALTH).count() == 1


def test_a_file_is_attached_to_no_case_of_somebody_else(cast: Cast) -> None:
    case, elise = flagged(cast), Visitor(cast["elise_orp_sierre"])
    data = {"title": "Certificat", "category": 2, "uploads": [scan()]}
    assert elise.post("cases:document_add", case.pk, data=data).status_code == 404
    assert not Document.objects.exists()

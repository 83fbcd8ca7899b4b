import hashlib
import re
import zlib
from contextlib import suppress

import pypdfium2
import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from documents.actions.papers import seal_pdf
from documents.choices import DocumentKind
from documents.reading import read_document
from documents.rendering import AssetFetcher, OutsideAddress, render_pdf, template_version
from tests.documents.conftest import AT

MINUTES = """{% extends "papers/base.html" %}{% load i18n %}
{% block title %}Procès-verbal{% endblock %}{% block reference %}TRO-2026-007{% endblock %}
{% block content %}<h1>Procès-verbal</h1><p>{{ text }}</p>
{% get_current_language as code %}<p>langue {{ code }}</p>
<table><thead><tr><th>Point</th></tr></thead><tbody>{% for item in items %}
<tr><td>Point {{ item }}</td></tr>{% endfor %}</tbody></table>{% endblock %}"""


@pytest.fixture
def minutes(templates):
    (templates / "minutes.html").write_text(MINUTES)
    return "papers/minutes.html"


def text_of(content):
    pdf = pypdfium2.PdfDocument(content)
    pages = []
    for page in pdf:
        text = page.get_textpage()
        pages.append(text.get_text_bounded())
        text.close()
        page.close()
    pdf.close()
    return pages


def inside(content):
    """The whole file with its compressed streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    opened = []
    for stream in streams:
        with suppress(zlib.error):
            opened.append(zlib.decompress(stream))
    return content + b"".join(opened)


def test_paper_is_read_back_with_its_text_and_pages(minutes):
    content = render_pdf(minutes, {"text": "Séance du 12 mars à Sion", "items": range(70)}, "fr")
    pages = text_of(content)
    assert len(pages) == 3
    assert "Séance du 12 mars à Sion" in pages[0]
    assert "Point 69" in pages[-1]
    assert "TRO-2026-007" in pages[1]
    assert "2 / 3" in pages[1]


@pytest.mark.parametrize("language", ["fr", "de"])
def test_paper_is_tagged_titled_and_says_its_language(minutes, language):
    content = render_pdf(minutes, {}, language)
    assert f"langue {language}" in text_of(content)[0]
    pdf = pypdfium2.PdfDocument(content)
    assert pdf.is_tagged()
    assert pdf.get_metadata_value("Title") == "Procès-verbal"
    pdf.close()
    assert f"/Lang ({language})".encode() in inside(content)
    assert b"pdfuaid:part" in inside(content)


def test_paper_carries_the_vendored_font(minutes):
    assert b"Liberation-Sans" in inside(render_pdf(minutes, {"text": "x"}, "fr"))


def test_paper_of_the_demonstration_says_so(minutes, settings):
    settings.DEMO = True
    assert "inventés" in text_of(render_pdf(minutes, {}, "fr"))[0]
    settings.DEMO = False
    assert "inventés" not in text_of(render_pdf(minutes, {}, "fr"))[0]


def test_markup_in_a_value_stays_text(minutes):
    content = render_pdf(minutes, {"text": "<img src='file:///etc/passwd'>"}, "fr")
    assert "<img src=" in text_of(content)[0]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/x.png",
        "data:image/png;base64,AAAA",
        "asset:fonts/../css/cii.css",
        "asset:fonts/Missing.ttf",
        "relative.png",
    ],
)
def test_paper_reaches_nothing_outside_its_own_assets(address):
    page = HTML(
        string=f"<html><img alt='' src='{address}'>", base_url="asset:", url_fetcher=AssetFetcher()
    )
    with pytest.raises(OutsideAddress):
        page.write_pdf()
    assert issubclass(OutsideAddress, FatalURLFetchingError)


def test_template_version_changes_with_the_template(minutes, templates):
    before = template_version(minutes)
    assert len(before) == 12
    assert template_version(minutes) == before
    (templates / "minutes.html").write_text(MINUTES + "\n")
    assert template_version(minutes) != before


def test_sealed_paper_keeps_hash_template_and_language(minutes, db):
    content = render_pdf(minutes, {"text": "x"}, "de")
    document = seal_pdf(content, title="Procès-verbal", template=minutes, language="de", at=AT)
    document.refresh_from_db()
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.kind, document.sealed_at, document.category) == (DocumentKind.PAPER, AT, 0)
    assert (document.language, document.template) == ("de", minutes)
    assert document.template_version == template_version(minutes)
    assert read_document(document) == content

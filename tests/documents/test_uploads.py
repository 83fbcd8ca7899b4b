from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from PIL import Image

from core.choices import Category
from core.refusal import Refusal
from documents.actions.uploads import store_upload
from documents.choices import DocumentKind
from documents.models import Document
from documents.reading import FileDamaged, read_document
from documents.rendering import render_pdf
from tests.documents.conftest import AT

pytestmark = pytest.mark.django_db


def image(kind):
    buffer = BytesIO()
    Image.new("RGB", (20, 20), "white").save(buffer, kind)
    return buffer.getvalue()


def upload(content, by, name="jean-dupont.pdf", **more):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return store_upload(
        file, kind=DocumentKind.PROCURATION_SCAN, title="Procuration", by=by, at=AT, **more
    )


def test_scan_is_kept_under_a_uuid_name_with_its_hash(writer):
    content, case_id = render_pdf("papers/base.html", {}, "fr"), uuid4()
    document = upload(content, writer, case_id=case_id, category=Category.WORK)
    assert document.content_type == "application/pdf"
    assert (document.case_id, document.category, document.uploaded_by) == (case_id, 2, writer)
    assert document.size == len(content)
    assert UUID(document.storage_name.split("/")[1]) == document.id
    assert "dupont" not in document.storage_name
    assert read_document(document) == content


@pytest.mark.parametrize(("kind", "expected"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_image_is_known_by_its_content_and_not_by_its_name(writer, kind, expected):
    assert upload(image(kind), writer).content_type == expected


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Bonjour",
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ" + b"\0" * 200,
        b"PK\x03\x04" + b"\0" * 200,
        b"GIF89a" + b"\0" * 200,
        b"%PDF-1.7\n",
        b"<script></script>\n%PDF-1.7\n%%EOF",
        image("PNG")[:40],
        image("GIF"),
    ],
)
def test_what_is_no_whole_pdf_or_image_is_refused(writer, tmp_path, content):
    with pytest.raises(Refusal) as caught:
        upload(content, writer)
    assert caught.value.field == "file"
    assert not Document.objects.exists()
    assert not any(tmp_path.iterdir())


def test_too_large_file_is_refused_with_the_limit(writer, settings):
    settings.UPLOAD_MAX_BYTES = 1024
    with pytest.raises(Refusal, match=r"1.0.K"):
        upload(b"%PDF-1.7" + b"\0" * 1024 + b"%%EOF", writer)


def test_rolled_back_upload_leaves_no_row(writer):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        upload(image("PNG"), writer)
        raise ZeroDivisionError
    assert not Document.objects.exists()


def test_changed_file_is_not_given_out(writer):
    document = upload(image("PNG"), writer)
    with default_storage.open(document.storage_name, "r+b") as file:
        file.write(b"x")
    with pytest.raises(FileDamaged, match=str(document.id)):
        read_document(document)


def test_lost_file_is_reported_by_the_id_of_its_document(writer):
    document = upload(image("PNG"), writer)
    default_storage.delete(document.storage_name)
    with pytest.raises(FileDamaged, match=str(document.id)):
        read_document(document)


def test_paper_without_a_seal_is_refused_by_the_database(writer):
    document = upload(image("PNG"), writer)
    with pytest.raises(IntegrityError):
        Document.objects.filter(id=document.id).update(kind=DocumentKind.PAPER)

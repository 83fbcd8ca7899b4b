"""Several files at once, looking at one, and its versions (C11)."""

import pytest
from django.conf import settings
from django.http import Http404

from audit.models import Trace
from cases.actions.notes import add_document, replace_document
from cases.actions.procurations import narrow_procuration
from cases.models import Case
from cases.versions import versions_of
from core import clock
from core.choices import Category
from core.refusal import Refusal
from documents.models import Document
from tests.factories import Cast, flagged, managed, office, scan
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
EMPTY = b""


def attached(
    cast: Cast, case: Case, *, who: str = "anna_orp_sion", category: Category = Category.WORK
) -> Document:
    by, at = cast[who], clock.now()
    return add_document(case, file=scan(), title="Certificat", category=category, by=by, at=at)


def send(cast: Cast, case: Case, *files: object) -> str:
    data = {"title": "Certificats", "category": 2, "uploads": list(files)}
    return text(Visitor(cast["anna_orp_sion"]).post("cases:document_add", case.pk, data=data))


def test_several_files_are_attached_under_one_title_and_numbered(cast: Cast) -> None:
    case = flagged(cast)
    send(cast, case, scan(), scan())
    titles = set(Document.objects.values_list("title", "category"))
    assert titles == {("Certificats (1)", 2), ("Certificats (2)", 2)}


@pytest.mark.parametrize("bad", [b"MZ", EMPTY, b"<svg onload=alert(1)>"])
def test_a_file_that_is_no_document_loses_only_itself(cast: Cast, bad: bytes) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    data = {"title": "Certificats", "category": 2}
    data["uploads"] = [scan(), scan(bad, "jean-dupont.pdf"), scan()]
    page = text(anna.post("cases:document_add", case.pk, data=data, follow=True))
    assert Document.objects.count() == 2
    assert "Fichier 2 : Ce fichier" in page and "dupont" not in page


def test_nothing_is_attached_when_no_file_is_a_document(cast: Cast) -> None:
    page = send(cast, flagged(cast), scan(b"MZ"), scan(b"MZ"))
    assert not Document.objects.exists()
    assert "Ce fichier n’est pas un PDF" in page and 'value="Certificats"' in page


def test_more_files_than_arrive_in_one_request_are_refused_kindly(cast: Cast) -> None:
    page = send(cast, flagged(cast), *(scan() for _ in range(11)))
    assert not Document.objects.exists()
    assert "11 fichiers d’un coup sont trop" in page


def test_a_document_is_looked_at_or_kept_under_a_neutral_name(cast: Cast) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    row = attached(cast, case)
    shown = anna.get("cases:document", row.pk, query="?voir")
    kept = anna.get("cases:document", row.pk)
    name = f'filename="{case.number}-piece-jointe.pdf"'
    assert shown.headers["Content-Disposition"] == f"inline; {name}"
    assert kept.headers["Content-Disposition"] == f"attachment; {name}"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert Trace.objects.filter(event="document.read").count() == 2


def test_the_newest_version_is_listed_and_the_older_ones_stay_readable(cast: Cast) -> None:
    case, anna = flagged(cast), Visitor(cast["anna_orp_sion"])
    first = attached(cast, case)
    for _ in range(2):
        last = versions_of(Document.objects.all())[0].document
        anna.post("cases:document_replace", last.pk, data={"file": scan()})
    (listed,) = versions_of(Document.objects.all())
    assert len(listed.older) == 2 and listed.older[-1] == first
    page = text(anna.get("dossier", case.pk))
    assert "Versions précédentes" in page and f"/documents/{first.pk}/" in page
    assert anna.get("cases:document", first.pk).status_code == 200


def test_a_version_keeps_title_category_and_dispositif(cast: Cast) -> None:
    row = attached(cast, flagged(cast), category=Category.HEALTH)
    newer = replace_document(row, file=scan(), by=cast["anna_orp_sion"], at=clock.now())
    assert (newer.title, newer.category, newer.office, newer.kind) == (
        row.title,
        row.category,
        row.office,
        row.kind,
    )


def test_only_the_dispositif_that_attached_a_document_gives_a_version(cast: Cast) -> None:
    row = attached(cast, managed(cast), who="claire_orp_sion")
    with pytest.raises(Refusal, match="joint par"):
        replace_document(row, file=scan(), by=cast["mireille_cms_sierre"], at=clock.now())
    with pytest.raises(Http404):
        replace_document(row, file=scan(), by=cast["elise_orp_sierre"], at=clock.now())


def test_of_two_versions_at_once_the_second_is_refused(cast: Cast) -> None:
    row, anna = attached(cast, flagged(cast)), cast["anna_orp_sion"]
    replace_document(row, file=scan(), by=anna, at=clock.now())
    with pytest.raises(Refusal, match="plus récente"):
        replace_document(row, file=scan(), by=anna, at=clock.now())


def test_a_category_taken_back_hides_every_version_of_a_document(cast: Cast) -> None:
    case = managed(cast)
    row = attached(cast, case, who="claire_orp_sion", category=Category.HEALTH)
    newer = replace_document(row, file=scan(), by=cast["claire_orp_sion"], at=clock.now())
    mireille = Visitor(cast["mireille_cms_sierre"])
    assert mireille.get("cases:document", row.pk).status_code == 200
    narrow_procuration(
        case,
        withdrawn={office("cms-sierre"): {Category.HEALTH}},
        note="",
        by=cast["claire_orp_sion"],
        at=clock.now(),
    )
    for document in (row, newer):
        assert mireille.get("cases:document", document.pk).status_code == 404
        assert mireille.get("cases:document_replace", document.pk).status_code == 404


def test_the_form_speaks_the_language_of_its_reader_throughout(cast: Cast) -> None:
    anna = Visitor(cast["anna_orp_sion"])
    anna.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "de"
    page = text(anna.get("cases:document_add", flagged(cast).pk))
    assert "10 Dateien auf einmal" in page and "à la fois" not in page

"""The person gets everything held about her, and who read it; nothing of anybody else (P6)."""

import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command

from accounts.actions.personas import load_personas
from audit.models import Trace
from cases.actions.access_requests import end_request, hand_over_file, receive_request
from cases.actions.notes import add_note
from cases.choices import AccessRequestEnd, AccessRequestState, HandedHow
from cases.models import AccessRequest, Case, HiddenPassage
from cases.third_persons import ThirdPersons
from cii.person_file import person_file
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from documents.models import Document
from messaging.sweeper import sweep
from tests.access.canaries import mark
from tests.access.scene import START
from tests.access.sittings import build
from tests.factories import Cast, documents_given, flagged, planned, triaged
from tests.pages import Visitor

pytestmark = pytest.mark.django_db


def told(content: bytes, ending: str = "") -> str:
    """The text of the archive, or of the members with this ending, without its line breaks."""
    parts = []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(ending or ("dossier.pdf", "registre.pdf", ".json")):
                parts.append(_text(name, archive.read(name)))
    return " ".join(parts)


def _text(name: str, content: bytes) -> str:
    if not name.endswith(".pdf"):
        return content.decode()
    pdf = pypdfium2.PdfDocument(content)
    pages = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return pages.replace("\ufffe\r\n", "").replace("\ufffe", "").replace("\r\n", " ")


def asked(cast: Cast, case: Case, by: str = "claire_orp_sion") -> AccessRequest:
    now = clock.now()
    return receive_request(
        case, language="fr", asked_on=clock.today(), is_identified=True, by=cast[by], at=now
    )


def test_every_canary_of_her_case_is_in_her_file_and_none_of_another(reference: None) -> None:
    with clock.at(START):
        scene = build(load_personas(clock.today()))
    planted = {canary.token.lower() for canary in scene.canaries}
    mark(scene)
    case = Case.objects.get(pk=scene.objects["live"]["case"])
    content = person_file(case, language="fr", at=clock.now())
    paper, data = told(content, "dossier.pdf").lower(), told(content, ".json").lower()
    hers = {canary.token.lower() for canary in scene.canaries if canary.state == "live"}
    others = {canary.token.lower() for canary in scene.canaries} - hers
    # Why a passage is hidden would tell of what is hidden.
    hidden = {row.reason.split()[0] for row in HiddenPassage.objects.filter(case=case)}
    assert {token for token in hers - hidden if token not in data} == set()
    assert {token for token in hers & planted if token not in paper} == set()
    assert {token for token in others if token in paper + data} == set()


def test_her_file_holds_her_documents_under_neutral_names(cast: Cast) -> None:
    case = planned(cast, last_name="Unique")
    documents_given(asked(cast, case), by=cast["claire_orp_sion"])
    with zipfile.ZipFile(io.BytesIO(person_file(case, language="fr", at=clock.now()))) as archive:
        names = archive.namelist()
        assert all(name.startswith(case.number) for name in names)
        assert not [name for name in names if "unique" in name.lower()]
        scans = [name for name in names if "procuration" in name]
        assert archive.read(scans[0]).startswith(b"%PDF")


def test_the_register_says_in_her_language_who_read_and_as_what(cast: Cast) -> None:
    case = triaged(cast, language="de")
    Visitor(cast["isabelle_coord_central"]).get("dossier", case.pk)
    register = told(person_file(case, language="de", at=clock.now()), "registre.pdf")
    assert "Isabelle Praz" in register
    assert "Dossier geöffnet" in register
    assert "Koordination des Dossiers" in register


def test_what_a_text_says_of_others_is_hidden_from_her(cast: Cast) -> None:
    flagged(cast, last_name="Rapin", first_name="Zoé")
    case = flagged(cast, last_name="Exemple", first_name="Jeanne", phone="027 600 00 01")
    hide = ThirdPersons(case.client).hide
    text = "Jeanne Exemple (027 600 00 01) vit avec Zoé Rapin, zoe@rapin.example, 079 600 00 02."
    assert hide(text) == (
        "Jeanne Exemple (027 600 00 01) vit avec [tierce personne], [tierce personne], "
        "[tierce personne]."
    )


def test_a_request_is_prepared_in_the_background_then_handed_over_and_not_kept(cast: Cast) -> None:
    case = triaged(cast)
    request = asked(cast, case)
    documents_given(request, by=cast["claire_orp_sion"])
    assert request.due_on == clock.today() + timedelta(days=30)
    sweep()
    request.refresh_from_db()
    assert request.file is not None
    page = Visitor(cast["claire_orp_sion"]).get("cases:person_file", request.pk)
    assert page.headers["Content-Disposition"] == f'attachment; filename="{case.number}.zip"'
    assert Trace.objects.filter(event="access_request.downloaded", cases__case_id=case.pk).exists()
    hand_over_file(request, how=HandedHow.DESK, by=cast["claire_orp_sion"], at=clock.now())
    assert not Document.objects.filter(kind="person_file").exists()
    request.refresh_from_db()
    assert (request.state, request.file) == (AccessRequestState.HANDED_OVER, None)


@pytest.mark.django_db(transaction=True)
def test_the_copy_is_deleted_from_the_disk_when_it_was_handed_over(cast: Cast) -> None:
    request = asked(cast, triaged(cast))
    documents_given(request, by=cast["claire_orp_sion"])
    sweep()
    request.refresh_from_db()
    name = request.file.storage_name
    hand_over_file(request, how=HandedHow.POST, by=cast["claire_orp_sion"], at=clock.now())
    assert not default_storage.exists(name)


def test_a_request_that_ended_meanwhile_gets_no_file(cast: Cast) -> None:
    request = asked(cast, triaged(cast))
    end_request(
        request, because=AccessRequestEnd.WITHDRAWN, by=cast["claire_orp_sion"], at=clock.now()
    )
    sweep()
    assert not Document.objects.filter(kind="person_file").exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"is_identified": False}, "is_identified"), ({"asked_on": "tomorrow"}, "asked_on")],
)
def test_bad_input_is_refused_with_a_reason(cast: Cast, change: dict, field: str) -> None:
    case = triaged(cast)
    data = {"language": "fr", "asked_on": clock.today(), "is_identified": True} | change
    if data["asked_on"] == "tomorrow":
        data["asked_on"] = clock.today() + timedelta(days=1)
    with pytest.raises(Refusal) as refusal:
        receive_request(case, **data, by=cast["claire_orp_sion"], at=clock.now())
    assert refusal.value.field == field


def test_nothing_is_handed_over_before_it_is_ready(cast: Cast) -> None:
    request = asked(cast, triaged(cast))
    documents_given(request, by=cast["claire_orp_sion"])
    with pytest.raises(Refusal, match="se prépare encore"):
        hand_over_file(request, how=HandedHow.DESK, by=cast["claire_orp_sion"], at=clock.now())


def test_one_request_at_a_time(cast: Cast) -> None:
    case = triaged(cast)
    asked(cast, case)
    with pytest.raises(Refusal, match="déjà ouverte"):
        asked(cast, case)


def test_a_partner_does_not_hand_out_the_file(cast: Cast) -> None:
    case = planned(cast)
    with pytest.raises(Forbidden):
        asked(cast, case, by="mireille_cms_sierre")


def test_the_command_writes_the_same_archive_and_leaves_a_trace(cast: Cast, tmp_path: Path) -> None:
    case = flagged(cast)
    add_note(
        case,
        category=Category.WORK,
        text="Cherche un emploi.",
        by=cast["anna_orp_sion"],
        at=clock.now(),
    )
    output = tmp_path / "file.zip"
    call_command("person_file", case.number, output=output, stdout=io.StringIO())
    data = json.loads(told(output.read_bytes(), ".json"))
    assert data["cases_casenote"][0]["text"] == "Cherche un emploi."
    assert Trace.objects.filter(job="person_file", cases__case_id=case.pk).exists()

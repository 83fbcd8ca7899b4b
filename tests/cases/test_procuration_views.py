"""Consent on the screen: effect before signature, withdrawal at the next request (P2, P3)."""

from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cases.models import Case, Match, Procuration
from core import clock
from core.choices import Category
from messaging.sweeper import sweep
from tests.factories import Cast, confirmed, consent, covered, office, planned, scan, triaged
from tests.pages import Visitor, hidden, text

pytestmark = pytest.mark.django_db


def allowed(**changes: Any) -> dict[str, Any]:
    today = clock.today()
    return {
        "purpose": "Retour à l’emploi",
        "language": "fr",
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=365)).isoformat(),
        f"to_{office('bureau-cii').pk}": [1, 2],
        f"to_{office('cms-sion').pk}": [1, 16],
    } | changes


def signed(**changes: Any) -> dict[str, Any]:
    return {
        "save": "",
        "signed_on": clock.today().isoformat(),
        "signed_place": "Sion",
        "signed_how": "paper",
        "is_informed": "on",
        "file": scan(),
    } | changes


def record(cast: Cast, case: Case, data: dict[str, Any]) -> Any:
    return Visitor(cast["claire_orp_sion"]).post("cases:procuration_record", case.pk, data=data)


def test_effect_is_shown_before_the_signature_and_nothing_is_kept(cast: Cast) -> None:
    page = text(record(cast, confirmed(cast), allowed()))
    assert "Odile Pralong (répondant·e CII)" in page
    assert "Isabelle Praz (coordinateur·trice CII)" in page
    assert "Jeanne Exemple" in page
    assert not Procuration.objects.exists()


def test_text_that_is_signed_is_the_text_that_was_shown(cast: Cast) -> None:
    case = confirmed(cast)
    shown = text(record(cast, case, allowed()))
    record(cast, case, allowed() | signed())
    procuration = Procuration.objects.get()
    for line in filter(None, procuration.text.splitlines()):
        assert line in shown
    grants = set(procuration.grants.values_list("recipient__code", "category"))
    assert grants == {("bureau-cii", 1), ("bureau-cii", 2), ("cms-sion", 1), ("cms-sion", 16)}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"valid_until": "2020-01-01"}, "précède le début"),
        ({"valid_from": "2019-01-01", "valid_until": "2020-01-01"}, "déjà échue"),
        ({"purpose": ""}, "obligatoire"),
    ],
)
def test_consent_that_cannot_stand_is_refused_with_what_was_typed(
    cast: Cast, change: dict[str, str], sentence: str
) -> None:
    page = text(record(cast, confirmed(cast), allowed(**change)))
    assert sentence in page
    assert f'name="to_{office("cms-sion").pk}" value="16"' in page
    assert "checked" in page
    assert not Procuration.objects.exists()


def test_who_records_is_told_the_same_of_the_coordination_whether_or_not_somebody_matches(
    cast: Cast,
) -> None:
    told = []
    for _turn in range(2):
        claire, case = Visitor(cast["claire_orp_sion"]), confirmed(cast)
        answer = claire.post("cases:procuration_record", case.pk, data=allowed() | signed())
        told.append([str(line) for line in get_messages(answer.wsgi_request)])
        assert "la coordination prendra contact avec vous" in text(claire.client.get(answer.url))
        sweep()
    assert Match.objects.count() == 1
    assert told[0] == told[1]


def test_consent_without_recipient_is_refused(cast: Cast) -> None:
    data = {name: value for name, value in allowed().items() if not name.startswith("to_")}
    page = text(record(cast, confirmed(cast), data))
    assert "Choisissez au moins un destinataire" in page
    assert "Retour à l’emploi" in page


@pytest.mark.parametrize("content", [b"GIF89a not a scan", b"%PDF-1.4 cut off", b""])
def test_scan_that_is_no_pdf_or_image_is_refused_and_the_rest_is_kept(
    cast: Cast, content: bytes
) -> None:
    page = text(record(cast, confirmed(cast), allowed() | signed(file=scan(content))))
    assert "Ce fichier" in page or "Le fichier" in page
    assert 'value="Sion"' in page
    assert f'<input type="hidden" name="to_{office("cms-sion").pk}" value="16">' in page
    assert not Procuration.objects.exists()


def test_second_step_leads_back_to_the_first_with_what_was_typed(cast: Cast) -> None:
    page = text(record(cast, confirmed(cast), allowed(edit="")))
    assert "Étape 1 sur 2" in page
    assert "Retour à l’emploi" in page


def test_withdrawn_consent_leaves_the_coordinator_a_stub_and_partners_nothing(cast: Cast) -> None:
    case = planned(cast, last_name="Zurbriggen")
    coordinator = Visitor(cast["isabelle_coord_central"])
    partner = Visitor(cast["mireille_cms_sierre"])
    assert "Zurbriggen" in text(coordinator.get("dossier", case.pk))
    home = Visitor(cast["claire_orp_sion"])
    assert "Mireille Epiney" in text(home.get("cases:procuration_withdraw", case.pk))
    home.post("cases:procuration_withdraw", case.pk, data={"note": "Par téléphone", "save": ""})
    for name in (
        "dossier",
        "cases:case_why",
        "governance:case_triage",
        "cases:procuration_withdraw",
    ):
        page = text(coordinator.get(name, case.pk))
        assert "Zurbriggen" not in page
        assert "Jeanne" not in page
        assert case.number in page
    assert coordinator.get("cases:client_edit", case.pk).status_code == 404
    assert partner.get("dossier", case.pk).status_code == 404
    assert "Zurbriggen" in text(home.get("dossier", case.pk))


def test_coordinator_of_a_stub_records_a_new_consent_without_learning_the_name(cast: Cast) -> None:
    case = triaged(cast, last_name="Zurbriggen")
    Visitor(cast["claire_orp_sion"]).post(
        "cases:procuration_withdraw", case.pk, data={"note": "Par lettre", "save": ""}
    )
    coordinator = Visitor(cast["isabelle_coord_central"])
    page = coordinator.post("cases:procuration_record", case.pk, data=allowed())
    assert "Étape 2 sur 2" in text(page)
    assert "Zurbriggen" not in text(page)


def test_narrowing_takes_only_what_is_ticked(cast: Cast) -> None:
    case = planned(cast)
    name = f"to_{office('cms-sierre').pk}"
    home = Visitor(cast["claire_orp_sion"])
    assert "Cochez au moins" in text(
        home.post("cases:procuration_narrow", case.pk, data={"note": "Par téléphone"})
    )
    data = {name: [int(Category.HEALTH)], "note": "Par téléphone", "save": ""}
    home.post("cases:procuration_narrow", case.pk, data=data)
    standing = Procuration.objects.get().grants.filter(withdrawn_at=None)
    left = {grant.category for grant in standing.filter(recipient=office("cms-sierre"))}
    assert left == set(Category) - {Category.HEALTH}
    procuration = Procuration.objects.get()
    assert "Versions de la procuration" in text(home.get("cases:procuration", procuration.pk))


def test_partner_reads_neither_the_text_nor_what_others_may_read(cast: Cast) -> None:
    case = planned(cast)
    procuration = Procuration.objects.get(case=case)
    page = text(Visitor(cast["wilma_oai_sion"]).get("cases:procuration", procuration.pk))
    assert "Page introuvable" in page
    page = text(Visitor(cast["claire_orp_sion"]).get("cases:procuration", procuration.pk))
    assert procuration.text.splitlines()[0] in page


def test_renewal_starts_from_what_stands(cast: Cast) -> None:
    case = covered(cast, recipients={office("bureau-cii"): {Category.IDENTITY}})
    page = text(Visitor(cast["claire_orp_sion"]).get("cases:procuration_record", case.pk))
    box = f'name="to_{office("bureau-cii").pk}" value="1"'
    assert "checked" in page.partition(box)[2].partition(">")[0]
    consent(case, cast)
    assert Procuration.objects.standing().filter(case=case).count() == 1


def test_reader_of_the_identity_reads_what_was_signed_and_its_scan(cast: Cast) -> None:
    case = planned(cast)
    procuration = Procuration.objects.get(case=case)
    partner = Visitor(cast["mireille_cms_sierre"])
    assert procuration.text.splitlines()[0] in text(
        partner.get("cases:procuration", procuration.pk)
    )
    assert partner.get("cases:document", procuration.scan_id).status_code == 200
    # Who may read what concerns those who keep the consent.
    assert partner.get("dossier", case.pk).context["effects"] != []
    assert Visitor(cast["monique_secretariat"]).get("dossier", case.pk).context["effects"] == []


def drawing() -> str:
    """What a browser makes of a signature."""
    return "data:image/png;base64," + b64encode(PNG).decode()


PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+M8AAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


def test_signature_drawn_on_screen_is_kept_with_its_hash(cast: Cast) -> None:
    case = confirmed(cast)
    data = allowed() | signed(signed_how="screen", drawn=drawing())
    del data["file"]
    page = record(cast, case, data)
    procuration = Procuration.objects.get()
    assert page["Location"] == reverse("cases:receipt", args=[procuration.receipts.get().pk])
    assert procuration.scan.content_type == "image/png"
    assert procuration.scan.sha256 == sha256(PNG).hexdigest()
    assert procuration.scan.name == "Signature apposée à l’écran"


@pytest.mark.parametrize("drawn", ["", "data:image/png;base64,????", "data:text/html;base64,PGI+"])
def test_screen_without_a_signature_is_refused_and_nothing_typed_is_lost(
    cast: Cast, drawn: str
) -> None:
    data = allowed() | signed(signed_how="screen", drawn=drawn)
    page = text(record(cast, confirmed(cast), data))
    assert "Il manque la signature" in page
    assert 'value="Sion"' in page
    assert not Procuration.objects.exists()


def test_drawing_comes_back_with_an_error(cast: Cast) -> None:
    data = allowed() | signed(signed_how="screen", drawn=drawing(), signed_place="")
    assert drawing() in text(record(cast, confirmed(cast), data))


def test_paper_way_asks_for_the_paper(cast: Cast) -> None:
    data = allowed() | signed()
    del data["file"]
    assert "Joignez la procuration signée" in text(record(cast, confirmed(cast), data))


def test_text_that_changed_since_it_was_read_is_not_recorded(cast: Cast) -> None:
    data = allowed() | signed(read_sha256="0" * 64)
    page = record(cast, confirmed(cast), data)
    assert "Le texte a changé depuis" in text(page)
    data["file"] = scan()
    record(cast, Case.objects.get(), data | {"read_sha256": hidden(page, "read_sha256")})
    assert Procuration.objects.count() == 1


def test_consent_sent_twice_is_recorded_once(cast: Cast) -> None:
    case = confirmed(cast)
    key = {"submission": str(uuid4())}
    answers = [record(cast, case, allowed() | signed() | key) for _ in range(2)]
    assert Procuration.objects.count() == 1
    assert answers[0]["Location"] == answers[1]["Location"]


def test_renewal_shows_who_gains_and_who_loses_before_it_is_signed(cast: Cast) -> None:
    case = triaged(cast)
    data = allowed(**{f"to_{office('cms-sierre').pk}": [1]})
    page = record(cast, case, data)
    told = {str(c.line.office): (c.line.gained, c.line.lost) for c in page.context["changes"]}
    assert told[str(office("cms-sion"))] == ([Category.IDENTITY, Category.HEALTH], [])
    assert told[str(office("cms-sierre"))] == ([], [c for c in Category if c > 1])
    assert told[str(office("orp-sion"))] == ([], list(Category))
    assert "ne lira plus" in text(page)
    assert "Mireille Epiney" in text(page)


def test_renewal_that_would_leave_a_gap_is_refused(cast: Cast) -> None:
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    page = text(record(cast, covered(cast), allowed(valid_from=tomorrow) | signed()))
    assert "remplace aussitôt celle en vigueur" in page
    assert Procuration.objects.count() == 1

"""Consent on the screen: effect before signature, withdrawal at the next request (P2, P3)."""

from datetime import timedelta
from typing import Any

import pytest

from cases.models import Case, Procuration
from core import clock
from core.choices import Category
from tests.factories import Cast, confirmed, consent, covered, office, planned, scan, triaged
from tests.pages import Visitor, text

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
    home.post("cases:procuration_withdraw", case.pk, data={"note": "Par téléphone"})
    for name in ("dossier", "cases:case_why", "cases:case_triage", "cases:procuration_withdraw"):
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
        "cases:procuration_withdraw", case.pk, data={"note": "Par lettre"}
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
    data = {name: [int(Category.HEALTH)], "note": "Par téléphone"}
    home.post("cases:procuration_narrow", case.pk, data=data)
    standing = Procuration.objects.get().grants.filter(withdrawn_at=None)
    left = {grant.category for grant in standing.filter(recipient=office("cms-sierre"))}
    assert left == set(Category) - {Category.HEALTH}
    procuration = Procuration.objects.get()
    assert "Quittance de retrait" in text(home.get("cases:procuration", procuration.pk))


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

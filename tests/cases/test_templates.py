"""Versions of the consent's wording: both languages, in force from a day on (P1)."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Setting
from audit.models import Trace
from cases.actions.templates import prepare_template
from cases.models import Procuration, ProcurationTemplate
from cases.reference import procuration_3
from cases.wording import BLANKS
from core import clock
from core.refusal import Forbidden, Refusal
from tests.factories import Cast, confirmed, consent
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
TEXT = " ".join(f"{{{name}}}" for name in sorted(BLANKS))


def prepared(cast: Cast, **changes):
    values = {
        "valid_from": clock.today() + timedelta(days=30),
        "text_fr": f"Nouvelle version {TEXT}",
        "text_de": f"Neue Version {TEXT}",
    }
    by = {"by": cast["monique_secretariat"], "at": clock.now()}
    return prepare_template(**(values | changes), **by)


def test_shipped_wording_holds_every_blank(cast: Cast) -> None:
    texts = procuration_3.TEXTS
    prepared(cast, text_fr=texts["fr"], text_de=texts["de"])


def test_consent_names_the_terms_of_retention_in_force_when_it_is_signed(cast: Cast) -> None:
    today = clock.today()
    signed = consent(confirmed(cast), cast).text
    assert "– 10 ans : rente AI\n" in signed
    assert (
        "– 6 mois : signalement classé sans suite, procuration retirée avant l’annonce\n" in signed
    )
    Setting.objects.create(key="retention_months_ai_pension", value=18, valid_from=today)
    shorter = consent(confirmed(cast), cast, language="de").text
    assert "– 18 Monate: IV-Rente\n" in shorter and "10 Jahre" not in shorter
    assert Procuration.objects.filter(text=signed).exists()


def test_older_wording_is_filled_in_as_it_stands(cast: Cast) -> None:
    ProcurationTemplate.objects.filter(version=3).delete()
    assert "que l’on m’indique sur demande" in consent(confirmed(cast), cast).text


@pytest.mark.parametrize(
    "words",
    [
        ("empreinte chiffrée", "verschlüsselten Fingerabdruck"),
        ("est libre", "ist freiwillig"),
        ("retirer la présente procuration", "widerrufen"),
        ("conservé", "aufbewahrt"),
        ("faire corriger", "berichtigen"),
    ],
)
def test_wording_in_force_says_what_a_consent_must_say(words: tuple[str, str]) -> None:
    for language, said in zip(("fr", "de"), words, strict=True):
        assert said in procuration_3.TEXTS[language]


def test_new_version_counts_from_its_day_and_old_consents_keep_theirs(cast: Cast) -> None:
    first = consent(confirmed(cast), cast)
    row = prepared(cast)
    assert row.version == ProcurationTemplate.objects.filter(language="de").first().version
    later = clock.now() + timedelta(days=30)
    second = consent(confirmed(cast, at=later), cast, at=later)
    assert second.template == row
    assert second.text.startswith("Nouvelle version")
    kept = Procuration.objects.get(pk=first.pk)
    assert kept.template.version == 3
    assert kept.text == first.text


def test_first_wording_counts_until_the_second_begins(cast: Cast) -> None:
    with clock.at(clock.now().replace(year=2026, month=6, day=30, hour=9)):
        assert consent(confirmed(cast), cast).template.version == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text_de": "Neue Version {person}"}, "text_de"),
        ({"text_fr": TEXT + " {avs}"}, "text_fr"),
        ({"text_fr": TEXT + " {"}, "text_fr"),
        ({"valid_from": date(2020, 1, 1)}, "valid_from"),
    ],
)
def test_wording_that_could_not_be_filled_in_or_comes_too_late_is_refused(
    cast: Cast, change: dict, field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        prepared(cast, **change)
    assert refusal.value.field == field


def test_only_who_keeps_reference_data_prepares_a_version(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        prepare_template(
            valid_from=clock.today(),
            text_fr=TEXT,
            text_de=TEXT,
            by=cast["claire_orp_sion"],
            at=clock.now(),
        )


def test_admin_site_asks_for_both_languages_and_starts_from_the_last_version(cast: Cast) -> None:
    add = reverse("admin:cases_procurationtemplate_add")
    keeper = cast["luc_technique"]
    keeper.is_staff = True
    keeper.save()
    client = Visitor(keeper).client
    assert procuration_3.FRENCH.splitlines()[0] in text(client.get(add))
    data = {"valid_from": f"{clock.today():%d.%m.%Y}", "text_fr": TEXT, "text_de": ""}
    assert client.post(add, data).status_code == 200
    assert ProcurationTemplate.objects.filter(version=4).count() == 0
    assert client.post(add, data | {"text_de": TEXT}).status_code == 302
    assert ProcurationTemplate.objects.filter(version=4).count() == 2
    assert Trace.objects.get(event="procuration_template.prepared").actor == keeper

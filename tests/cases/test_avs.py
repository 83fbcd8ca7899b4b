"""The AVS number: optional, checked, encrypted, masked, never a key (P8)."""

import pytest
from cryptography.fernet import Fernet
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from accounts.models import Office
from audit.models import Trace
from cases.actions.avs import keep_avs, remove_avs, show_avs
from cases.avs import masked_avs, plain_avs, written_avs
from cases.choices import FingerprintKind
from cases.models import AvsNumber, Case, Fingerprint, Match
from core import clock
from core.refusal import Refusal
from messaging.models import InboxEntry, Job, Mail
from messaging.sweeper import sweep
from tests.access.scene import HAUT
from tests.cases.test_matches import SAME, by, in_haut
from tests.factories import Cast, confirmed, consent, covered, managed, office
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
NUMBER, OTHER = "756.9217.0769.85", "756.1234.5678.97"


@pytest.fixture(autouse=True)
def _basis(reference: None) -> None:
    """Both ORP may keep the number."""
    for code in ("orp-sion", "orp-haut-valais"):
        row: Office = office(code)
        row.avs_basis = "LACI 96"
        row.save()


@pytest.mark.parametrize("typed", [NUMBER, "7569217076985", "756 9217 0769 85", "756-9217-0769-85"])
def test_a_number_is_known_however_it_is_typed(typed):
    assert plain_avs(typed) == "7569217076985"
    assert written_avs(plain_avs(typed)) == NUMBER


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "756",
        "756.9217.0769.84",
        "757.9217.0769.85",
        "75692170769855",
        "756.9217.0769.8x",
        "٧٥٦",
    ],
)
def test_what_is_no_number_is_refused_and_not_quoted(typed):
    with pytest.raises(ValueError) as refused:
        plain_avs(typed)
    assert not typed or typed not in str(refused.value)


def test_a_page_shows_country_and_last_two_digits():
    assert masked_avs("7569217076985") == "756.XXXX.XXXX.85"


def test_a_dispositif_without_a_basis_keeps_none(cast):
    Office.objects.filter(code="orp-sion").update(avs_basis="")
    case = confirmed(cast)
    with pytest.raises(Refusal, match="base"):
        keep_avs(case, number=NUMBER, **by(cast["anna_orp_sion"]))
    page = text(Visitor(cast["anna_orp_sion"]).get("cases:client_avs", case.pk))
    assert "ne tient pas le numéro AVS" in page and 'name="number"' not in page
    assert "Tenir le numéro AVS" not in text(Visitor(cast["anna_orp_sion"]).get("dossier", case.pk))


def test_without_a_key_the_refusal_says_whom_to_tell(cast):
    with override_settings(FIELD_KEYS=[]), pytest.raises(Refusal, match="administration"):
        keep_avs(confirmed(cast), number=NUMBER, **by(cast["anna_orp_sion"]))


def test_a_wrong_number_is_refused_beside_its_field_and_stays_typed(cast):
    case = confirmed(cast)
    page = text(
        Visitor(cast["anna_orp_sion"]).post(
            "cases:client_avs", case.pk, data={"number": "756.9217.0769.84"}
        )
    )
    assert "13 chiffres" in page and "756.9217.0769.84" in page
    assert not AvsNumber.objects.exists()


def kept(cast: Cast) -> Case:
    case = managed(cast)
    keep_avs(case, number=NUMBER, **by(cast["anna_orp_sion"]))
    sweep()
    return case


def test_it_stands_nowhere_in_clear(cast):
    kept(cast)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = str(cursor.fetchall())
            assert "7569217076985" not in rows and NUMBER not in rows, table


def test_its_own_dispositif_sees_it_masked_and_whole_on_request_with_a_trace(cast):
    case = kept(cast)
    browser = Visitor(cast["claire_orp_sion"])
    assert "756.XXXX.XXXX.85" in text(browser.get("dossier", case.pk))
    assert NUMBER not in text(browser.get("cases:client_avs", case.pk))
    assert not Trace.objects.filter(event="avs.shown").exists()
    assert NUMBER in text(browser.post("cases:client_avs_show", case.pk))
    trace = Trace.objects.get(event="avs.shown")
    assert (trace.actor, trace.cases.get().case_id) == (cast["claire_orp_sion"], case.pk)
    assert browser.get("cases:client_avs_show", case.pk).status_code == 405


@pytest.mark.parametrize(
    "key", ["mireille_cms_sierre", "isabelle_coord_central", "monique_secretariat"]
)
def test_nobody_else_sees_even_the_mask(key, cast):
    case = kept(cast)
    browser = Visitor(cast[key])
    assert "756.XXXX" not in text(browser.get("dossier", case.pk))
    assert browser.get("cases:client_avs", case.pk).status_code == 403
    assert browser.post("cases:client_avs_show", case.pk).status_code == 403


def test_it_is_no_key_to_search_by_and_stands_in_no_message(cast):
    case = kept(cast)
    page = Visitor(cast["claire_orp_sion"]).post("cases:case_search", data={"q": "7569217076985"})
    assert case.number not in text(page)
    told = [str(row) for model in (Mail, InboxEntry, Job, Trace) for row in model.objects.values()]
    assert told and not [row for row in told if "756" in row and "9217" in row]


def test_it_is_replaced_and_removed_with_its_fingerprint(cast):
    case = kept(cast)
    anna = by(cast["anna_orp_sion"])
    keep_avs(case, number=OTHER, **anna)
    assert show_avs(case, **anna) == OTHER
    assert Fingerprint.objects.filter(case=case, kind=FingerprintKind.AVS).count() == 1
    Visitor(cast["anna_orp_sion"]).post("cases:client_avs_remove", case.pk)
    assert not AvsNumber.objects.exists()
    assert not Fingerprint.objects.filter(kind=FingerprintKind.AVS).exists()
    with pytest.raises(Refusal):
        remove_avs(case, **anna)


def test_a_new_key_takes_over_while_the_old_one_still_opens(cast, capsys):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    with override_settings(FIELD_KEYS=[old]):
        case = confirmed(cast)
        keep_avs(case, number=NUMBER, **by(cast["anna_orp_sion"]))
    with override_settings(FIELD_KEYS=[new, old]):
        call_command("rotate_field_key")
    assert "1 numbers" in capsys.readouterr().out
    with override_settings(FIELD_KEYS=[new]):
        assert show_avs(case, **by(cast["anna_orp_sion"])) == NUMBER


# --- in the blind match
def two(cast: Cast, one: str, other: str, **changes) -> Match | None:
    """Two cases of a name, with these numbers, both under a consent."""
    first = confirmed(cast, **SAME)
    second = confirmed(cast, **in_haut(**changes))
    for case, key, number in ((first, "anna_orp_sion", one), (second, HAUT.worker, other)):
        if number:
            keep_avs(case, number=number, **by(cast[key]))
    consent(first, cast)
    consent(second, cast, who=HAUT)
    sweep(clock.now())
    return Match.objects.first()


def test_the_same_number_matches_whatever_the_name(cast):
    match = two(cast, NUMBER, NUMBER, last_name="Autrement")
    assert match and match.kind == FingerprintKind.AVS


def test_another_number_is_another_person_of_that_name(cast):
    assert two(cast, NUMBER, OTHER) is None


def test_where_one_has_no_number_name_and_birth_date_decide(cast):
    match = two(cast, NUMBER, "")
    assert match and match.kind == FingerprintKind.NAME


def test_a_number_is_not_compared_before_a_procuration(cast):
    covered(cast, **SAME)
    case = confirmed(cast, **in_haut())
    keep_avs(case, number=NUMBER, **by(cast[HAUT.worker]))
    assert not Fingerprint.objects.filter(case=case).exists()

"""What is submitted in a case, and who reads because of it, until it is settled (access-policy)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Capacity
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.actions.gates import stale_gates
from cases.actions.matters import open_matter, settle_matter
from cases.actions.notes import add_note
from cases.actions.procurations import withdraw_procuration
from cases.choices import MatterKind, Tie
from cases.models import Case, CaseNote, Matter
from cases.past import who_could_see
from cases.reading import CaseAccess
from cases.timeline import happened
from cases.workflow import DISPUTES
from core import clock
from core.choices import Category
from messaging.models import InboxEntry
from tests.factories import ALL, Cast, managed, office

pytestmark = pytest.mark.django_db
READS = {Category.IDENTITY, Category.WORK, Category.FINANCE}
MEMBERS = ("didier_droit_sict", "rita_droit_oai", "joel_droit_sas")
MONEY = (MatterKind.PREFINANCING, MatterKind.SPECIAL)
# A dispute about money comes before the Commission as its last stage: test_dispute_stages.
OTHERS = (MatterKind.DISPUTE, MatterKind.MONEY_DISPUTE, MatterKind.ADVICE)
QUESTION = "Qui paie la formation jusqu’à la décision ?"


@pytest.fixture
def case(cast: Cast) -> Case:
    return granted(cast)


def granted(cast: Cast, commission: set[Category] | None = None) -> Case:
    """A case whose procuration names the Commission, too."""
    named = {
        office("bureau-cii"): ALL,
        office("orp-sion"): ALL,
        office("cms-sierre"): ALL,
        office("commission-droit"): READS if commission is None else commission,
    }
    return managed(cast, recipients={who: kinds for who, kinds in named.items() if kinds})


def by(cast: Cast, key: str = "valerie_chargee") -> dict[str, Any]:
    return {"by": cast[key], "at": clock.now()}


def submit(case: Case, cast: Cast, kind: str = MatterKind.PREFINANCING, **more: Any) -> Matter:
    who = more.pop("who", "valerie_chargee")
    if kind in DISPUTES:
        # Between the two dispositifs of these cases.
        touched = office("orp-sion" if who == "mireille_cms_sierre" else "cms-sierre")
        more.setdefault("office", touched)
        is_home = more["office"] == office("orp-sion")
        more.setdefault("asking", office("cms-sierre" if is_home else "orp-sion"))
    asked = {"category": Category.FINANCE, "question": QUESTION} | more
    return open_matter(case, kind=MatterKind(kind), **asked, **by(cast, who))


def sees(case: Case, user: User) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def access(case: Case, user: User) -> CaseAccess:
    return CaseAccess.of(Case.objects.get(pk=case.pk), user)


def page(client: Client, case: Case, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("dossier", args=[case.pk])).content.decode()


# --- who reads because of it --------------------------------------------------------------------
@pytest.mark.parametrize("kind", MONEY)
@pytest.mark.parametrize("key", MEMBERS)
def test_money_opens_to_the_members_what_is_granted_to_the_commission(kind, key, case, cast):
    assert not sees(case, cast[key])
    submit(case, cast, kind)
    seen = access(case, cast[key])
    assert (seen.ties, seen.mask) == ({Tie.MEMBER}, Category.mask(READS))
    assert Matter.objects.visible_to(cast[key]).filter(case=case).exists()
    assert stale_gates(case) == []


@pytest.mark.parametrize("kind", OTHERS)
def test_a_dispute_or_advice_engages_no_commission(kind, case, cast):
    submit(case, cast, kind)
    assert not any(sees(case, cast[key]) for key in MEMBERS)


@pytest.mark.parametrize("kind", MatterKind)
def test_all_but_a_special_situation_open_the_case_to_the_cantonal_officer(kind, case, cast):
    assert not access(case, cast["valerie_chargee"]).mask
    matter = submit(case, cast, kind)
    is_asked = kind != MatterKind.SPECIAL
    assert bool(access(case, cast["valerie_chargee"]).mask) == is_asked
    settle_matter(matter, outcome="Réglé.", **by(cast))
    assert not access(case, cast["valerie_chargee"]).mask
    assert stale_gates(case) == []


def test_settling_leaves_the_member_the_money_file_under_the_number(case, cast, client):
    didier = cast["didier_droit_sict"]
    add_note(case, category=Category.WORK, text="Stage.", **by(cast, "anna_orp_sion"))
    matter = submit(case, cast)
    assert CaseNote.objects.visible_to(didier).exists()
    assert QUESTION in page(client, case, didier)
    settle_matter(matter, outcome="Le Fonds paie.", **by(cast))
    assert not CaseNote.objects.visible_to(didier).exists()
    assert access(case, didier).is_number_only
    text = page(client, case, didier)
    assert case.number in text and "Préfinancement" in text
    for told in (QUESTION, "Le Fonds paie.", case.client.last_name, "ORP Sion"):
        assert told not in text


def test_a_withdrawal_leaves_the_member_the_money_file_under_the_number(case, cast):
    submit(case, cast)
    withdraw_procuration(case, note="", **by(cast, "claire_orp_sion"))
    assert access(case, cast["didier_droit_sict"]).is_number_only
    assert not Matter.objects.visible_to(cast["didier_droit_sict"]).exists()


def test_an_expired_procuration_leaves_the_member_the_number(case, cast):
    submit(case, cast)
    later = clock.now() + timedelta(days=800)
    with clock.at(later):
        assert access(case, cast["didier_droit_sict"]).is_number_only


def test_without_a_grant_to_the_commission_it_is_the_number_alone(cast, client):
    case = granted(cast, commission=set())
    submit(case, cast)
    assert access(case, cast["didier_droit_sict"]).is_number_only
    assert QUESTION not in page(client, case, cast["didier_droit_sict"])


def test_by_the_number_alone_no_other_page_opens(cast, client):
    case = granted(cast, commission=set())
    submit(case, cast)
    submit(case, cast, MatterKind.DISPUTE)
    client.force_login(cast["didier_droit_sict"])
    consent = case.procurations.get()
    for name, key in (
        ("cases:procuration", consent.pk),
        ("cases:procuration_withdraw", case.pk),
        ("cases:note_add", case.pk),
        ("cases:matter_open", case.pk),
        ("merged_file", case.pk),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 404, name
    assert client.get(reverse("cases:case_why", args=[case.pk])).status_code == 200
    assert "Litige" not in page(client, case, cast["didier_droit_sict"])


@pytest.mark.parametrize("capacity", [Capacity.GUEST, Capacity.CONSULTATIVE, Capacity.DEPUTY])
def test_who_has_no_voice_in_the_commission_reads_nothing(capacity, case, cast):
    Mandate.objects.filter(user=cast["didier_droit_sict"]).update(capacity=capacity)
    submit(case, cast)
    assert not sees(case, cast["didier_droit_sict"])


def test_members_of_other_organs_read_nothing(case, cast):
    submit(case, cast)
    assert not sees(case, cast["christian_copil_sict"])
    assert not sees(case, cast["florence_cdc"])


def test_two_matters_last_until_the_second_is_settled(case, cast):
    first, second = submit(case, cast), submit(case, cast, MatterKind.SPECIAL)
    settle_matter(first, outcome="Oui.", **by(cast))
    assert access(case, cast["joel_droit_sas"]).mask
    settle_matter(second, outcome="Oui.", **by(cast))
    assert access(case, cast["joel_droit_sas"]).is_number_only


def test_an_entry_of_the_list_and_the_home_page_tells_the_member(case, cast, client):
    submit(case, cast)
    client.force_login(cast["rita_droit_oai"])
    assert case.number in client.get(reverse("home")).content.decode()
    assert case.number in client.get(reverse("cases:case_list")).content.decode()


def test_the_facts_say_the_same(case, cast):
    submit(case, cast)
    now = clock.now()
    read = {(row.user, row.ground) for row in who_could_see(case, now)}
    assert read == {
        (user, ground)
        for user in cast.values()
        for ground in CaseAccess.of(case, Scope.of(user, now)).grounds
    }
    assert {row.user for row in who_could_see(case, now) if row.ground.tie == Tie.MEMBER} == {
        cast[key] for key in MEMBERS
    }


# --- what is told -------------------------------------------------------------------------------
def test_the_members_are_told_without_anything_personal(case, cast):
    matter = submit(case, cast)
    for key in MEMBERS:
        entry = InboxEntry.objects.of(cast[key]).open().get(notice="matter.submitted")
        assert case.number in entry.title and case.client.last_name not in entry.title
    settle_matter(matter, outcome="Oui.", **by(cast))
    assert not InboxEntry.objects.of(cast[key]).open().exists()


def test_officer_and_coordinator_are_told_of_a_dispute(case, cast):
    submit(case, cast, MatterKind.DISPUTE, who="mireille_cms_sierre", office=office("orp-sion"))
    for key in ("valerie_chargee", "isabelle_coord_central"):
        entries = InboxEntry.objects.of(cast[key]).open()
        assert entries.filter(notice="matter.opened").exists()


def test_the_timeline_says_the_words_in_their_category_alone(case, cast):
    settle_matter(submit(case, cast), outcome="Le Fonds paie.", **by(cast))
    told = {e.title: e.detail for e in happened(access(case, cast["isabelle_coord_central"]))}
    assert told["Affaire réglée : préfinancement"] == "Le Fonds paie."
    stub = {e.title: e.detail for e in happened(access(case, cast["valerie_chargee"]))}
    assert stub["Affaire réglée : préfinancement"] == ""


def test_a_matter_is_submitted_and_settled_on_screen(case, cast, client):
    client.force_login(cast["valerie_chargee"])
    url = reverse("cases:matter_open", args=[case.pk])
    assert url in client.get(reverse("dossier", args=[case.pk])).content.decode()
    data = {"kind": "prefinancing", "category": Category.FINANCE.value, "question": QUESTION}
    assert client.post(url, data).status_code == 302
    matter = Matter.objects.get(case=case)
    url = reverse("cases:matter_settle", args=[matter.pk])
    text = client.get(reverse("dossier", args=[case.pk])).content.decode()
    assert QUESTION in text and url in text
    assert QUESTION in client.get(url).content.decode()
    assert client.post(url, {"outcome": "Le Fonds paie."}).status_code == 302
    assert Matter.objects.get(case=case).outcome == "Le Fonds paie."


def test_nobody_is_offered_a_kind_that_isnt_hers(case, cast, client):
    client.force_login(cast["anna_orp_sion"])
    text = client.get(reverse("cases:matter_open", args=[case.pk])).content.decode()
    assert 'value="advice"' in text and 'value="prefinancing"' not in text

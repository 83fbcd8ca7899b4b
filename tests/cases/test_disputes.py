"""The regional manager of a dispositif in dispute: number, days, stage; nothing personal."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accounts.models import Mandate
from accounts.scope import Scope
from cases.actions.gates import stale_gates
from cases.actions.matters import settle_matter
from cases.actions.procurations import withdraw_procuration
from cases.choices import MatterKind, Tie
from cases.models import Case, CaseNote, Matter
from cases.past import who_could_see
from cases.reading import CaseAccess
from core import clock
from core.context import acting
from core.refusal import Forbidden
from messaging.models import InboxEntry
from tests.cases.test_matters import QUESTION, access, by, granted, page, sees, submit
from tests.factories import Cast, office

pytestmark = pytest.mark.django_db
PIERRE = "pierre_resp_cms_sierre"


@pytest.fixture
def case(cast: Cast) -> Case:
    return granted(cast)


def dispute(case: Case, cast: Cast, kind: str = MatterKind.DISPUTE, code: str = "cms-sierre"):
    who = "isabelle_coord_central"
    return submit(case, cast, kind, who=who, office=office(code))


@pytest.mark.parametrize("kind", [MatterKind.DISPUTE, MatterKind.MONEY_DISPUTE])
def test_a_dispute_shows_the_manager_the_number_while_it_is_open(kind, case, cast):
    pierre = cast[PIERRE]
    assert not sees(case, pierre)
    matter = dispute(case, cast, kind)
    seen = access(case, pierre)
    assert (seen.ties, seen.mask, seen.is_number_only) == ({Tie.MANAGER}, 0, True)
    assert not CaseNote.objects.visible_to(pierre).exists()
    assert not Matter.objects.visible_to(pierre).exists()
    assert stale_gates(case) == []
    settle_matter(matter, outcome="Réglé.", **by(cast))
    assert not sees(case, pierre)
    assert stale_gates(case) == []


def test_the_page_says_number_days_and_stage_alone(case, cast, client):
    submit(case, cast, MatterKind.PREFINANCING)
    dispute(case, cast)
    with clock.at(clock.now() + timedelta(days=3)):
        text = page(client, case, cast[PIERRE])
    assert case.number in text and "3 jours" in text and "devant la coordination" in text
    for told in (QUESTION, case.client.last_name, "ORP Sion", "Préfinancement", "Isabelle"):
        assert told not in text


def test_another_dispositif_or_another_matter_shows_nothing(case, cast):
    dispute(case, cast, code="orp-sion")
    submit(case, cast, MatterKind.ADVICE, office=office("cms-sierre"))
    assert not sees(case, cast[PIERRE])
    assert sees(case, cast["laurent_resp_orp_sion"])


def test_no_other_page_opens_and_no_act(case, cast, client):
    dispute(case, cast)
    client.force_login(cast[PIERRE])
    consent = case.procurations.get()
    for name, key in (
        ("cases:procuration", consent.pk),
        ("cases:procuration_withdraw", case.pk),
        ("cases:matter_open", case.pk),
        ("merged_file", case.pk),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 404, name
    assert client.get(reverse("cases:case_why", args=[case.pk])).status_code == 200
    with pytest.raises(Forbidden):
        withdraw_procuration(case, note="", **by(cast, PIERRE))


def test_he_is_told_and_finds_it_at_home_and_in_his_list(case, cast, client):
    dispute(case, cast)
    entry = InboxEntry.objects.of(cast[PIERRE]).open().get(notice="matter.disputed")
    assert case.number in entry.title
    client.force_login(cast[PIERRE])
    for name in ("home", "cases:case_list"):
        text = client.get(reverse(name)).content.decode()
        assert case.number in text and case.client.last_name not in text


def test_it_lasts_after_a_withdrawal_and_ends_with_his_mandate(case, cast):
    dispute(case, cast)
    withdraw_procuration(case, note="", **by(cast, "claire_orp_sion"))
    assert access(case, cast[PIERRE]).is_number_only
    Mandate.objects.filter(user=cast[PIERRE]).update(valid_until=clock.today() - timedelta(days=1))
    assert not sees(case, cast[PIERRE])


def test_the_facts_say_when_he_could_see(case, cast):
    now, pierre = clock.now(), cast[PIERRE]
    matter = dispute(case, cast)
    at, end = clock.now(), clock.now() + timedelta(hours=1)
    read = {(row.user, row.ground) for row in who_could_see(case, at)}
    assert read == {
        (user, ground)
        for user in cast.values()
        for ground in CaseAccess.of(case, Scope.of(user, at)).grounds
    }
    settle_matter(matter, outcome="Réglé.", by=cast["valerie_chargee"], at=end)

    def told(moment):
        return any(row.user == pierre for row in who_could_see(case, moment))

    assert [told(now - timedelta(hours=1)), told(at), told(end)] == [False, True, False]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security")
def test_the_database_shows_him_the_case_while_it_lasts(case, cast):
    granted(cast)
    matter = dispute(case, cast)
    with acting(cast[PIERRE].pk):
        assert set(Case.objects.all()) == {case}
        assert not CaseNote.objects.exists()
    settle_matter(matter, outcome="Réglé.", **by(cast))
    with acting(cast[PIERRE].pk):
        assert not Case.objects.exists()

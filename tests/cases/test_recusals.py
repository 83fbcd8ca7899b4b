"""A recused member of the Commission is excluded by name, everywhere (access-policy, facts)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.urls import reverse

from accounts.scope import Scope
from cases.actions.matters import settle_matter
from cases.actions.recusals import lift_recusal, recuse
from cases.caseload import caseload
from cases.choices import MatterKind, Tie
from cases.effect import effects
from cases.models import Case, CaseNote, Matter, Recusal
from cases.past import who_could_see, who_could_see_on
from cases.reading import CaseAccess
from cases.search import search
from core import clock
from core.context import acting
from core.refusal import Forbidden, Refusal
from messaging.models import InboxEntry
from tests.cases.test_matters import READS, access, by, granted, sees, submit
from tests.factories import Cast, office

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return granted(cast)


def out(case: Case, cast: Cast, key: str = "rita_droit_oai", who: str = "valerie_chargee"):
    return recuse(case, user=cast[key], reason="Parente.", **by(cast, who))


def test_a_recused_member_sees_nothing_and_the_others_do(case, cast):
    submit(case, cast)
    rita = cast["rita_droit_oai"]
    assert sees(case, rita)
    out(case, cast)
    assert not sees(case, rita)
    assert not access(case, rita).grounds
    assert not CaseNote.objects.visible_to(rita).exists()
    assert not Matter.objects.visible_to(rita).exists()
    assert search(Scope.of(rita), case.number) == []
    assert caseload(Scope.of(rita)).cases == []
    assert sees(case, cast["didier_droit_sict"])


def test_every_page_answers_her_as_an_unknown_case(case, cast, client):
    matter = submit(case, cast)
    out(case, cast)
    client.force_login(cast["rita_droit_oai"])
    for name, key in (
        ("dossier", case.pk),
        ("cases:case_why", case.pk),
        ("cases:recusal_add", case.pk),
        ("cases:matter_settle", matter.pk),
    ):
        assert client.get(reverse(name, args=[key])).status_code == 404, name
    for name in ("home", "cases:case_list"):
        assert case.number not in client.get(reverse(name)).content.decode()


def test_she_is_recused_before_anything_is_submitted(case, cast):
    out(case, cast)
    submit(case, cast)
    assert not sees(case, cast["rita_droit_oai"])
    told = InboxEntry.objects.of(cast["rita_droit_oai"]).values_list("notice", flat=True)
    assert set(told) == {"member.recused"}


def test_it_excludes_from_one_case_alone(case, cast):
    other = granted(cast)
    submit(case, cast)
    submit(other, cast)
    out(case, cast)
    assert set(Case.objects.visible_to(cast["rita_droit_oai"])) == {other}


def test_lifting_opens_what_is_granted_again(case, cast):
    submit(case, cast)
    recusal = out(case, cast)
    lift_recusal(recusal, **by(cast, "monique_secretariat"))
    assert access(case, cast["rita_droit_oai"]).ties == {Tie.MEMBER}
    with pytest.raises(Refusal, match="Monique Filliez"):
        lift_recusal(recusal, **by(cast))


def test_a_member_declares_it_herself_before_anything_is_decided(case, cast):
    matter = submit(case, cast)
    out(case, cast, who="rita_droit_oai")
    assert not sees(case, cast["rita_droit_oai"])
    settle_matter(matter, outcome="Oui.", **by(cast))
    with pytest.raises(Refusal, match="décidé"):
        out(case, cast, key="joel_droit_sas", who="joel_droit_sas")


def test_a_member_recuses_nobody_else(case, cast):
    submit(case, cast)
    with pytest.raises(Forbidden):
        out(case, cast, who="joel_droit_sas")


def test_the_coordination_and_strangers_recuse_nobody(case, cast):
    submit(case, cast)
    with pytest.raises(Forbidden):
        out(case, cast, who="isabelle_coord_central")
    with pytest.raises(Http404):
        out(case, cast, who="florence_cdc")


def test_only_members_are_recused_once_with_a_reason(case, cast):
    with pytest.raises(Refusal):
        out(case, cast, key="florence_cdc")
    with pytest.raises(Refusal):
        recuse(case, user=cast["rita_droit_oai"], reason=" ", **by(cast))
    out(case, cast)
    with pytest.raises(Refusal, match="déjà"):
        out(case, cast)


def test_the_effect_of_the_consent_names_her_no_more(case, cast):
    out(case, cast)
    shown = effects(case, {office("commission-droit"): READS}, clock.today())
    names = {reader.name for reader in shown[0].people}
    assert names == {str(cast["didier_droit_sict"]), str(cast["joel_droit_sas"])}


def test_the_facts_say_when_she_could_see(case, cast):
    """What the gates said at each moment, the facts say of it afterwards."""
    start, rita = clock.now(), cast["rita_droit_oai"]
    said = []

    def note(at):
        grounds = CaseAccess.of(case, Scope.of(rita, at)).grounds
        said.append((at, grounds))

    def later(hours):
        return {"by": cast["valerie_chargee"], "at": start + timedelta(hours=hours)}

    def reads(at):
        return [row.ground for row in who_could_see(case, at) if row.user == rita]

    submit(case, cast)
    note(clock.now())
    recusal = recuse(case, user=rita, reason="Parente.", **later(1))
    note(start + timedelta(hours=1))
    lift_recusal(recusal, **later(2))
    note(start + timedelta(hours=2))
    assert [len(grounds) for _at, grounds in said] == [1, 0, 1]
    assert [reads(at) for at, _grounds in said] == [grounds for _at, grounds in said]
    with clock.at(start + timedelta(hours=3)):
        day = clock.day_of(start + timedelta(hours=1))
        assert any(row.reason.user == rita for row in who_could_see_on(case, day))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no row-level security")
def test_the_database_shows_her_no_row(case, cast):
    other = granted(cast)
    for one in (case, other):
        submit(one, cast, MatterKind.SPECIAL)
    out(case, cast)
    with acting(cast["rita_droit_oai"].pk):
        assert set(Case.objects.all()) == {other}
        assert {row.case_id for row in Matter.objects.all()} == {other.pk}
    with acting(cast["didier_droit_sict"].pk):
        assert set(Case.objects.all()) == {case, other}
        assert not CaseNote.objects.exclude(category__in=READS).exists()


def test_it_is_recorded_and_lifted_on_screen(case, cast, client):
    submit(case, cast)
    client.force_login(cast["monique_secretariat"])
    url = reverse("cases:recusal_add", args=[case.pk])
    assert client.post(url, {"user": cast["rita_droit_oai"].pk, "reason": "Parente."}).url
    recusal = Recusal.objects.get()
    url = reverse("cases:recusal_lift", args=[recusal.pk])
    assert url in client.get(reverse("dossier", args=[case.pk])).content.decode()
    assert "Parente." in client.get(url).content.decode()
    client.post(url)
    assert sees(case, cast["rita_droit_oai"])


def test_a_member_recuses_herself_on_screen(case, cast, client):
    submit(case, cast)
    client.force_login(cast["rita_droit_oai"])
    url = reverse("cases:recusal_add", args=[case.pk])
    assert url in client.get(reverse("dossier", args=[case.pk])).content.decode()
    assert "Michellod" not in client.get(url).content.decode()
    answer = client.post(url, {"user": cast["rita_droit_oai"].pk, "reason": "Parente."})
    assert answer.url == reverse("home")
    assert not sees(case, cast["rita_droit_oai"])

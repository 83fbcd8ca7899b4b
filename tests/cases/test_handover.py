"""Everything that a colleague has in hand goes to others in one act; nothing is orphaned (C3)."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from accounts.models import Mandate
from accounts.scope import Scope
from cases.actions.handover import pass_on_all
from cases.choices import AssignmentKind
from cases.handover import held, leavers
from cases.models import Assignment, Case, CollaborationRequest
from core import clock
from core.refusal import Refusal
from governance.actions.mandates import end_mandate
from messaging.models import InboxEntry
from tests.cases.test_requests import by, mandate, sent, taken_up
from tests.factories import ALL, Cast, confirmed, managed, office
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
ANNA, CLAIRE, MARC, OFFICER = (
    "anna_orp_sion",
    "claire_orp_sion",
    "marc_orp_sion",
    "valerie_chargee",
)


@pytest.fixture
def case(cast: Cast) -> Case:
    codes = ("bureau-cii", "orp-sion", "cms-sierre", "oai-sion")
    return managed(cast, recipients={office(code): ALL for code in codes})


def of_anna(cast: Cast) -> list[Any]:
    return held(mandate(cast, ANNA), Scope.of(cast[CLAIRE]))


def in_charge(case: Case) -> Any:
    return Assignment.objects.open().get(case=case, kind=AssignmentKind.WORKER).user


def test_all_of_it_goes_in_one_act_each_to_the_colleague_named(case, cast):
    other = confirmed(cast)
    rows = of_anna(cast)
    assert {row.case for row in rows} == {case, other}
    takers = {case.pk: mandate(cast, MARC), other.pk: mandate(cast, CLAIRE)}
    to = {row.key: takers[row.case.pk] for row in rows}
    assert pass_on_all(mandate(cast, ANNA), to=to, reason="Départ.", **by(cast, CLAIRE)) == 2
    assert (in_charge(case), in_charge(other)) == (cast[MARC], cast[CLAIRE])
    assert of_anna(cast) == []
    assert not Case.objects.visible_to(cast[ANNA]).exists()


def test_a_request_goes_on_with_another_person_of_the_dispositif(case, cast):
    row = sent(case, cast)
    taken_up(row, cast, "remy_oai_sion")
    leaver, taker = mandate(cast, "remy_oai_sion"), mandate(cast, "wilma_oai_sion")
    found = held(leaver, Scope.of(cast["wilma_oai_sion"]))
    assert [one.request for one in found] == [row]
    to = {found[0].key: taker}
    pass_on_all(leaver, to=to, reason="Absence.", **by(cast, "wilma_oai_sion"))
    assert CollaborationRequest.objects.get(pk=row.pk).handler == cast["wilma_oai_sion"]
    assert not Case.objects.visible_to(cast["remy_oai_sion"]).exists()


@pytest.mark.parametrize(
    ("who", "taker", "reason", "error"),
    [
        (CLAIRE, MARC, " ", Refusal),
        (CLAIRE, "mireille_cms_sierre", "Départ.", Refusal),
        (CLAIRE, None, "Départ.", Refusal),
        (MARC, MARC, "Départ.", Http404),
        ("mireille_cms_sierre", MARC, "Départ.", Http404),
        (OFFICER, MARC, "Départ.", Http404),
    ],
)
def test_a_repondant_of_the_dispositif_does_it_with_a_reason(who, taker, reason, error, case, cast):
    row = of_anna(cast)[0]
    to = {row.key: mandate(cast, taker)} if taker else {}
    with pytest.raises(error):
        pass_on_all(mandate(cast, ANNA), to=to, reason=reason, **by(cast, who))
    assert in_charge(case) == cast[ANNA]


def test_the_end_of_a_mandate_tells_the_repondants_what_is_left(case, cast):
    leaving = mandate(cast, ANNA)
    end_mandate(leaving, **by(cast, OFFICER))
    entry = InboxEntry.objects.open().get(notice="handover.waits", user=cast[CLAIRE])
    assert "1" in entry.title and str(leaving.pk) in entry.url
    found = {one.user: is_live for one, is_live in leavers(Scope.of(cast[CLAIRE]))}
    assert found[cast[ANNA]] is False
    to = {row.key: mandate(cast, MARC) for row in of_anna(cast)}
    pass_on_all(leaving, to=to, reason="Départ.", **by(cast, CLAIRE))
    assert in_charge(case) == cast[MARC]
    assert not InboxEntry.objects.open().filter(notice="handover.waits").exists()


def test_who_had_nothing_in_hand_leaves_without_a_word(cast):
    end_mandate(mandate(cast, MARC), **by(cast, OFFICER))
    assert not InboxEntry.objects.filter(notice="handover.waits").exists()


def test_what_the_coordination_decides_is_named_and_stays(case, cast):
    visitor = Visitor(cast["mireille_cms_sierre"])
    page = text(visitor.get("cases:handover", mandate(cast, "mireille_cms_sierre").pk))
    assert "La coordination en décide" in page and case.number in page


def test_it_is_done_on_screen_from_the_home_page(case, cast):
    visitor = Visitor(cast[CLAIRE])
    assert "Transmettre ce qu’une ou un collègue" in text(visitor.get("home"))
    leaving = mandate(cast, ANNA)
    assert str(leaving.user) in text(visitor.get("cases:handovers"))
    assert case.number in text(visitor.get("cases:handover", leaving.pk))
    data = {"reason": "Départ.", "to_all": mandate(cast, MARC).pk}
    assert visitor.post("cases:handover", leaving.pk, data=data).status_code == 302
    assert in_charge(case) == cast[MARC]
    assert "Rien à transmettre" in text(visitor.get("cases:handover", leaving.pk))


def test_a_future_end_is_told_as_well(case, cast):
    last_day = clock.today() + timedelta(days=30)
    end_mandate(mandate(cast, ANNA), last_day=last_day, **by(cast, OFFICER))
    assert InboxEntry.objects.open().filter(notice="handover.waits").exists()
    assert Mandate.objects.live(clock.today()).filter(user=cast[ANNA]).exists()

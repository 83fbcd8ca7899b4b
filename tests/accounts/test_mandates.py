from datetime import date, timedelta

import pytest

from accounts.choices import Capacity, Population, Role
from accounts.models import Absence, Body, CoordinationPost, Mandate, Office
from accounts.scope import Scope
from audit.models import Trace
from core import clock
from core.refusal import Forbidden, Refusal
from governance.actions.mandates import begin_mandate, end_absence, end_mandate, record_absence

YESTERDAY = -1


def new(user, role=Role.FIELD_WORKER, office="orp-sierre", days=0, **fields):
    """A mandate that would begin in some days; places are given by code."""
    place = {"office": Office.objects.get(code=office)} if office else {}
    return Mandate(
        user=user, role=role, valid_from=clock.today() + timedelta(days=days), **place, **fields
    )


def begin(cast, mandate, by="monique_secretariat"):
    return begin_mandate(mandate, by=cast[by], at=clock.now())


@pytest.mark.parametrize("by", ["valerie_chargee", "monique_secretariat", "luc_technique"])
def test_the_bureau_and_the_technicians_begin_mandates(cast, by):
    mandate = begin(cast, new(cast["anna_orp_sion"]), by)
    assert mandate in Scope.of(cast["anna_orp_sion"]).mandates
    trace = Trace.objects.get(event="mandate.begun")
    assert (trace.actor, trace.object_id) == (cast[by], mandate.pk)


@pytest.mark.parametrize(
    "by", ["anna_orp_sion", "claire_orp_sion", "isabelle_coord_central", "agnes_dpo", "yvan_parti"]
)
def test_nobody_else_does(cast, by):
    before = Mandate.objects.count()
    with pytest.raises(Forbidden):
        begin(cast, new(cast["marc_orp_sion"]), by)
    with pytest.raises(Forbidden):
        end_mandate(cast["marc_orp_sion"].mandates.get(), by=cast[by], at=clock.now())
    assert Mandate.objects.count() == before
    assert not Trace.objects.exists()


def test_nobody_gives_herself_an_office(cast):
    with pytest.raises(Forbidden):
        begin(cast, new(cast["luc_technique"]), by="luc_technique")


def test_a_mandate_of_tomorrow_grants_nothing_today(cast):
    mandate = begin(cast, new(cast["anna_orp_sion"], days=1))
    assert mandate not in Scope.of(cast["anna_orp_sion"]).mandates


def test_leaving_a_mandate_ends_access_at_the_next_request(cast):
    anna = cast["anna_orp_sion"]
    mandate = anna.mandates.get()
    end_mandate(mandate, by=cast["valerie_chargee"], at=clock.now())
    assert Scope.of(anna).mandates == ()
    assert Trace.objects.get(event="mandate.ended").object_id == mandate.pk
    assert Mandate.objects.filter(pk=mandate.pk).exists()


def test_an_end_may_come_sooner_but_not_later(cast):
    mandate = cast["anna_orp_sion"].mandates.get()
    ends = {"by": cast["valerie_chargee"], "at": clock.now()}
    end_mandate(mandate, last_day=clock.today() + timedelta(days=30), **ends)
    end_mandate(mandate, last_day=clock.today() + timedelta(days=10), **ends)
    with pytest.raises(Refusal):
        end_mandate(mandate, last_day=clock.today() + timedelta(days=20), **ends)
    with pytest.raises(Refusal):
        end_mandate(mandate, last_day=date(2001, 1, 1), **ends)


def test_who_is_no_longer_active_has_an_empty_scope(cast):
    anna = cast["anna_orp_sion"]
    anna.is_active = False
    anna.save()
    assert Scope.of(anna).mandates == ()


@pytest.mark.parametrize(
    ("role", "office", "fields", "field"),
    [
        (Role.FIELD_WORKER, "", {}, "office"),
        (Role.COORDINATOR, "", {}, "post"),
        (Role.COORDINATOR, "orp-sion", {}, "office"),
        (Role.BODY_MEMBER, "", {}, "body"),
        (Role.DPO_REVIEWER, "orp-sion", {}, "office"),
        (Role.SECRETARIAT, "orp-sion", {}, "office"),
        (Role.FIELD_WORKER, "bureau-cii", {}, "office"),
        (Role.REPONDANT, "commission-droit", {"population": Population.ADULT}, "office"),
        (Role.REPONDANT, "orp-sierre", {}, "population"),
    ],
)
def test_a_role_needs_its_own_kind_of_place(cast, role, office, fields, field):
    with pytest.raises(Refusal) as refused:
        begin(cast, new(cast["agnes_dpo"], role, office, **fields))
    assert refused.value.field == field


def test_a_mandate_lies_within_the_life_of_its_place(cast):
    early = new(cast["agnes_dpo"])
    early.valid_from = date(2022, 6, 30)
    with pytest.raises(Refusal) as refused:
        begin(cast, early)
    assert refused.value.field == "valid_from"
    backwards = new(cast["agnes_dpo"], valid_until=clock.today() + timedelta(days=YESTERDAY))
    with pytest.raises(Refusal) as refused:
        begin(cast, backwards)
    assert refused.value.field == "valid_until"


def test_the_same_office_is_not_held_twice(cast):
    with pytest.raises(Refusal):
        begin(cast, new(cast["anna_orp_sion"], office="orp-sion"))


def test_a_post_has_one_holder_and_any_number_of_deputies(cast):
    post = CoordinationPost.objects.get(code="valais-central")
    with pytest.raises(Refusal) as refused:
        begin(cast, new(cast["agnes_dpo"], Role.COORDINATOR, "", post=post))
    assert refused.value.field == "post"
    begin(
        cast,
        new(cast["agnes_dpo"], Role.COORDINATOR, "", post=post, capacity=Capacity.DEPUTY),
    )


def test_the_next_holder_begins_when_the_former_one_has_ended(cast):
    post = CoordinationPost.objects.get(code="valais-central")
    former = Mandate.objects.get(post=post, capacity=Capacity.MEMBER)
    end_mandate(former, by=cast["valerie_chargee"], at=clock.now())
    begin(cast, new(cast["agnes_dpo"], Role.COORDINATOR, "", post=post))
    assert post.pk in Scope.of(cast["agnes_dpo"]).posts
    assert post.pk not in Scope.of(former.user).posts


def test_a_member_of_an_organ_sits_there(cast):
    body = Body.objects.get(kind="commission")
    begin(cast, new(cast["agnes_dpo"], Role.BODY_MEMBER, "", body=body))
    assert Scope.of(cast["agnes_dpo"]).commission


def test_everybody_tells_of_her_own_absence(cast):
    isabelle, today, now = cast["isabelle_coord_central"], clock.today(), clock.now()
    absence = record_absence(Absence(user=isabelle, valid_from=today), by=isabelle, at=now)
    post = isabelle.mandates.get().post_id
    assert post in Scope.of(cast["julien_coord_oai"]).posts
    with pytest.raises(Refusal):
        record_absence(Absence(user=isabelle, valid_from=today), by=isabelle, at=now)
    end_absence(absence, last_day=today, by=isabelle, at=now)
    later = clock.now() + timedelta(days=1)
    assert post not in Scope.of(cast["julien_coord_oai"], later).posts
    assert Trace.objects.filter(event__startswith="absence.").count() == 2


def test_somebody_elses_absence_is_told_by_the_bureau_alone(cast):
    absence = Absence(user=cast["isabelle_coord_central"], valid_from=clock.today())
    with pytest.raises(Forbidden):
        record_absence(absence, by=cast["anna_orp_sion"], at=clock.now())
    record_absence(absence, by=cast["monique_secretariat"], at=clock.now())

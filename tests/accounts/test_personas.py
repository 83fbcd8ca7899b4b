from datetime import timedelta

import pytest

from accounts.actions.personas import load_personas
from accounts.choices import Capacity, Role
from accounts.models import Absence, Mandate, User
from accounts.personas import DOES, PERSONAS
from accounts.scope import Scope
from core import clock


def test_every_role_is_held_by_two_people(cast):
    for role in Role:
        live = Mandate.objects.live(clock.today()).filter(role=role)
        assert live.values("user").distinct().count() >= 2, role


def test_every_role_says_what_it_does():
    assert set(DOES) == set(Role)


def test_keys_and_names_are_unique():
    assert len({p.key for p in PERSONAS}) == len(PERSONAS)
    assert len({(p.first_name, p.last_name) for p in PERSONAS}) == len(PERSONAS)


def test_loading_twice_changes_nothing(cast):
    before = (User.objects.count(), Mandate.objects.count())
    load_personas(clock.today() + timedelta(days=40))
    assert (User.objects.count(), Mandate.objects.count()) == before


def test_who_left_has_an_empty_scope(cast):
    assert Scope.of(cast["yvan_parti"]).mandates == ()


def test_a_deputy_holds_the_post_only_while_its_holder_is_absent(cast):
    lead = cast["isabelle_coord_central"].mandates.get().post
    deputy = cast["julien_coord_oai"]
    assert lead.pk not in Scope.of(deputy).posts
    Absence.objects.create(user=cast["isabelle_coord_central"], valid_from=clock.today())
    assert Scope.of(deputy).posts[lead.pk].capacity == Capacity.DEPUTY


@pytest.mark.parametrize("language", ["fr", "de"])
def test_people_of_both_languages(language):
    assert sum(p.language == language for p in PERSONAS) >= 10

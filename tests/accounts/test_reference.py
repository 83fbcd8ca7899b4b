from collections import Counter
from datetime import date

import pytest

from accounts.models import Body, Commune, CoordinationPost, Institution, Office, Partnership
from accounts.reference.places import COMMUNES

CIRCLE_2012 = {"addiction", "oai", "sas", "sfop", "sict", "suva"}
CIRCLE_2022 = {"oai", "sas", "sfop", "she", "sict"}


@pytest.mark.parametrize(
    ("day", "circle"),
    [
        (date(2012, 5, 30), set()),
        (date(2012, 5, 31), CIRCLE_2012),
        (date(2022, 6, 30), CIRCLE_2012),
        (date(2022, 7, 1), CIRCLE_2022),
        (date(2026, 11, 21), CIRCLE_2022),
    ],
)
def test_the_circle_of_partners_on_a_day(reference, day, circle):
    live = Partnership.objects.live(day).values_list("institution__code", flat=True)
    assert set(live) == circle


def test_every_commune_lies_in_one_region(reference):
    names = [name for d in COMMUNES.values() for communes in d.values() for name in communes]
    assert len(names) == len(set(names)) == 122
    sizes = Counter(Commune.objects.values_list("region__code", flat=True))
    assert sizes == {"haut-valais": 63, "valais-central": 26, "bas-valais": 33}


def test_what_no_source_attests_waits_for_an_administrator(reference):
    unconfirmed = Office.objects.filter(is_confirmed=False).values_list("code", flat=True)
    assert set(unconfirmed) == {"orp-haut-valais", "orp-monthey"}


def test_each_region_and_the_youth_theme_have_one_lead_post(reference):
    leads = CoordinationPost.objects.filter(is_lead=True)
    places = sorted((post.region.code if post.region else "", post.theme) for post in leads)
    assert places == [
        ("", "youth_t1"),
        ("bas-valais", ""),
        ("haut-valais", ""),
        ("valais-central", ""),
    ]
    assert not CoordinationPost.objects.exclude(designated_by__in=Office.objects.all()).exists()


def test_the_three_organs_and_the_recipients_that_are_no_dispositif(reference):
    assert set(Body.objects.values_list("kind", flat=True)) == {"copil", "cdc", "commission"}
    assert Office.objects.get(kind="bureau").institution == Institution.objects.get(code="sict")
    assert Office.objects.get(kind="commission").institution is None

"""The key of the blind match is replaced while people work (C5)."""

import pytest
from django.core.management import call_command
from django.test import override_settings

from cases.models import Fingerprint, Match
from messaging.sweeper import sweep
from tests.cases.test_matches import SAME, in_haut
from tests.factories import covered

pytestmark = pytest.mark.django_db


def test_the_key_is_replaced_while_people_work(cast, capsys):
    with override_settings(MATCH_KEYS=["1:old"]):
        covered(cast, **SAME)
        sweep()
    with override_settings(MATCH_KEYS=["2:new", "1:old"]):
        call_command("rotate_match_key")
        # Recorded between the command and the background work: compared under both keys.
        covered(cast, **in_haut())
        sweep()
        assert Match.objects.count() == 1
        versions = set(Fingerprint.objects.values_list("key_version", flat=True))
        assert versions == {"1", "2"}
    with override_settings(MATCH_KEYS=["2:new"]):
        call_command("rotate_match_key")
        assert "0 cases wait" in capsys.readouterr().out.splitlines()[-2]
        assert set(Fingerprint.objects.values_list("key_version", flat=True)) == {"2"}
        twin = covered(cast, **SAME | {"last_name": "Favre Rey"})
        sweep()
    assert Match.objects.filter(newer=twin).count() == 2


def test_a_case_that_waits_for_its_new_fingerprint_keeps_the_old_one(cast):
    with override_settings(MATCH_KEYS=["1:old"]):
        covered(cast, **SAME)
    with override_settings(MATCH_KEYS=["2:new"]):
        call_command("rotate_match_key")
        assert Fingerprint.objects.get().key_version == "1"
        sweep()
        assert Fingerprint.objects.get().key_version == "2"

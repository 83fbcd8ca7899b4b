"""A gate that went stale is found and written anew from the facts (need to know)."""

import pytest
from django.core.management import CommandError, call_command

from cases.actions.gates import stale_gates
from cases.actions.merges import approve_merge, propose_merge
from cases.models import CaseGate, CaseUserObjectPermission
from core import clock
from tests.cases.test_matches import matched
from tests.factories import triaged

pytestmark = pytest.mark.django_db


def test_a_stale_gate_is_found_and_rebuilt(cast):
    case = triaged(cast)
    call_command("access_rebuild", check=True)
    CaseGate.objects.filter(case=case).update(categories=0)
    with pytest.raises(CommandError):
        call_command("access_rebuild", check=True)
    call_command("access_rebuild")
    assert stale_gates(case) == []


def test_a_missing_permission_of_a_named_person_is_found_and_written_anew(cast):
    case = triaged(cast)
    CaseUserObjectPermission.objects.filter(content_object=case).delete()
    with pytest.raises(CommandError):
        call_command("access_rebuild", check=True)
    call_command("access_rebuild")
    call_command("access_rebuild", check=True)
    assert CaseUserObjectPermission.objects.get(content_object=case).user == cast["anna_orp_sion"]


def test_a_permission_on_a_case_that_its_assignment_does_not_name_is_found_and_removed(cast):
    case, other = triaged(cast), triaged(cast)
    row = CaseUserObjectPermission.objects.get(content_object=case)
    CaseUserObjectPermission.objects.filter(content_object=other).delete()
    row.content_object = other
    row.save()
    with pytest.raises(CommandError, match="2 permissions"):
        call_command("access_rebuild", check=True)
    call_command("access_rebuild")
    call_command("access_rebuild", check=True)
    assert not CaseUserObjectPermission.objects.filter(pk=row.pk).exists()


def test_a_missing_permission_on_a_merged_case_is_found_and_written_anew(cast):
    match = matched(cast)
    by = {"at": clock.now()}
    propose_merge(match, keep=match.older, reason="Oui.", by=cast["markus_coord_haut"], **by)
    approve_merge(match, by=cast["isabelle_coord_central"], **by)
    carried = CaseUserObjectPermission.objects.filter(
        content_object=match.newer, assignment__case=match.older
    )
    assert carried.exists()
    carried.delete()
    with pytest.raises(CommandError):
        call_command("access_rebuild", check=True)
    call_command("access_rebuild")
    assert carried.all().exists()

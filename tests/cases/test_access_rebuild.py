"""A gate that went stale is found and written anew from the facts (need to know)."""

import pytest
from django.core.management import CommandError, call_command

from cases.actions.gates import stale_gates
from cases.models import CaseGate
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

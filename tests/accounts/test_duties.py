import pytest
from django.urls import reverse

from accounts.choices import BodyKind, Capacity, Role
from accounts.duties import BODY_DUTIES, DUTIES, duties_of


def test_every_role_and_every_organ_has_duties():
    assert set(DUTIES) | {Role.BODY_MEMBER} == set(Role)
    assert set(BODY_DUTIES) == set(BodyKind)
    assert all(duties for duties in [*DUTIES.values(), *BODY_DUTIES.values()])


def test_a_member_is_told_the_duties_of_her_organ(cast):
    mandate = cast["florence_cdc"].mandates.get(capacity=Capacity.CHAIR)
    assert duties_of(mandate) == BODY_DUTIES[BodyKind.CDC]
    mandate = cast["claire_orp_sion"].mandates.get()
    assert duties_of(mandate) == DUTIES[Role.REPONDANT]


@pytest.mark.parametrize(
    "name", sorted({duty.url_name for duties in DUTIES.values() for duty in duties} - {""})
)
def test_a_duty_leads_to_a_screen_that_exists(name):
    assert reverse(name)

"""The fixed cast: invented people who hold every role, on the real reference data."""

import pytest

from accounts.actions.personas import load_personas
from accounts.actions.reference import load_partners
from accounts.models import User
from cases.actions.reference import load_case_reference
from core import clock
from governance.reference import load_meeting_kinds


@pytest.fixture
def reference(db: None) -> None:
    """Institutions, dispositifs, posts, grid, template, catalogue: as an installation has them."""
    load_partners()
    load_case_reference()
    load_meeting_kinds()


@pytest.fixture
def cast(reference: None) -> dict[str, User]:
    """The people of `accounts.personas` by key, their mandates in force today."""
    return load_personas(clock.today())

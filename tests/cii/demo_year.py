"""The demo year, acted out once for a whole file of tests."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts.choices import Role
from accounts.models import Mandate
from accounts.scope import Scope
from cii.demo.days import midnight
from core import clock

on_sqlite = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"),
    reason="a whole year takes minutes; on PostgreSQL test_demo_command acts out a short one",
)
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module", autouse=True)
def acted_out_year(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with (
        django_db_blocker.unblock(),
        override_settings(DEMO=True),
        clock.at(midnight(TODAY)),
        transaction.atomic(),
    ):
        call_command("demo", today=TODAY, verbosity=0)
        yield
        transaction.set_rollback(True)


def officer_scope() -> Scope:
    """What a cantonal officer of the demo asks for on the last day."""
    mandates = Mandate.objects.live(TODAY).filter(role=Role.CANTONAL_OFFICER)
    return Scope.of(mandates.select_related("user")[0].user)

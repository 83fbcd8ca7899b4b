from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import User
from audit.models import Trace
from cases.models import Case, CaseNote
from cii.checks import demonstration_has_its_own_database
from cii.demo.mark import mark
from governance.models import Meeting
from messaging.models import InboxEntry

TODAY = date(2026, 11, 22)
FEW = 16


@pytest.fixture
def demo(settings):
    settings.DEMO = True


@pytest.mark.django_db
def test_without_the_demo_mode_nothing_is_loaded():
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo", today=TODAY)
    assert not User.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("if_empty", [True, False])
def test_a_database_with_other_people_is_refused(demo, if_empty):
    User.objects.create_user(email="real@example.ch", first_name="R", last_name="L")
    with pytest.raises(CommandError, match="other data"):
        call_command("demo", if_empty=if_empty)
    assert mark() is None


@pytest.mark.django_db
def test_the_demonstration_does_not_start_on_a_database_with_other_people(settings):
    settings.DEMO = True
    assert demonstration_has_its_own_database(databases=["default"]) == []
    User.objects.create_user(email="real@example.ch", first_name="R", last_name="L")
    found = demonstration_has_its_own_database(databases=["default"])
    assert [fault.id for fault in found] == ["cii.E005"]


def outline() -> list[Any]:
    """What the year left behind, without the keys that differ each time."""
    person = ("client__last_name", "client__first_name", "client__birth_date")
    cases = Case.objects.order_by("number")
    return [
        list(cases.values_list("number", "state", "path", "post__code", "outcome", *person)),
        list(Meeting.objects.order_by("starts_at", "post").values_list("kind", "state")),
        sorted(CaseNote.objects.values_list("case__number", "category", "text")),
        sorted(InboxEntry.objects.values_list("user__email", "notice", "created_at")),
        Counter(Trace.objects.values_list("event", flat=True)),
    ]


def load() -> list[Any]:
    call_command("demo", today=TODAY, announced=FEW, verbosity=0)
    return outline()


@pytest.mark.django_db
def test_a_seed_gives_the_same_year_again_and_it_is_loaded_once(demo):
    before = []
    # A story hangs on its seed, not on the database: one of them acts it out twice.
    if connection.vendor == "sqlite":
        with transaction.atomic():
            before.append(load())
            transaction.set_rollback(True)
    first = load()
    assert all(year == first for year in before)
    assert Case.objects.exclude(announced_at=None).count() == FEW
    with pytest.raises(CommandError, match="loaded already"):
        load()
    call_command("demo", if_empty=True)
    assert outline() == first

"""In whose name a transaction reads and writes (QN8)."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cases.models import Case, FollowUp
from cii.background import run_entry
from cii.schedule import SCHEDULE
from core import clock
from core.context import acting, current
from messaging.models import InboxEntry, Job
from tests.context import NoContext, unbound
from tests.factories import flagged, planned
from tests.pages import Visitor

on_postgresql = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("postgresql"),
    reason="only PostgreSQL has row-level security",
)


def present():
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('cii.context', true)")
        return cursor.fetchone()[0] or ""


def found(rows):
    return set(rows.values_list("pk", flat=True))


# --- no context, the context of before ----------------------------------------------------------
@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_context_survives_neither_its_transaction_nor_a_fault(cast):
    user = cast["claire_orp_sion"]
    with connection.cursor() as cursor:
        cursor.execute("SET cii.context = ''")
    with acting(user.pk):
        assert present() == "user"
    assert present() == ""
    with pytest.raises(ZeroDivisionError), acting(user.pk):
        raise ZeroDivisionError
    assert (present(), current()) == ("", None)
    assert not Case.objects.exists()


@on_postgresql
@pytest.mark.django_db
def test_a_block_inside_gives_back_what_it_found(cast):
    user = cast["claire_orp_sion"]
    case = planned(cast)
    with acting(user.pk):
        with acting("job:outbox"):
            assert present() == "job:outbox"
        assert present() == "user"
        with pytest.raises(ZeroDivisionError), acting("job:outbox"):
            raise ZeroDivisionError
        assert present() == "user"
        assert found(Case.objects.all()) == {case.pk}
    assert present() == "job:test"


@pytest.mark.django_db
def test_nobody_acts_in_two_names_nor_as_an_unknown_job(cast):
    with acting(cast["claire_orp_sion"].pk):
        with acting("job:outbox"), pytest.raises(RuntimeError), acting(cast["anna_orp_sion"].pk):
            pass
        with pytest.raises(ValueError, match="Unknown context"), acting("job:anything"):
            pass


# --- every door names itself --------------------------------------------------------------------
@pytest.mark.django_db
def test_the_watch_of_the_tests_finds_what_names_nobody():
    with unbound(), pytest.raises(NoContext):
        Case.objects.exists()


@pytest.mark.django_db
def test_what_runs_by_itself_names_itself(cast, monkeypatch, settings, tmp_path):
    settings.AUDIT_ANCHOR_FILE = tmp_path / "anchors"
    case = planned(cast)
    due = FollowUp.objects.open().get().due_on
    failed = []
    monkeypatch.setattr("cii.background.close_old_connections", lambda: None)
    monkeypatch.setattr("cii.background.log.error", lambda event, **told: failed.append(told))
    with clock.at(clock.now() + (due - clock.today())), unbound():
        for entry in SCHEDULE:
            run_entry(entry)
        for command in ("access_rebuild", "audit_verify", "rotate_match_key", "rotate_field_key"):
            call_command(command)
        call_command("explain_access", case.number, cast["anna_orp_sion"].email)
    assert failed == []
    assert InboxEntry.objects.filter(notice="follow_up.due").exists()
    assert not Job.objects.exclude(error="").exists()


@pytest.mark.django_db
def test_what_waits_is_counted_on_a_page_and_not_on_a_refusal(cast):
    flagged(cast)
    visitor = Visitor(cast["claire_orp_sion"])
    count = 'class="count">1'
    assert count in visitor.client.get("/").text
    refused = visitor.client.get("/nowhere/")
    assert refused.status_code == 404
    assert "site-nav" in refused.text and count not in refused.text

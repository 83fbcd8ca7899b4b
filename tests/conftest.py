import gc
import shutil
import socket
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test import TransactionTestCase
from django.test.utils import setup_databases, teardown_databases
from django.utils import translation

from cii.database import as_owner, grant_application_role
from tests.cast import cast, reference  # noqa: F401  (fixtures)
from tests.context import unbound
from tests.database import flush_as_owner
from tests.processes import Background, environment

# Queries and templates make many small objects that are gone at once: looking for cycles less often
# saves a tenth of the time.
gc.set_threshold(50_000)

# --- the database: made by its owner, used by the application's role ----------------------------


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    with django_db_blocker.unblock():
        with as_owner():
            made = setup_databases(verbosity=0, interactive=False, serialized_aliases=[])
        grant_application_role()
    yield
    with django_db_blocker.unblock(), as_owner():
        # Kept: a killed process may still be leaving it, and the next run makes it anew.
        teardown_databases(made, verbosity=0, keepdb=True)


@pytest.fixture(scope="session", autouse=True)
def _emptied_by_the_owner() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", flush_as_owner)
        yield


# --- the context: a page begins without any, as in production ----------------------------------


@pytest.fixture(scope="session", autouse=True)
def _pages_begin_without_a_context() -> Iterator[None]:
    answer = BaseHandler.get_response

    def answered(self: BaseHandler, request: Any) -> Any:
        with unbound():
            return answer(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseHandler, "get_response", answered)
        yield


@pytest.fixture(autouse=True)
def _begins_in_french() -> None:
    """A page in German leaves its thread in German, until another page comes."""
    translation.deactivate()


# --- the order ----------------------------------------------------------------------------------
# No worker shall wait for another one's long test at the end of a run.
LONGEST = [
    "test_matrix",
    "test_demo",
    "test_withdrawal",
    "test_noninterference",
    "test_main_job",
    "test_demo_command",
    "test_decisions_at_once",
    "test_row_security",
    "test_state_machine",
    "test_sweeper_killed",
    "test_reminders_killed",
    "test_person_file",
    "test_erasure",
    "test_traces",
    "test_pages",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.path.stem, len(LONGEST)))


# --- the outside: loopback only, and nothing left behind ----------------------------------------


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ip_address(host).is_loopback


@pytest.fixture(scope="session", autouse=True)
def _no_outside_connections() -> Iterator[None]:
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and not _is_loopback(address[0]):
            raise RuntimeError(f"A test wants to reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


def pytest_sessionfinish() -> None:
    shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


# --- real processes beside the test -------------------------------------------------------------


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """The environment of a process of ours that works on the database of this test."""
    return environment()


@pytest.fixture
def background(process_environment: dict[str, str]) -> Iterator[Background]:
    """The background work of an installation, as processes that the test may kill."""
    work = Background(process_environment)
    yield work
    work.kill()

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from core import clock
from tests.endings import DUE
from tests.factories import Cast


@pytest.fixture
def ledger_file(settings: Any, tmp_path: Path) -> Path:
    """A ledger of destructions of this test alone."""
    settings.DESTRUCTION_LEDGER = tmp_path / "ledger" / "destructions.jsonl"
    return settings.DESTRUCTION_LEDGER


@pytest.fixture
def long_after(cast: Cast) -> Iterator[None]:
    """The cast has been there for years, and terms are over."""
    with clock.at(DUE):
        yield

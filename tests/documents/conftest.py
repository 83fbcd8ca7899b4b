from datetime import UTC, datetime

import pytest

from accounts.models import User

AT = datetime(2026, 3, 12, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    storages = {**settings.STORAGES}
    storages["default"] = {**storages["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = storages


@pytest.fixture
def writer(db):
    return User.objects.create(email="w@example.ch", first_name="W", last_name="A")


@pytest.fixture
def templates(settings, tmp_path_factory):
    """A folder of paper templates of this test."""
    folder = tmp_path_factory.mktemp("templates")
    (folder / "papers").mkdir()
    settings.TEMPLATES = [
        {**engine, "DIRS": [folder, *engine["DIRS"]]} for engine in settings.TEMPLATES
    ]
    return folder / "papers"

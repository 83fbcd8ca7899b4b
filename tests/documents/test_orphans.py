import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from documents.actions.orphans import GRACE, sweep_orphans
from documents.actions.papers import seal_pdf
from documents.tasks import remove_orphans
from tests.documents.conftest import AT

pytestmark = pytest.mark.django_db


def seal():
    return seal_pdf(b"%PDF", title="x", template="papers/base.html", language="fr", at=AT)


def age(name, by):
    path = default_storage.path(name)
    moment = (timezone.now() - by).timestamp()
    os.utime(path, (moment, moment))


def test_file_without_a_row_goes_after_an_hour():
    for name, old in (("ab/old", GRACE), ("ab/young", timedelta(minutes=59)), ("loose", GRACE)):
        default_storage.save(name, ContentFile(b"x"))
        age(name, old)
    assert sweep_orphans(timezone.now()).deleted == 2
    assert default_storage.exists("ab/young")
    assert not default_storage.exists("ab/old")


def test_file_with_a_row_stays_however_old():
    document = seal()
    age(document.storage_name, timedelta(days=4000))
    assert sweep_orphans(timezone.now()).deleted == 0
    assert default_storage.exists(document.storage_name)


def test_row_without_a_file_is_reported(caplog):
    document = seal()
    default_storage.delete(document.storage_name)
    assert sweep_orphans(timezone.now()).missing == (document.id,)
    assert remove_orphans() == 0
    assert str(document.id) in caplog.text


def test_no_folder_yet_is_no_fault(settings, tmp_path):
    storages = {**settings.STORAGES}
    location = str(tmp_path / "nowhere")
    storages["default"] = {**storages["default"], "OPTIONS": {"location": location}}
    settings.STORAGES = storages
    assert sweep_orphans(timezone.now()).deleted == 0

"""What people see when something broke: whole sentences, and whether trying again helps."""

import pytest
from django.db import OperationalError
from django.test import Client, override_settings
from django.urls import path


def unreachable(request):
    raise OperationalError("no connection")


def faulty(request):
    raise ValueError("a fault")


urlpatterns = [path("unreachable/", unreachable), path("faulty/", faulty)]
handler500 = "cii.views.server_error"


@pytest.mark.django_db
@pytest.mark.parametrize(("page", "status"), [("/unreachable/", 503), ("/faulty/", 500)])
@override_settings(ROOT_URLCONF=__name__)
def test_an_unreachable_database_is_told_apart_from_a_fault(page, status):
    response = Client(raise_request_exception=False).get(page)
    assert response.status_code == status
    assert 'lang="de"' in response.text

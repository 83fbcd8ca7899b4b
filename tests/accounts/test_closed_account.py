"""Who signs in to a closed account is told so on the spot; no address of its own says it (QN1)."""

import pytest
from django.urls import reverse

from tests.pages import text

pytestmark = pytest.mark.django_db
PASSWORD = "Une-phrase-de-passe-12"


def test_closed_account_is_told_so_by_the_sign_in_and_stays_out(client, cast):
    person = cast["anna_orp_sion"]
    person.set_password(PASSWORD)
    person.is_active = False
    person.save()
    data = {"login": person.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), data)
    assert answer.status_code == 200
    assert "Ce compte n’est plus actif" in text(answer)
    assert client.get(reverse("home")).status_code == 302


def test_page_of_the_package_for_closed_accounts_asks_for_the_sign_in(client, cast):
    answer = client.get(reverse("account_inactive"))
    assert answer.headers["Location"].startswith(reverse("account_login"))

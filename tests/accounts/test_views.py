import pytest
from django.urls import reverse

from accounts.personas import PERSONAS


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_each_persona_is_one_click_away(client, cast, demo):
    page = client.get(reverse("accounts:personas"))
    text = page.content.decode()
    assert page.status_code == 200
    for persona in PERSONAS:
        assert f">{cast[persona.key]}</button>" in text
        assert reverse("accounts:enter", args=[cast[persona.key].pk]) in text


def test_one_click_signs_in_in_the_language_of_the_persona(client, cast, demo):
    urs = cast["urs_orp_haut_valais"]
    answer = client.post(reverse("accounts:enter", args=[urs.pk]))
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(urs.pk)
    assert client.cookies["django_language"].value == "de"


def test_an_empty_demonstration_says_so(client, db, demo):
    assert "pas encore chargées" in client.get(reverse("accounts:personas")).content.decode()


def test_nobody_outside_the_cast_is_entered(client, cast, demo, django_user_model):
    other = django_user_model.objects.create_user("x@example.ch", first_name="X", last_name="Y")
    assert client.post(reverse("accounts:enter", args=[other.pk])).status_code == 404
    assert client.get(reverse("accounts:enter", args=[cast["anna_orp_sion"].pk])).status_code == 405
    assert "_auth_user_id" not in client.session


def test_outside_the_demonstration_the_door_does_not_exist(client, cast, settings):
    settings.DEMO = False
    assert client.get(reverse("accounts:personas")).status_code == 404
    assert (
        client.post(reverse("accounts:enter", args=[cast["luc_technique"].pk])).status_code == 404
    )
    assert "_auth_user_id" not in client.session

from datetime import timedelta

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import Mandate, Office, User
from audit.models import Trace
from core import clock

REFERENCE = {
    "absence",
    "body",
    "cataloguemeasure",
    "closure",
    "commune",
    "coordinationpost",
    "gridversion",
    "institution",
    "mandate",
    "meetingkind",
    "office",
    "procurationtemplate",
    "region",
    "setting",
    "user",
}
# Of packages, for the superuser alone: mail addresses and second factors of our own people.
OF_PACKAGES = {"emailaddress", "authenticator"}


def test_the_admin_site_holds_reference_data_only():
    assert {model._meta.model_name for model in admin.site._registry} <= REFERENCE | OF_PACKAGES


@pytest.mark.parametrize("key", ["valerie_chargee", "monique_secretariat", "luc_technique"])
def test_the_keepers_see_every_list(client, cast, key):
    client.force_login(cast[key])
    for model in admin.site._registry:
        if model._meta.model_name in REFERENCE:
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
            assert client.get(url).status_code == 200, url


@pytest.mark.parametrize("key", ["anna_orp_sion", "isabelle_coord_central", "agnes_dpo"])
def test_nobody_else_enters(client, cast, key):
    user = cast[key]
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 302
    user.is_staff = True
    user.save()
    assert client.get(reverse("admin:accounts_office_changelist")).status_code == 403


def test_nothing_is_deleted(client, cast):
    client.force_login(cast["luc_technique"])
    office = Office.objects.get(code="orp-sion")
    answer = client.post(reverse("admin:accounts_office_delete", args=[office.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert Office.objects.filter(pk=office.pk).exists()


def test_a_mandate_begins_and_ends_through_its_actions(client, cast):
    client.force_login(cast["luc_technique"])
    fields = {
        "user": cast["anna_orp_sion"].pk,
        "role": "field_worker",
        "capacity": "member",
        "office": Office.objects.get(code="orp-sierre").pk,
        "valid_from": "21.11.2025",
    }
    assert client.post(reverse("admin:accounts_mandate_add"), fields).status_code == 302
    mandate = Mandate.objects.get(user=cast["anna_orp_sion"], office__code="orp-sierre")
    yesterday = clock.today() - timedelta(days=1)
    url = reverse("admin:accounts_mandate_change", args=[mandate.pk])
    assert client.post(url, {"valid_until": yesterday}).status_code == 302
    mandate.refresh_from_db()
    assert mandate.valid_until == yesterday
    events = Trace.objects.values_list("event", flat=True)
    assert sorted(events) == ["mandate.begun", "mandate.ended"]


def test_a_wrong_mandate_is_explained_beside_its_field(client, cast):
    client.force_login(cast["luc_technique"])
    fields = {"user": cast["anna_orp_sion"].pk, "role": "coordinator", "capacity": "member"}
    page = client.post(reverse("admin:accounts_mandate_add"), fields | {"valid_from": "21.11.2025"})
    assert page.status_code == 200
    assert page.context["adminform"].form.errors["post"] == ["Indiquez où cette fonction s’exerce."]


def test_a_new_person_has_no_password(client, cast):
    client.force_login(cast["luc_technique"])
    fields = {
        "email": "new@example.ch",
        "first_name": "Nou",
        "last_name": "Velle",
        "language": "fr",
    }
    client.post(reverse("admin:accounts_user_add"), fields | {"is_active": "on"})
    assert not User.objects.get(email="new@example.ch").has_usable_password()

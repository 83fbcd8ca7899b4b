from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.admin import KeptRows
from accounts.models import Institution, Mandate, Office, Region, Setting, User
from audit.models import Trace
from core import clock
from core.refusal import Forbidden
from governance.actions.people import change_account
from messaging.models import InboxEntry, Mail
from tests.pages import BACKEND

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
    "notetemplate",
    "office",
    "procurationtemplate",
    "region",
    "release",
    "remedy",
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
    person = User.objects.get(email="new@example.ch")
    assert not person.has_usable_password()
    trace = Trace.objects.get(event="account.opened")
    assert (trace.actor, trace.object_id) == (cast["luc_technique"], person.pk)


def change(client, person, **changes):
    fields = ("email", "first_name", "last_name", "phone", "language", "is_active", "is_staff")
    # A box that isn't ticked is not sent.
    data = {name: value for name in fields if (value := getattr(person, name)) is not False}
    url = reverse("admin:accounts_user_change", args=[person.pk])
    return client.post(url, data | changes)


def test_a_changed_account_is_traced_by_the_names_of_its_fields_alone(client, cast):
    client.force_login(cast["luc_technique"])
    person = cast["anna_orp_sion"]
    assert change(client, person, last_name="Nouveau-Nom", language="de").status_code == 302
    person.refresh_from_db()
    assert (person.last_name, person.language) == ("Nouveau-Nom", "de")
    trace = Trace.objects.get(event="account.changed")
    assert trace.details == {"fields": ["language", "last_name"]}
    assert trace.object_id == person.pk
    assert not Mail.objects.exists()


def test_nothing_changed_leaves_no_trace(client, cast):
    client.force_login(cast["luc_technique"])
    assert change(client, cast["anna_orp_sion"]).status_code == 302
    assert not Trace.objects.exists()


def test_another_address_is_told_at_the_old_one_and_the_old_one_lets_nobody_in(client, cast):
    person = cast["anna_orp_sion"]
    before = person.email
    person.set_password("Longue-phrase-de-passe-12")
    person.save()
    EmailAddress.objects.create(user=person, email=before, verified=True, primary=True)
    client.force_login(cast["luc_technique"])
    change(client, person, email="autre@example.ch")
    person.refresh_from_db()
    assert person.email == "autre@example.ch"
    mail = Mail.objects.get()
    assert (mail.to_address, mail.to_user) == (before, person)
    assert "adresse de connexion" in mail.body
    assert "autre@example.ch" not in mail.subject + mail.body
    entry = InboxEntry.objects.get(user=person)
    assert entry.notice == "account.address_changed"
    client.logout()
    sign_in = {"login": before, "password": "Longue-phrase-de-passe-12"}
    assert client.post(reverse("account_login"), sign_in).status_code == 200
    answer = client.post(reverse("account_login"), sign_in | {"login": "autre@example.ch"})
    assert answer.status_code == 302


def test_an_account_is_closed_with_a_trace_and_its_session_ends(client, cast):
    person = cast["anna_orp_sion"]
    hers = Client()
    hers.force_login(person, backend=BACKEND)
    assert hers.get(reverse("home")).status_code == 200
    client.force_login(cast["luc_technique"])
    url = reverse("admin:accounts_user_change", args=[person.pk])
    names = ("email", "first_name", "last_name", "phone", "language")
    client.post(url, {name: getattr(person, name) for name in names})
    assert Trace.objects.get(event="account.changed").details == {"fields": ["is_active"]}
    assert hers.get(reverse("home")).status_code == 302


OF_SETTING = {"key": "follow_up_months", "value": "4", "valid_from": "01.12.2026", "note": ""}


def test_added_reference_data_leave_a_trace(client, cast):
    client.force_login(cast["luc_technique"])
    assert client.post(reverse("admin:accounts_setting_add"), OF_SETTING).status_code == 302
    setting = Setting.objects.get(key="follow_up_months", value=4)
    trace = Trace.objects.get()
    assert (trace.event, trace.actor) == ("reference.added", cast["luc_technique"])
    assert trace.details == {
        "table": "accounts.setting",
        "row": setting.pk,
        "fields": ["key", "valid_from", "value"],
    }


def test_changed_reference_data_are_traced_by_the_names_of_their_fields_alone(client, cast):
    client.force_login(cast["monique_secretariat"])
    region = Region.objects.get(code="valais-central")
    url = reverse("admin:accounts_region_change", args=[region.pk])
    data = {"code": region.code, "name_fr": "Valais du centre", "name_de": region.name_de}
    assert client.post(url, data).status_code == 302
    trace = Trace.objects.get(event="reference.changed")
    assert trace.details == {
        "table": "accounts.region",
        "row": str(region.pk),
        "fields": ["name_fr"],
    }
    assert client.post(url, data).status_code == 302
    assert Trace.objects.count() == 1


def test_what_is_changed_inside_another_page_is_traced_too(client, cast):
    client.force_login(cast["valerie_chargee"])
    institution = Institution.objects.get(code="oai")
    partnership = institution.partnerships.first()
    rows = institution.partnerships.count()
    page = client.get(reverse("admin:accounts_institution_change", args=[institution.pk]))
    data = {}
    for form in [page.context["adminform"].form, *page.context["inline_admin_formsets"][0].formset]:
        for bound in form:
            value = bound.value()
            data[bound.html_name] = "" if value is None else value
    data |= {"partnerships-TOTAL_FORMS": rows, "partnerships-INITIAL_FORMS": rows}
    data["partnerships-0-valid_until"] = "31.12.2030"
    url = reverse("admin:accounts_institution_change", args=[institution.pk])
    assert client.post(url, data).status_code == 302
    partnership.refresh_from_db()
    assert partnership.valid_until == date(2030, 12, 31)
    trace = Trace.objects.get(event="reference.changed")
    assert trace.details == {
        "table": "accounts.partnership",
        "row": partnership.pk,
        "fields": ["valid_until"],
    }


def test_no_page_of_the_admin_site_saves_without_an_action():
    ours = [kept for model, kept in admin.site._registry.items() if isinstance(kept, KeptRows)]
    assert len(ours) == len(REFERENCE)
    own = admin.ModelAdmin
    assert [str(kept) for kept in ours if type(kept).save_model is own.save_model] == []
    inside = [kept for kept in ours if kept.inlines]
    assert [str(kept) for kept in inside if type(kept).save_formset is own.save_formset] == []


def test_only_who_keeps_reference_data_changes_an_account(cast):
    with pytest.raises(Forbidden):
        change_account(
            cast["anna_orp_sion"],
            changes={"email": "moi@example.ch"},
            by=cast["claire_orp_sion"],
            at=clock.now(),
        )


def test_people_stand_in_the_order_of_their_names_without_accents(client, cast):
    client.force_login(cast["luc_technique"])
    people = [cast[key] for key in ("anna_orp_sion", "claire_orp_sion", "marc_orp_sion")]
    for person, name in zip(people, ["Zuber", "Écoffey", "eco"], strict=True):
        change(client, person, last_name=name)
    found = User.objects.filter(pk__in=[person.pk for person in people])
    assert [person.last_name for person in found] == ["eco", "Écoffey", "Zuber"]

"""QN9: to a superuser and in the admin site there is not one client record."""

import json
import re
from contextlib import suppress
from uuid import UUID

import pytest
from asgiref.sync import async_to_sync
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from guardian.models import BaseObjectPermission

from accounts.models import User
from cases.actions.notes import add_note
from cases.models import Case
from core import clock
from core.access import iter_urls
from core.choices import Category
from tests.factories import Cast, planned
from tests.pages import BACKEND

pytestmark = pytest.mark.django_db
# Words that stand in a case and nowhere else.
SECRETS = ("zzgeheim", "zzvertraulich", "VS-2")
LAYERS_OF_CASES = {"cases", "governance", "documents", "messaging", "audit"}
ADMIN = re.compile(r"admin:(\w+?)_(\w+)_(changelist|add|history|change|delete)$")


@pytest.fixture
def root(db: None) -> User:
    names = {"first_name": "Racine", "last_name": "Système"}
    return User.objects.create_superuser("root@demo.invalid", **names)


@pytest.fixture
def case(cast: Cast) -> Case:
    case = planned(cast, last_name="Zzgeheim", first_name="Zzvertraulich")
    by = {"by": cast["claire_orp_sion"], "at": clock.now()}
    add_note(case, category=Category.HEALTH, text="zzgeheim", **by)
    return case


def addresses(case: Case) -> list[str]:
    """Every URL of the project: ours with the ids of a case, the admin site's with a row each."""
    ids = [case.pk, case.notes.get().pk, case.procurations.get().pk]
    found = []
    for url in iter_urls():
        page = ADMIN.match(url.name)
        rows = (
            apps.get_model(page[1], page[2]).objects.values_list("pk", flat=True) if page else ids
        )
        for args in ([], *([pk] for pk in rows[: 1 if page else len(ids)])):
            with suppress(NoReverseMatch):
                found.append(reverse(url.name, args=args))
    return sorted(address for address in set(found) if "logout" not in address)


def told(response: HttpResponse) -> list[str]:
    page = response.content.decode(errors="replace").lower()
    return [secret for secret in SECRETS if secret.lower() in page]


def test_no_page_of_the_whole_project_tells_a_superuser_of_a_case(case: Case, root: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(root, backend=BACKEND)
    leaks = {}
    asked = addresses(case)
    for address in asked:
        response = client.get(address)
        if secrets := told(response):
            leaks[address] = secrets
        assert response.status_code < 500, address
    assert leaks == {}
    assert len(asked) > 150


def test_the_search_and_the_autocompletion_of_the_admin_site_find_no_person(
    case: Case, root: User
) -> None:
    client = Client()
    client.force_login(root, backend=BACKEND)
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert told(client.get(reverse(name), {"q": "zzgeheim"})) in ([], ["zzgeheim"])
    asked = {
        "term": "zzgeheim",
        "app_label": "accounts",
        "model_name": "mandate",
        "field_name": "user",
    }
    response = client.get(reverse("admin:autocomplete"), asked)
    assert response.status_code == 200
    assert json.loads(response.content)["results"] == []


def test_no_row_of_a_case_is_registered_in_the_admin_site_nor_inlined_there() -> None:
    """What has a way to a case or a person, by key or by an opaque id."""
    inlined = {inline.model for kept in admin.site._registry.values() for inline in kept.inlines}
    of_cases = {
        model
        for model in apps.get_models()
        if model._meta.app_label in LAYERS_OF_CASES
        and (
            any(field.name in ("case", "case_id", "client") for field in model._meta.get_fields())
            or issubclass(model, BaseObjectPermission)
        )
    }
    assert len(of_cases) > 8
    assert not of_cases & (set(admin.site._registry) | inlined)


def test_no_permission_lets_a_superuser_into_a_case(case: Case, root: User) -> None:
    names = [
        f"cases.{row.codename}"
        for row in Permission.objects.filter(content_type__app_label="cases")
    ]
    names += ["cases.view_case", "cases.change_case", "cases.delete_case"]
    assert "cases.manage_case" in names
    for name in names:
        assert not root.has_perm(name, case), name
        assert not async_to_sync(root.ahas_perm)(name, case), name
    assert not root.has_perms(names[:1], case)
    assert root.get_all_permissions(case) == set()
    assert async_to_sync(root.aget_all_permissions)(case) == set()
    assert not Case.objects.visible_to(root).exists()


def test_a_named_person_keeps_her_permission_and_no_other(case: Case, cast: Cast) -> None:
    mireille = cast["mireille_cms_sierre"]
    assert mireille.has_perm("cases.manage_case", case)
    assert async_to_sync(mireille.ahas_perm)("cases.manage_case", case)
    assert not mireille.has_perm("cases.advise_case", case)


def test_a_superuser_without_an_object_keeps_what_the_admin_site_asks(root: User) -> None:
    assert root.has_perm("accounts.change_office")
    assert async_to_sync(root.ahas_perm)("accounts.change_office")


def test_a_foreign_case_answers_a_superuser_like_an_unknown_one(case: Case, root: User) -> None:
    client = Client()
    client.force_login(root, backend=BACKEND)
    for pk in (case.pk, UUID(int=1)):
        assert client.get(reverse("dossier", args=[pk])).status_code == 404

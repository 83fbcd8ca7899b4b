from django.contrib.admin import site
from django.core.checks.registry import registry

from core.access import RULES, check_access, iter_urls
from tests.architecture.tree import HEIGHT

# QN1: the whole list of what anybody reaches without signing in.
PUBLIC = {
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "calendar_feed",
    "mfa_authenticate",
    "set_language",
}


def test_every_url_declares_an_access_rule():
    assert [url.route for url in iter_urls() if url.rule not in RULES] == []
    assert check_access in registry.get_checks()


def test_public_urls_are_these_and_at_most_eight():
    public = {url.name for url in iter_urls() if url.rule == "public"}
    assert public == PUBLIC
    assert len(public) <= 8


def test_the_name_of_a_url_is_the_name_of_its_view():
    wrong = [
        f"{url.name} → {url.view.__module__}.{url.view.__name__}"
        for url in iter_urls()
        if url.view.__module__.split(".")[0] in HEIGHT
        and url.name.split(":")[-1] != url.view.__name__
    ]
    assert wrong == []


def test_no_url_carries_a_counted_number():
    wrong = [
        url.route
        for url in iter_urls()
        if url.view.__module__.split(".")[0] in HEIGHT and "<int:" in url.route
    ]
    assert wrong == []


def test_the_admin_site_holds_our_reference_data_only():
    packages = {
        model._meta.label for model in site._registry if model._meta.app_label not in HEIGHT
    }
    assert packages == set()

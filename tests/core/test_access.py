import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.urls import include, path
from django.views.decorators.http import require_POST

from core.access import RULES, access, check_access, iter_urls


def bare(request):
    return HttpResponse("in")


@access("case_reader")
@require_POST
def declared(request):
    return HttpResponse("in")


inner = [path("detail/", declared, name="detail"), path("bare/", bare, name="bare")]
urlpatterns = [
    path("cases/", include((inner, "cases"))),
    path("login/", bare, name="account_login"),
    path("other/", bare, name="account_other"),
]


def anonymous(method="get"):
    request = getattr(RequestFactory(), method)("/x/")
    request.user = AnonymousUser()
    return request


def test_unknown_rule_is_a_programming_error():
    with pytest.raises(ValueError, match="Unknown access rule"):
        access("everybody_i_like")


@pytest.mark.parametrize("rule", sorted(RULES.keys() - {"public", "demo"}))
def test_every_rule_but_public_and_demo_asks_for_login(rule, settings):
    settings.ROOT_URLCONF = __name__
    response = access(rule)(bare)(anonymous())
    assert response.status_code == 302
    assert response["Location"] == "/login/?next=/x/"


def test_public_view_answers_everybody():
    view = access("public")(bare)
    assert view(anonymous()).content == b"in"
    assert not hasattr(bare, "access_rule")


def test_demo_view_exists_only_in_the_demo(settings):
    view = access("demo")(bare)
    settings.DEMO = True
    assert view(anonymous()).content == b"in"
    settings.DEMO = False
    with pytest.raises(Http404):
        view(anonymous())


def test_urls_are_listed_with_name_route_and_rule(settings):
    settings.ROOT_URLCONF = __name__
    settings.THIRD_PARTY_ACCESS = {"account_": "signed_in", "account_login": "public"}
    assert [(url.name, url.route, url.rule) for url in iter_urls()] == [
        ("cases:detail", "cases/detail/", "case_reader"),
        ("cases:bare", "cases/bare/", None),
        ("account_login", "login/", "public"),
        ("account_other", "other/", "signed_in"),
    ]


def test_undeclared_url_stops_the_check(settings):
    settings.ROOT_URLCONF = __name__
    settings.THIRD_PARTY_ACCESS = {"account_": "signed_in"}
    errors = check_access(None)
    assert [error.id for error in errors] == ["core.E001"]
    assert "cases:bare" in errors[0].msg


def test_unknown_third_party_rule_stops_the_check(settings):
    settings.ROOT_URLCONF = __name__
    settings.THIRD_PARTY_ACCESS = {"account_": "nobody", "cases:": "signed_in"}
    assert len(check_access(None)) == 2

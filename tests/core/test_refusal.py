from django.test import RequestFactory
from django.utils.translation import gettext_lazy as _

from core.refusal import Forbidden, Refusal, RefusalMiddleware


class Noting(RefusalMiddleware):
    def refused(self, request, refusal):
        request.noted = str(refusal.reason)


def answer(exception, monkeypatch):
    monkeypatch.setattr(
        "core.refusal.render",
        lambda request, template, context, status: (template, str(context["reason"]), status),
    )
    request = RequestFactory().post("/")
    return Noting(lambda request: None).process_exception(request, exception), request


def test_person_who_may_not_gets_403_with_the_reason(monkeypatch):
    page, request = answer(Forbidden(_("Réservé au répondant.")), monkeypatch)
    assert page == ("403.html", "Réservé au répondant.", 403)
    assert request.noted == "Réservé au répondant."


def test_act_that_is_not_possible_now_gets_409_with_the_reason(monkeypatch):
    page, _request = answer(Refusal(_("Déjà trié."), "path"), monkeypatch)
    assert page == ("403.html", "Déjà trié.", 409)


def test_other_errors_are_left_alone(monkeypatch):
    page, request = answer(ValueError("x"), monkeypatch)
    assert page is None
    assert not hasattr(request, "noted")


def test_refusal_carries_its_field():
    assert Refusal("x", "valid_until").field == "valid_until"
    assert issubclass(Forbidden, Refusal)

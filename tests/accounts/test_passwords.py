"""A new password leaves a trace, however it was chosen (P4)."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from audit.models import Trace
from tests.pages import BACKEND

pytestmark = pytest.mark.django_db
OLD, NEW = "Ancienne-phrase-de-passe-12", "Nouvelle-phrase-de-passe-34"


def chosen(person):
    trace = Trace.objects.get(event="account.password_changed")
    person.refresh_from_db()
    assert (trace.actor, trace.object_id) == (person, person.pk)
    assert trace.details == {}
    assert person.check_password(NEW)


def test_a_changed_password_leaves_a_trace_without_it(client, cast):
    person = cast["anna_orp_sion"]
    person.set_password(OLD)
    person.save()
    client.force_login(person, backend=BACKEND)
    data = {"oldpassword": OLD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), data).status_code == 302
    chosen(person)


def test_a_password_refused_leaves_none(client, cast):
    person = cast["anna_orp_sion"]
    person.set_password(OLD)
    person.save()
    client.force_login(person, backend=BACKEND)
    data = {"oldpassword": "autre", "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), data)
    assert not Trace.objects.filter(event="account.password_changed").exists()


def test_a_first_password_by_the_link_of_the_login_page_leaves_a_trace(client, cast):
    person = cast["anna_orp_sion"]
    client.post(reverse("account_reset_password"), {"email": person.email})
    path = re.search(r"https?://[^/]+(/\S+)", mail.outbox[0].body)[1]
    form = client.get(path)
    answer = client.post(form.url, {"password1": NEW, "password2": NEW})
    assert answer.status_code == 302
    chosen(person)

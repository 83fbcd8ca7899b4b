"""A person tells of her own absence, and reads who acts for her meanwhile (C15)."""

from datetime import timedelta

import pytest

from accounts.models import Absence
from accounts.scope import Scope
from audit.models import Trace
from core import clock
from tests.factories import Cast
from tests.pages import Visitor, hidden, text

pytestmark = pytest.mark.django_db
HOLDER, DEPUTY = "isabelle_coord_central", "julien_coord_oai"


def days(first: int, last: int | None = None) -> dict[str, str]:
    today = clock.today()
    until = "" if last is None else str(today + timedelta(days=last))
    return {"valid_from": str(today + timedelta(days=first)), "valid_until": until}


def test_absence_is_told_on_a_page_and_lets_the_deputy_in(cast: Cast) -> None:
    isabelle = Visitor(cast[HOLDER])
    assert not Scope.of(cast[DEPUTY]).posts.keys() >= Scope.of(cast[HOLDER]).posts.keys()
    assert isabelle.post("absences", data=days(0, 5)).status_code == 302
    absence = Absence.objects.get(user=cast[HOLDER])
    assert absence.valid_until == clock.today() + timedelta(days=5)
    assert Scope.of(cast[DEPUTY]).posts.keys() >= Scope.of(cast[HOLDER]).posts.keys()
    trace = Trace.objects.get(event="absence.recorded")
    assert (trace.actor, trace.object_id) == (cast[HOLDER], absence.pk)


def test_page_says_who_acts_meanwhile(cast: Cast) -> None:
    page = text(Visitor(cast[HOLDER]).get("absences"))
    assert str(cast[DEPUTY]) in page


def test_form_sent_twice_counts_once(cast: Cast) -> None:
    isabelle = Visitor(cast[HOLDER])
    data = days(0, 5) | {"submission": hidden(isabelle.get("absences"), "submission")}
    assert [isabelle.post("absences", data=data).status_code for _ in range(2)] == [302, 302]
    assert Absence.objects.filter(user=cast[HOLDER]).count() == 1


@pytest.mark.parametrize("data", [days(-1), days(3, 1), {"valid_from": "x", "valid_until": ""}])
def test_past_and_reversed_days_are_refused(cast: Cast, data) -> None:
    page = Visitor(cast[HOLDER]).post("absences", data=data)
    assert page.status_code == 200 and page.context["form"].errors
    assert not Absence.objects.filter(user=cast[HOLDER]).exists()


def test_overlapping_absence_is_refused_beside_its_field(cast: Cast) -> None:
    isabelle = Visitor(cast[HOLDER])
    isabelle.post("absences", data=days(0, 5))
    page = isabelle.post("absences", data=days(3, 9))
    assert page.context["form"].errors["valid_from"] == [
        "Une absence est déjà saisie pendant cette période."
    ]


def test_end_is_brought_forward_by_herself_alone(cast: Cast) -> None:
    isabelle = Visitor(cast[HOLDER])
    isabelle.post("absences", data=days(0, 5))
    absence = Absence.objects.get(user=cast[HOLDER])
    data = {"last_day": str(clock.today())}
    assert Visitor(cast[DEPUTY]).post("absence_end", absence.pk, data=data).status_code == 404
    assert isabelle.post("absence_end", absence.pk, data=data).status_code == 302
    absence.refresh_from_db()
    assert absence.valid_until == clock.today()
    # It ends sooner, never later.
    later = {"last_day": str(clock.today() + timedelta(days=2))}
    assert isabelle.post("absence_end", absence.pk, data=later).context["form"].errors

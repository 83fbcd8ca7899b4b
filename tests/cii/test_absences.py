"""A person tells of her own absence, and reads who acts for her meanwhile (C15)."""

from datetime import timedelta
from uuid import UUID

import pytest

from accounts.choices import Capacity, Role
from accounts.models import Absence, Mandate, User
from accounts.scope import Scope
from audit.models import Trace
from cases.past import who_could_see
from core import clock
from core.refusal import Refusal
from governance.actions.mandates import begin_mandate, end_mandate, record_absence
from tests.factories import Cast, triaged
from tests.pages import Visitor, hidden, text

pytestmark = pytest.mark.django_db
HOLDER, DEPUTY = "isabelle_coord_central", "julien_coord_oai"
OTHER = "markus_coord_haut"


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


def second_deputy(cast: Cast) -> User:
    """Markus is a deputy of Isabelle's post, beside Julien."""
    post = Mandate.objects.get(user=cast[HOLDER], role=Role.COORDINATOR).post
    return begin_mandate(
        Mandate(
            user=cast[OTHER],
            role=Role.COORDINATOR,
            capacity=Capacity.DEPUTY,
            post=post,
            valid_from=clock.today(),
        ),
        by=cast["valerie_chargee"],
        at=clock.now(),
    ).user


def posts(cast: Cast, key: str) -> set[UUID]:
    return set(Scope.of(cast[key]).posts)


def test_the_deputy_whom_the_holder_chose_acts_alone(cast: Cast) -> None:
    other, (post,) = second_deputy(cast), posts(cast, HOLDER)
    page = Visitor(cast[HOLDER]).get("absences")
    assert "toutes vos suppléances ensemble" in text(page)
    Visitor(cast[HOLDER]).post("absences", data=days(0, 5) | {"deputy": str(other.pk)})
    assert post in posts(cast, OTHER) and post not in posts(cast, DEPUTY)
    assert f"Remplacement par {other}" in text(Visitor(cast[HOLDER]).get("absences"))


def test_without_a_choice_all_deputies_act_together(cast: Cast) -> None:
    second_deputy(cast)
    (post,) = posts(cast, HOLDER)
    Visitor(cast[HOLDER]).post("absences", data=days(0, 5) | {"deputy": ""})
    assert post in posts(cast, OTHER) & posts(cast, DEPUTY)


def test_once_the_chosen_deputy_left_the_others_act(cast: Cast) -> None:
    other, (post,) = second_deputy(cast), posts(cast, HOLDER)
    Visitor(cast[HOLDER]).post("absences", data=days(0) | {"deputy": str(other.pk)})
    mandate = Mandate.objects.get(user=other, post=post)
    end_mandate(mandate, last_day=clock.today(), by=cast["valerie_chargee"], at=clock.now())
    with clock.at(clock.now() + timedelta(days=1)):
        assert post in posts(cast, DEPUTY) and post not in posts(cast, OTHER)


def test_who_is_no_deputy_of_hers_cannot_be_chosen(cast: Cast) -> None:
    stranger = cast["anna_orp_sion"]
    Visitor(cast[HOLDER]).post("absences", data=days(0, 5) | {"deputy": str(stranger.pk)})
    absence = Absence(user=cast[HOLDER], valid_from=clock.today(), deputy=stranger)
    with pytest.raises(Refusal, match="suppléante d’aucun poste"):
        record_absence(absence, by=cast[HOLDER], at=clock.now())
    assert not Absence.objects.filter(user=cast[HOLDER]).exists()


def test_who_holds_no_post_is_asked_for_no_deputy(cast: Cast) -> None:
    assert 'name="deputy"' not in text(Visitor(cast["anna_orp_sion"]).get("absences"))


def test_a_case_opens_to_the_chosen_deputy_alone_now_and_afterwards_in_its_history(
    cast: Cast,
) -> None:
    case, other = triaged(cast), second_deputy(cast)
    Visitor(cast[HOLDER]).post("absences", data=days(0, 5) | {"deputy": str(other.pk)})
    opened = [
        key
        for key in (OTHER, DEPUTY)
        if Visitor(cast[key]).get("dossier", case.pk).status_code == 200
    ]
    assert opened == [OTHER]
    told = {reason.user for reason in who_could_see(case, clock.now())}
    assert cast[OTHER] in told and cast[DEPUTY] not in told

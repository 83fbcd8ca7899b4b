"""The ways in which an access ends, and what the policy leaves to each person it concerns."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from accounts.models import Absence, Mandate
from cases.actions.assignments import end_assignment
from cases.actions.engagements import end_engagements
from cases.actions.flags import hand_over
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.models import Assignment, Case, Engagement, Procuration
from core import clock
from governance.actions.mandates import end_absence, end_mandate
from tests.access.policy import CASES, DEPUTY_ACTING, Seen
from tests.access.scene import WALK, Scene
from tests.factories import ALL, office

SOON = WALK + timedelta(minutes=5)
HOME, BUREAU, KEEPER = "claire_orp_sion", "isabelle_coord_central", "luc_technique"
# One of each kind of tie.
LEAVING = (
    "anna_orp_sion",
    "mireille_cms_sierre",
    "leo_expert_oai",
    "valerie_chargee",
    "didier_droit_sict",
)
PEOPLE = [persona for persona, states in CASES.items() if "live" in states]


@dataclass(frozen=True)
class End:
    """One way in which access ends; `left` is what each person it concerns keeps of the case."""

    name: str
    act: Callable[[Scene], object]
    left: dict[str, Seen | None]
    at: datetime = SOON
    changes_offices: bool = False


def left_as(state: str, *people: str) -> dict[str, Seen | None]:
    return {persona: CASES[persona].get(state) for persona in people or PEOPLE}


def nothing_left(*people: str) -> dict[str, Seen | None]:
    return dict.fromkeys(people)


def live(scene: Scene) -> Case:
    return Case.objects.get(pk=scene.objects["live"]["case"])


# --- the ways in which access ends --------------------------------------------------------------


def withdrawn(scene: Scene) -> None:
    withdraw_procuration(live(scene), note="", by=scene.cast[HOME], at=SOON)


def narrowed(scene: Scene, *, code: str) -> None:
    taken = {office(code): ALL}
    narrow_procuration(live(scene), withdrawn=taken, note="", by=scene.cast[HOME], at=SOON)


def expired(scene: Scene) -> None:
    """Nobody does anything: the clock passes the last day."""


def disengaged(scene: Scene) -> None:
    rows = Engagement.objects.open().filter(case=live(scene), recipient=office("oai-sion"))
    for source in set(rows.values_list("source_id", flat=True)):
        end_engagements(source_id=source, by=scene.cast[BUREAU], at=SOON)


def unassigned(scene: Scene) -> None:
    row = Assignment.objects.open().get(case=live(scene), user=scene.cast["remy_oai_sion"])
    end_assignment(row, by=scene.cast[BUREAU], at=SOON)


def handed_over(scene: Scene) -> None:
    to = scene.cast["marc_orp_sion"]
    hand_over(live(scene), to=to, reason="Autre secteur.", by=scene.cast[HOME], at=SOON)


def dismissed(scene: Scene) -> None:
    """People of every kind of tie leave their mandates."""
    for persona in LEAVING:
        for mandate in Mandate.objects.of(scene.cast[persona]).live(clock.today()):
            end_mandate(mandate, by=scene.cast[KEEPER], at=SOON)


def returned(scene: Scene) -> None:
    """The holder of the post is back: her deputy coordinates no longer."""
    absence = Absence.objects.get(user=scene.cast[BUREAU])
    yesterday = clock.today() - timedelta(days=1)
    end_absence(absence, last_day=yesterday, by=scene.cast[KEEPER], at=SOON)


def last_moment(scene: Scene) -> datetime:
    """The midnight at which the consent of the live case is over."""
    until = Procuration.objects.get(case=live(scene)).valid_until
    return timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))


def ends(scene: Scene) -> list[End]:
    return [
        End("withdrawal", withdrawn, left_as("withdrawn")),
        End(
            "narrowing, Office AI",
            partial(narrowed, code="oai-sion"),
            nothing_left("wilma_oai_sion", "remy_oai_sion"),
        ),
        End(
            "narrowing, CMS",
            partial(narrowed, code="cms-sierre"),
            left_as("withdrawn", "mireille_cms_sierre", "ines_cms_sierre"),
        ),
        End(
            "narrowing, bureau",
            partial(narrowed, code="bureau-cii"),
            left_as("withdrawn", BUREAU, DEPUTY_ACTING, "valerie_chargee", "monique_secretariat"),
        ),
        End("expiry", expired, left_as("expired"), last_moment(scene)),
        End("engagement", disengaged, nothing_left("wilma_oai_sion")),
        End("assignment", unassigned, nothing_left("remy_oai_sion")),
        End("handover", handed_over, nothing_left("anna_orp_sion")),
        End("deputy's turn", returned, nothing_left(DEPUTY_ACTING), changes_offices=True),
        End("mandate", dismissed, nothing_left(*LEAVING), changes_offices=True),
    ]


@contextmanager
def judged_by(left: dict[str, Seen | None]) -> Iterator[None]:
    """The policy's answers about the live case, as if this were all that is left of it."""
    with pytest.MonkeyPatch.context() as patch:
        for persona, seen in left.items():
            states = {state: it for state, it in CASES[persona].items() if state != "live"}
            patch.setitem(CASES, persona, states | ({"live": seen} if seen else {}))
        yield

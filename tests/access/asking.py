"""What the dispositifs of the scene ask each other, on what they disagree, and what they report."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from accounts.models import Mandate
from cases.actions.aid import file_aid
from cases.actions.disputes import state_position
from cases.actions.handouts import make_handout
from cases.actions.matters import open_matter
from cases.actions.measures import move_measure
from cases.actions.request_answers import agree, take_up
from cases.actions.requests import complete_request, send_request
from cases.choices import MatterKind
from cases.models import Case, InsertionPlan, PlanMeasure
from cases.plain_plan import store_handout
from core.choices import Category
from tests.factories import Who, office

if TYPE_CHECKING:
    from tests.access.scene import Scene


def requested(scene: "Scene", state: str, case: Case, who: Who, at: datetime) -> None:
    """Who flagged asks the partner, which waits; an earlier request was answered."""
    home = case.home_office.code
    for name in ("answered", "request"):
        row = send_request(
            case,
            office=office(who.manager_office),
            category=Category.HEALTH,
            question=scene.plant(state, f"{name}-question", Category.HEALTH, office=home),
            service=scene.plant(state, f"{name}-service", Category.HEALTH, office=home),
            by=scene.cast[who.home],
            at=at,
        )
        scene.keep(state, **{name: row})
        if name == "answered":
            by = {"by": scene.cast[who.manager], "at": at}
            handler = Mandate.objects.get(user=scene.cast[who.manager])
            take_up(row, handler=handler, starts_on=at.date(), **by)
            answer = scene.plant(state, "answered-answer", Category.HEALTH, office=home)
            agree(row, answer=answer, **by)
            end = scene.plant(state, "answered-end", Category.HEALTH, office=home)
            complete_request(row, conclusion=end, **by)


def disputed(scene: "Scene", state: str, case: Case, who: Who, at: datetime) -> None:
    """The CMS holds something against the dispositif that flagged, and both have said what."""
    partner = office(who.manager_office)
    dispute = open_matter(
        case,
        kind=MatterKind.DISPUTE,
        category=Category.WORK,
        question=scene.plant(state, "dispute", Category.WORK),
        office=case.home_office,
        asking=partner,
        by=scene.cast[who.coordinator],
        at=at,
    )
    for side, speaker in ((case.home_office, who.home), (partner, who.manager)):
        text = scene.plant(
            state, f"position-{side.code}", Category.WORK, office=side.code, author=speaker
        )
        state_position(dispute, office=side, text=text, by=scene.cast[speaker], at=at)
    scene.keep(state, dispute=dispute, dispute_stage=dispute.stage)


def in_force(
    scene: "Scene", state: str, plan: InsertionPlan, measure: PlanMeasure, who: Who
) -> None:
    """A measure was broken off, and the person was given the plan in plain language."""
    at = plan.adopted_at or plan.drafted_at
    reason = scene.plant(state, "break", Category.HEALTH)
    move_measure(measure, move="break_off", reason=reason, by=scene.cast[who.manager], at=at)
    handout = make_handout(plan, language="fr", by=scene.cast[who.coordinator], at=at)
    store_handout(handout.pk, at, b"%PDF-1.7 ... %%EOF")
    scene.keep(state, handout=handout)


def asked_for_aid(scene: "Scene", state: str, case: Case, who: Who, at: datetime) -> None:
    """The CMS noted a request for social aid; its file is not signed yet."""
    day = (at - timedelta(days=3)).date()
    by = {"by": scene.cast[who.manager], "at": at}
    aid = file_aid(case, office=office(who.manager_office), asked_on=day, **by)
    scene.keep(state, aid=aid)

"""A case that ends or goes to another post leaves the agendas to come, and the invited know."""

from datetime import timedelta

import pytest

from accounts.models import CoordinationPost
from audit.models import Trace
from cases.choices import CaseState, EngagementKind, Outcome, Path
from cases.models import Case, Engagement
from core import clock
from core.choices import Category
from core.refusal import Refusal
from governance.actions.coordination import close_case, transfer_case, triage_case
from governance.actions.decisions import decide, designate, drop_decision
from governance.actions.minutes import adopt
from governance.choices import ItemState
from governance.models import AgendaItem, Decision, Meeting
from messaging.models import InboxEntry
from tests.factories import announced, drafted_plan, managed, office, triaged
from tests.governance.conftest import NOW
from tests.governance.sittings import (
    item_decided,
    meeting_convened,
    meeting_planned,
    minutes_circulated,
)

pytestmark = pytest.mark.django_db


def told(user):
    return InboxEntry.objects.of(user).filter(notice="item.withdrawn").count()


def close(case, cast, at=None):
    by = cast["isabelle_coord_central"]
    return close_case(case, outcome=Outcome.JOB, by=by, at=at or clock.now())


def test_a_closed_case_leaves_an_agenda_in_preparation(cast):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    meeting = meeting_planned(cast, [case, other], at=NOW)
    close(case, cast)
    assert list(meeting.items.values_list("case", "position")) == [(other.pk, 1)]


def test_a_closed_case_is_withdrawn_from_a_convened_meeting_and_the_invited_are_told(cast):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    meeting = meeting_convened(cast, [case, other], at=NOW)
    close(case, cast)
    item = meeting.items.get(case=case)
    assert (item.state, item.withdrawn_by) == (ItemState.WITHDRAWN, cast["isabelle_coord_central"])
    assert told(cast["mireille_cms_sierre"]) == told(cast["claire_orp_sion"]) == 1
    assert told(cast["wilma_oai_sion"]) == told(cast["isabelle_coord_central"]) == 0
    assert item not in AgendaItem.objects.visible_to(cast["mireille_cms_sierre"])
    kinds = Engagement.objects.open().filter(case=case).values_list("kind", flat=True)
    assert EngagementKind.INVITATION not in kinds


def test_a_withdrawn_item_does_not_hold_up_the_minutes(cast, later):
    case, other = triaged(cast), triaged(cast, last_name="Autre")
    meeting = meeting_convened(cast, [case, other], at=NOW)
    close(case, cast)
    with clock.at(later):
        item_decided(meeting.items.get(case=other), at=later)
        minutes = adopt(minutes_circulated(meeting, at=later), by=meeting.chair, at=later)
    assert minutes.adopted_at == later


def test_what_a_meeting_has_begun_to_treat_stays_on_its_agenda(cast, later):
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=NOW)
    with clock.at(later):
        close(case, cast, at=later)
    assert meeting.items.get().state == ItemState.OPEN


def test_a_decision_engages_nobody_in_a_case_closed_since(cast, later):
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=NOW)
    with clock.at(later):
        item_decided(meeting.items.get(), at=later)
        minutes = minutes_circulated(meeting, at=later)
        close(case, cast, at=later)
        adopt(minutes, by=meeting.chair, at=later)
    kinds = Engagement.objects.open().filter(case=case).values_list("kind", flat=True)
    assert EngagementKind.DECISION not in kinds


def test_a_case_that_is_not_indicated_leaves_its_agenda_too(cast):
    case = announced(cast)
    meeting = meeting_planned(cast, [case], at=NOW)
    by = cast["isabelle_coord_central"]
    triaged_ = triage_case(case, path=Path.NONE, reason="Rien.", due_on=None, by=by, at=NOW)
    assert triaged_.state == CaseState.CLOSED
    assert not meeting.items.exists()


def test_a_transferred_case_leaves_the_agendas_of_its_former_post(cast):
    case = triaged(cast)
    meeting = meeting_convened(cast, [case], at=NOW)
    haut = CoordinationPost.objects.get(code="haut-valais")
    by = cast["isabelle_coord_central"]
    transfer_case(case, post=haut, reason="A déménagé.", by=by, at=NOW)
    assert meeting.items.get().state == ItemState.WITHDRAWN
    new = meeting_planned(
        cast, [], at=NOW + timedelta(days=1), post="valais-central", titles=["Divers"]
    )
    assert new in Meeting.objects.visible_to(by)
    assert case not in Case.objects.visible_to(by)


# --- the chair in a meeting ---------------------------------------------------------------------
def chaired_by_the_officer(cast, case):
    """A meeting that the cantonal officer chairs; an assessment lets him read the case."""
    meeting = meeting_convened(cast, [case], at=NOW)
    meeting.chair = cast["valerie_chargee"]
    meeting.save()
    return meeting.items.get()


def test_a_chair_who_is_the_officer_adopts_the_plan_in_the_meeting(cast, later):
    plan = drafted_plan(cast, path=Path.ASSESSMENT)
    item = chaired_by_the_officer(cast, plan.case)
    with clock.at(later):
        decide(
            item,
            what="Adopter le plan",
            office=office("cms-sierre"),
            until=(later + timedelta(days=9)).date(),
            category=plan.category,
            plan=plan,
            by=cast["valerie_chargee"],
            at=later,
        )
    plan.refresh_from_db()
    assert plan.adopted_by == cast["valerie_chargee"]


def test_a_chair_who_is_the_officer_designates_the_case_manager(cast, later):
    case = triaged(cast, path=Path.ASSESSMENT)
    item = chaired_by_the_officer(cast, case)
    mandate = cast["mireille_cms_sierre"].mandates.get()
    with clock.at(later):
        assignment = designate(item, mandate=mandate, by=cast["valerie_chargee"], at=later)
    assert assignment.begun_by == cast["valerie_chargee"]


def test_the_officer_who_does_not_chair_adopts_no_plan(cast, later):
    plan = drafted_plan(cast, path=Path.ASSESSMENT)
    item = meeting_convened(cast, [plan.case], at=NOW).items.get()
    with clock.at(later), pytest.raises(Refusal):
        decide(
            item,
            what="Adopter le plan",
            office=office("cms-sierre"),
            until=(later + timedelta(days=9)).date(),
            category=plan.category,
            plan=plan,
            by=cast["valerie_chargee"],
            at=later,
        )
    assert not Decision.objects.exists()


def test_a_decision_taken_back_twice_is_taken_back_once(cast, later):
    item = meeting_convened(cast, [managed(cast)], at=NOW).items.get()
    with clock.at(later):
        item_decided(item, at=later)
        second = decide(
            item,
            what="Écrire à l’employeur",
            office=office("cms-sierre"),
            until=(later + timedelta(days=9)).date(),
            category=Category.WORK,
            by=item.meeting.chair,
            at=later,
        )
        stale = Decision.objects.get(pk=second.pk)
        drop_decision(second, by=item.meeting.chair, at=later)
        with pytest.raises(Refusal, match="déjà"):
            drop_decision(stale, by=item.meeting.chair, at=later)
    assert Trace.objects.filter(event="decision.dropped").count() == 1


def test_who_adopts_is_told_of_open_points_as_her_page_numbers_them(cast, later):
    """A case that went to another post during the meeting is still open, and shut to the chair."""
    moved, case = triaged(cast), triaged(cast, last_name="Autre")
    meeting = meeting_convened(cast, [moved, case], at=NOW)
    minutes = minutes_circulated(meeting, at=later)
    oai = CoordinationPost.objects.get(code="valais-central-oai")
    transfer_case(moved, post=oai, reason="Vers l’OAI.", by=meeting.chair, at=later)
    assert not AgendaItem.objects.visible_to(meeting.chair).filter(case=moved).exists()
    with pytest.raises(Refusal, match="point 1 n’est"):
        adopt(minutes, by=meeting.chair, at=later)
    item_decided(meeting.items.get(case=case), at=later)
    with pytest.raises(Refusal, match="point que vous ne voyez pas"):
        adopt(minutes, by=meeting.chair, at=later)

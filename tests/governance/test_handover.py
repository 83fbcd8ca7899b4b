"""Everything that a person has in hand goes to others in one act; nothing is orphaned (C3, C15)."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import Http404

from accounts.models import CoordinationPost, Mandate
from accounts.scope import Scope
from audit.models import Trace
from cases.actions.participation import assign_colleague, invite_expert
from cases.choices import AssignmentKind
from cases.handover import Group
from cases.models import Assignment, Case, CollaborationRequest
from core import clock
from core.refusal import Refusal
from governance.actions.handover import pass_on_all
from governance.actions.mandates import end_mandate
from governance.handover import everything, leavers
from governance.models import Invitation, Meeting
from tests.cases.test_requests import by, mandate, sent, taken_up
from tests.factories import ALL, Cast, Who, confirmed, managed, office
from tests.governance.conftest import NOW
from tests.governance.sittings import meeting_convened
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
ANNA, CLAIRE, MARC = "anna_orp_sion", "claire_orp_sion", "marc_orp_sion"
MIREILLE, ODILE, ISABELLE = "mireille_cms_sierre", "odile_cms_sion", "isabelle_coord_central"
OFFICER, JULIEN = "valerie_chargee", "julien_coord_oai"


@pytest.fixture
def case(cast: Cast) -> Case:
    codes = ("bureau-cii", "orp-sion", "cms-sierre", "cms-sion", "oai-sion")
    return managed(cast, recipients={office(code): ALL for code in codes})


def rows_of(cast: Cast, who: str, seen_by: str) -> list[Any]:
    return everything(cast[who], Scope.of(cast[seen_by]))


def all_to(cast: Cast, who: str, to: str, by_whom: str) -> dict[str, Mandate]:
    """Every line to this person, by whichever mandate of hers the line offers."""
    rows = rows_of(cast, who, by_whom)
    return {row.key: taker for row in rows for taker in row.takers if taker.user == cast[to]}


def pass_all(cast: Cast, who: str, to: str, by_whom: str) -> int:
    return pass_on_all(
        cast[who], to=all_to(cast, who, to, by_whom), reason="Départ.", **by(cast, by_whom)
    )


def named(case: Case, kind: AssignmentKind) -> Any:
    return Assignment.objects.open().get(case=case, kind=kind).user


def leave(cast: Cast, who: str) -> None:
    for one in Mandate.objects.live(clock.today()).filter(user=cast[who]):
        end_mandate(one, **by(cast, OFFICER))


# --- what a répondant passes on -----------------------------------------------------------------
def test_all_of_it_goes_in_one_act_each_to_the_colleague_named(case, cast):
    other = confirmed(cast)
    rows = rows_of(cast, ANNA, CLAIRE)
    assert {row.case for row in rows} == {case, other}
    takers = {case.pk: mandate(cast, MARC), other.pk: mandate(cast, CLAIRE)}
    to = {row.key: takers[row.case.pk] for row in rows}
    assert pass_on_all(cast[ANNA], to=to, reason="Départ.", **by(cast, CLAIRE)) == 2
    in_charge = [named(one, AssignmentKind.WORKER) for one in (case, other)]
    assert in_charge == [cast[MARC], cast[CLAIRE]]
    assert rows_of(cast, ANNA, CLAIRE) == []
    assert not Case.objects.visible_to(cast[ANNA]).exists()


def test_a_request_goes_on_with_another_person_of_the_dispositif(case, cast):
    row = sent(case, cast)
    taken_up(row, cast, "remy_oai_sion")
    assert [one.thing for one in rows_of(cast, "remy_oai_sion", "wilma_oai_sion")] == [row]
    # Her name on the case goes with the request: the coordination doesn't decide on it.
    assert rows_of(cast, "remy_oai_sion", ISABELLE) == []
    pass_all(cast, "remy_oai_sion", "wilma_oai_sion", "wilma_oai_sion")
    assert CollaborationRequest.objects.get(pk=row.pk).handler == cast["wilma_oai_sion"]
    assert not Case.objects.visible_to(cast["remy_oai_sion"]).exists()


def test_a_repondant_passes_on_what_is_of_her_population_alone(case, cast):
    assert rows_of(cast, ANNA, "david_orp_sion") == []


@pytest.mark.parametrize(
    ("who", "taker", "reason", "error"),
    [
        (CLAIRE, MARC, " ", Refusal),
        (CLAIRE, MIREILLE, "Départ.", Refusal),
        (CLAIRE, None, "Départ.", Refusal),
        (MARC, MARC, "Départ.", Http404),
        (MIREILLE, MARC, "Départ.", Http404),
        (OFFICER, MARC, "Départ.", Refusal),
    ],
)
def test_a_repondant_of_the_dispositif_does_it_with_a_reason(who, taker, reason, error, case, cast):
    row = rows_of(cast, ANNA, CLAIRE)[0]
    to = {row.key: mandate(cast, taker)} if taker else {}
    with pytest.raises(error):
        pass_on_all(cast[ANNA], to=to, reason=reason, **by(cast, who))
    assert named(case, AssignmentKind.WORKER) == cast[ANNA]


# --- what the coordination passes on ------------------------------------------------------------
def test_the_coordination_names_another_case_manager_of_the_same_institution(case, cast):
    rows = rows_of(cast, MIREILLE, ISABELLE)
    assert [row.group for row in rows] == [Group.NAMED]
    assert {taker.user for taker in rows[0].takers} == {cast[ODILE]}
    assert pass_all(cast, MIREILLE, ODILE, ISABELLE) == 1
    assert named(case, AssignmentKind.CASE_MANAGER) == cast[ODILE]
    assert rows_of(cast, MIREILLE, ISABELLE) == []
    assert Case.objects.visible_to(cast[ODILE]).filter(pk=case.pk).exists()


def test_who_no_procuration_covers_is_not_offered(cast):
    managed(cast)
    assert [row.takers for row in rows_of(cast, MIREILLE, ISABELLE)] == [[]]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (AssignmentKind.EXPERT, invite_expert),
        (AssignmentKind.EXECUTING, assign_colleague),
    ],
)
def test_experts_and_executing_colleagues_are_replaced_without_a_gap(kind, name, case, cast):
    first, second = mandate(cast, ANNA), mandate(cast, MARC)
    name(case, mandate=first, reason="Connaît l’entreprise.", **by(cast, ISABELLE))
    rows = [row for row in rows_of(cast, ANNA, ISABELLE) if row.group == Group.NAMED]
    to = {row.key: second for row in rows}
    assert pass_on_all(cast[ANNA], to=to, reason="Départ.", **by(cast, ISABELLE)) == 1
    assert named(case, kind) == cast[MARC]
    # She goes on in charge of the case: that is the répondant's to pass on.
    assert named(case, AssignmentKind.WORKER) == cast[ANNA]


def test_the_coordinator_of_another_post_knows_nothing_of_it(case, cast):
    row = rows_of(cast, MIREILLE, ISABELLE)[0]
    for stranger in (JULIEN, "markus_coord_haut"):
        with pytest.raises(Http404):
            pass_on_all(
                cast[MIREILLE], to={row.key: row.takers[0]}, reason="Départ.", **by(cast, stranger)
            )


# --- posts and meetings -------------------------------------------------------------------------
def test_the_officer_names_the_next_holder_and_all_cases_go_with_the_post(case, cast):
    assert [row.group for row in rows_of(cast, ISABELLE, OFFICER)] == [Group.POST]
    assert pass_all(cast, ISABELLE, JULIEN, OFFICER) == 1
    post = CoordinationPost.objects.get(code="valais-central")
    assert post.pk in Scope.of(cast[JULIEN]).posts
    assert Case.objects.coordinated_by(cast[JULIEN]).filter(pk=case.pk).exists()
    assert not Case.objects.visible_to(cast[ISABELLE]).exists()


def test_after_a_set_end_the_next_holder_begins_the_day_after(case, cast):
    last_day = clock.today() + timedelta(days=20)
    end_mandate(mandate(cast, ISABELLE), last_day=last_day, **by(cast, OFFICER))
    pass_all(cast, ISABELLE, JULIEN, OFFICER)
    post = CoordinationPost.objects.get(code="valais-central")
    following = Mandate.objects.filter(post=post, user=cast[JULIEN]).latest("valid_from")
    assert following.valid_from == last_day + timedelta(days=1)
    assert post.pk in Scope.of(cast[ISABELLE]).posts


def test_her_meetings_go_with_the_post_and_are_chaired_by_the_next_holder(case, cast):
    meeting = meeting_convened(cast, [case], at=NOW)
    leave(cast, ISABELLE)
    assert pass_all(cast, ISABELLE, JULIEN, OFFICER) == 2
    assert Meeting.objects.get(pk=meeting.pk).chair == cast[JULIEN]
    assert rows_of(cast, ISABELLE, OFFICER) == []


def test_another_repondant_of_the_dispositif_comes_to_the_meeting_instead(case, cast):
    meeting = meeting_convened(cast, [case], at=NOW)
    nicolas = "nicolas_cms_sierre"
    asked = [row for row in rows_of(cast, MIREILLE, ISABELLE) if row.group == Group.INVITED]
    to = {row.key: row.takers[0] for row in asked}
    assert pass_on_all(cast[MIREILLE], to=to, reason="Absence.", **by(cast, ISABELLE)) == 1
    people = Invitation.objects.filter(meeting=meeting, office=office("cms-sierre"))
    assert [row.user for row in people] == [cast[nicolas]]


# --- who has something in hand ------------------------------------------------------------------
def test_who_is_gone_stands_first_and_each_reader_sees_what_is_hers(case, cast):
    confirmed(cast, who=Who(worker=MARC))
    leave(cast, ANNA)
    found = leavers(Scope.of(cast[CLAIRE]))
    assert [(one.user, one.is_gone, one.number) for one in found] == [
        (cast[ANNA], True, 1),
        (cast[MARC], False, 1),
    ]
    assert [one.user for one in leavers(Scope.of(cast[ISABELLE]))] == [cast[MIREILLE]]
    assert leavers(Scope.of(cast["markus_coord_haut"])) == []
    soon = clock.today() + timedelta(days=30)
    assert [one.user for one in leavers(Scope.of(cast[CLAIRE]), left_by=soon)] == [cast[ANNA]]


def test_a_post_that_nobody_holds_waits_for_the_officer(case, cast):
    leave(cast, ISABELLE)
    soon = clock.today() + timedelta(days=30)
    found = leavers(Scope.of(cast[OFFICER]), left_by=soon)
    assert [(one.user, one.is_gone) for one in found] == [(cast[ISABELLE], True)]
    pass_all(cast, ISABELLE, JULIEN, OFFICER)
    assert leavers(Scope.of(cast[OFFICER]), left_by=soon) == []


# --- on screen ----------------------------------------------------------------------------------
def test_it_is_done_on_screen_from_the_home_page(case, cast):
    visitor = Visitor(cast[CLAIRE])
    assert "Transmettre ce qu’une ou un collègue" in text(visitor.get("home"))
    leave(cast, ANNA)
    assert "1 affaire à transmettre (ORP Sion)" in text(visitor.get("waiting"))
    assert str(cast[ANNA]) in text(visitor.get("governance:handovers"))
    page = text(visitor.get("governance:handover", cast[ANNA].pk))
    assert case.number in page and str(case.client) in page
    data = {"reason": "Départ.", "to_all": mandate(cast, MARC).pk}
    assert visitor.post("governance:handover", cast[ANNA].pk, data=data).status_code == 302
    assert named(case, AssignmentKind.WORKER) == cast[MARC]
    assert "Rien à transmettre" in text(visitor.get("governance:handover", cast[ANNA].pk))
    assert "à transmettre (ORP Sion)" not in text(visitor.get("waiting"))


def test_nothing_typed_is_lost_when_it_is_refused(case, cast):
    visitor = Visitor(cast[CLAIRE])
    to = mandate(cast, MARC).pk
    page = text(
        visitor.post("governance:handover", cast[ANNA].pk, data={"reason": " ", "to_all": to})
    )
    assert "Ce champ est obligatoire" in page and f'value="{to}" selected' in page
    assert named(case, AssignmentKind.WORKER) == cast[ANNA]


def test_the_officer_sees_posts_and_offices_and_no_case(case, cast):
    visitor = Visitor(cast[OFFICER])
    page = text(visitor.get("governance:handover", cast[ISABELLE].pk))
    assert "Valais central, dès le" in page and "Suppléance" in page and "Julien Lathion" in page
    assert case.number not in text(visitor.get("governance:handover", cast[ANNA].pk))
    leave(cast, CLAIRE)
    page = text(visitor.get("governance:handover", cast[CLAIRE].pk))
    assert "personne d’autre ne l’exerce" in page


def test_the_page_leaves_a_trace_of_each_case_that_it_shows(case, cast):
    Visitor(cast[ISABELLE]).get("governance:handover", cast[MIREILLE].pk)
    trace = Trace.objects.get(event="handover.read")
    assert [row.case_id for row in trace.cases.all()] == [case.pk]


def test_the_worker_in_charge_may_take_the_case_management_of_her_own_dispositif(case, cast):
    own = managed(cast, who=Who(manager=CLAIRE, manager_office="orp-sion"))
    rows = [row for row in rows_of(cast, CLAIRE, ISABELLE) if row.case == own]
    assert [{one.user for one in row.takers} for row in rows] == [{cast[ANNA]}]


@pytest.mark.parametrize(
    ("giver", "leaver", "taker", "lines"),
    [(ISABELLE, MIREILLE, ODILE, 1), (OFFICER, ISABELLE, JULIEN, 2), (CLAIRE, ANNA, MARC, 1)],
)
def test_each_passes_on_by_the_page_what_is_hers(giver, leaver, taker, lines, case, cast):
    meeting_convened(cast, [case], at=NOW, invited=())
    leave(cast, leaver)
    visitor = Visitor(cast[giver])
    assert "à transmettre" in text(visitor.get("waiting"))
    to = {key: one.pk for key, one in all_to(cast, leaver, taker, giver).items()}
    answer = visitor.post("governance:handover", cast[leaver].pk, data={"reason": "Départ.", **to})
    assert answer.status_code == 302
    done = text(visitor.get("governance:handover", cast[leaver].pk))
    said = {1: "1 ligne transmise.", 2: "2 lignes transmises."}
    assert said[lines] in done and "Rien à transmettre" in done

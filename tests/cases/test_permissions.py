"""Who may do what: the acts compared with a table written from the access policy."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from accounts.models import CoordinationPost, Institution, Mandate
from audit.models import Trace
from cases.actions.access_requests import receive_request
from cases.actions.aid import file_aid
from cases.actions.announcements import announce
from cases.actions.assignments import assign, designate_case_manager
from cases.actions.avs import keep_avs, remove_avs, show_avs
from cases.actions.clients import mark_checked, update_client
from cases.actions.coordination import transfer_case
from cases.actions.detection import ask_grid_again
from cases.actions.engagements import engage
from cases.actions.flags import confirm_case, drop_case, hand_over
from cases.actions.follow_ups import review
from cases.actions.handouts import make_handout
from cases.actions.notes import add_document, add_note
from cases.actions.participation import (
    assign_colleague,
    engage_office,
    invite_expert,
    release_office,
    relieve_person,
)
from cases.actions.plans import add_measure, adopt_plan, draft_plan, remove_measure
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.actions.reopening import reopen_case
from cases.actions.requests import send_request
from cases.actions.result_answers import answer_result
from cases.actions.triage import close_case, triage
from cases.choices import AssignmentKind, EngagementKind, FollowUpResult, Outcome, Path, Tie
from cases.models import Assignment, Case, CatalogueMeasure, Engagement, FollowUp, InsertionPlan
from cases.permissions import ACTS
from cases.reading import CaseAccess
from core import clock
from core.choices import Category, Language
from core.refusal import Forbidden
from tests.factories import ALL, Cast, announced, consent, drafted_plan, office, scan

pytestmark = pytest.mark.django_db

# Letters of the policy; X stands for the expert and for the executing colleague.
LETTERS = {
    "W": {Tie.WORKER},
    "H": {Tie.HOME},
    "E": {Tie.ENGAGED},
    "M": {Tie.CASE_MANAGER},
    "X": {Tie.EXPERT, Tie.EXECUTING},
    "D": {Tie.MEMBER},
    "C": {Tie.COORDINATOR},
    "O": {Tie.OFFICER},
    "S": {Tie.SECRETARIAT},
}
POLICY = {
    **dict.fromkeys(("case.confirm", "case.drop", "case.announce"), "H"),
    **dict.fromkeys(("case.hand_over", "grid.ask_again"), "HW"),
    "aid.follow": "WHEMX",
    "client.edit": "WHMCS",
    "client.check": "S",
    "avs.keep": "WH",
    "procuration.record": "WHMC",
    "procuration.withdraw": "WHEMXCOS",
    **dict.fromkeys(("case.triage", "case.transfer", "case.close", "case.reopen"), "CO"),
    "result.answer": "WH",
    **dict.fromkeys(("person.assign", "case.engage"), "CO"),
    "meeting.convene": "COS",
    # The chair of a meeting is C or O.
    "case_manager.designate": "C",
    "case_manager.designate_in_meeting": "CO",
    "plan.draft": "MC",
    "plan.adopt": "C",
    "plan.adopt_in_meeting": "CO",
    "measure.update": "MEXH",
    "plan.hand_out": "WHMC",
    "note.add": "WHEMXC",
    "document.add": "WHEMXC",
    "follow_up.review": "MC",
    "request.send": "HEMC",
    "request.answer": "EH",
    "request.end": "HEMC",
    "matter.present": "O",
    "matter.dispute": "HEMCO",
    "matter.ask": "WHEMXCOS",
    "matter.settle": "CO",
    "matter.record_vote": "OS",
    "dispute.state": "HE",
    "dispute.rule": "O",
    "recusal.add": "OSD",
    "recusal.record": "OS",
    "recusal.declare": "D",
    "register.read": "WHCOS",
    "file.hand_out": "WHCOS",
    "retention.read": "HOS",
    "hold.set": "O",
    "destruction.propose": "OS",
    "destruction.approve": "HO",
}
PEOPLE = {
    "W": "anna_orp_sion",
    "H": "claire_orp_sion",
    "E": "wilma_oai_sion",
    "M": "mireille_cms_sierre",  # E of CMS Sierre as well
    "X": "ines_cms_sierre",
    "C": "isabelle_coord_central",
    "O": "valerie_chargee",
    "S": "monique_secretariat",
}
Act = Callable[..., object]


def test_the_acts_are_those_of_the_policy():
    written = {
        act: frozenset().union(*(LETTERS[letter] for letter in letters))
        for act, letters in POLICY.items()
    }
    # Anyone who sees more of the case than its number records a withdrawal.
    written["procuration.withdraw"] = frozenset(Tie) - {Tie.MANAGER}
    assert written == ACTS


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case in which every letter has a person: drafted plan, engaged partners, a colleague."""
    recipients = {
        office("bureau-cii"): ALL,
        office("orp-sion"): ALL,
        office("cms-sierre"): ALL,
        office("oai-sion"): ALL,
    }
    case = drafted_plan(cast, recipients=recipients).case
    by = {"by": cast["isabelle_coord_central"], "at": clock.now()}
    invitation = EngagementKind.INVITATION
    engage(case, office("oai-sion"), invitation, source_id=uuid4(), **by)
    sierre, ines, why = office("cms-sierre"), cast["ines_cms_sierre"], "Exécute une mesure."
    assign(case, ines, AssignmentKind.EXECUTING, office=sierre, reason=why, **by)
    return Case.objects.get(pk=case.pk)


def acts(case: Case, cast: Cast) -> dict[str, list[Act]]:
    """Each act as a user would do it; `by` and `at` are left open."""
    today = clock.today()
    sierre = office("cms-sierre")
    plan = InsertionPlan.objects.get(case=case)
    expert = Mandate.objects.get(user=cast["leo_expert_oai"])
    asking = {"office": sierre, "category": Category.WORK, "question": "?", "service": "Avis"}

    def designating(**how: bool) -> Act:
        who = {"user": cast["wilma_oai_sion"], "office": office("oai-sion")}
        return lambda **by: designate_case_manager(case, **who, reason="Oui.", **how, **by)

    return {
        "case.confirm": [lambda **by: confirm_case(case, **by)],
        "case.drop": [lambda **by: drop_case(case, reason="Rien.", seen=case.state, **by)],
        "case.hand_over": [
            lambda **by: hand_over(case, to=cast["marc_orp_sion"], reason="Congé.", **by)
        ],
        "grid.ask_again": [
            lambda **by: ask_grid_again(case, answers={}, chosen_path=Path.TRO, remark="?", **by)
        ],
        "aid.follow": [lambda **by: file_aid(case, office=sierre, asked_on=today, **by)],
        "case.announce": [lambda **by: announce(case, path=Path.TRO, text="Aide.", **by)],
        "client.edit": [lambda **by: update_client(case, changes={"place": "1950 Sion"}, **by)],
        "client.check": [lambda **by: mark_checked(case, **by)],
        "avs.keep": [
            lambda **by: keep_avs(case, number="756.9217.0769.85", **by),
            lambda **by: show_avs(case, **by),
            lambda **by: remove_avs(case, **by),
        ],
        "procuration.record": [lambda by, at: consent(case, cast | {"claire_orp_sion": by}, at=at)],
        "procuration.withdraw": [
            lambda **by: narrow_procuration(
                case, withdrawn={sierre: {Category.JUSTICE}}, note="", **by
            ),
            lambda **by: withdraw_procuration(case, note="", **by),
        ],
        "case.triage": [lambda **by: triage(case, path=Path.TRO, reason="?", due_on=today, **by)],
        "case.transfer": [
            lambda **by: transfer_case(
                case,
                post=CoordinationPost.objects.get(code="jeunes-t1"),
                reason="Jeune.",
                **by,
            )
        ],
        "case.close": [lambda **by: close_case(case, outcome=Outcome.JOB, **by)],
        "case.reopen": [lambda **by: reopen_case(case, reason="Revient.", **by)],
        "result.answer": [lambda **by: answer_result(case, answer="held", **by)],
        "case.engage": [
            lambda **by: engage_office(case, office=sierre, reason="Oui.", **by),
            lambda **by: release_office(
                Engagement.objects.get(case=case, recipient=office("oai-sion")),
                reason="Non.",
                **by,
            ),
        ],
        "person.assign": [
            lambda **by: invite_expert(case, mandate=expert, reason="Avis.", **by),
            lambda **by: assign_colleague(case, mandate=expert, reason="Stage.", **by),
            lambda **by: relieve_person(
                Assignment.objects.get(case=case, kind=AssignmentKind.EXECUTING),
                reason="Terminé.",
                **by,
            ),
        ],
        "case_manager.designate": [designating()],
        "case_manager.designate_in_meeting": [designating(in_meeting=True)],
        "plan.draft": [
            lambda **by: draft_plan(case, objective="Un emploi.", **by),
            lambda **by: add_measure(
                plan,
                measure=CatalogueMeasure.objects.get(code="coaching_orp_cms"),
                responsible=sierre,
                payer=Institution.objects.get(code="sict"),
                starts_on=today,
                **by,
            ),
            lambda **by: remove_measure(plan.measures.get(), **by),
        ],
        "request.send": [lambda **by: send_request(case, **asking, **by)],
        "plan.adopt": [lambda **by: adopt_plan(plan, **by)],
        "plan.adopt_in_meeting": [lambda **by: adopt_plan(plan, in_meeting=True, **by)],
        "plan.hand_out": [lambda **by: make_handout(plan, language=Language.FR, **by)],
        "note.add": [lambda **by: add_note(case, category=Category.WORK, text="Vu.", **by)],
        "document.add": [
            lambda **by: add_document(case, file=scan(), title="?", category=Category.WORK, **by)
        ],
        "follow_up.review": [
            lambda **by: review(
                FollowUp.objects.open().get(case=case), result=FollowUpResult.ON_TRACK, **by
            )
        ],
        "file.hand_out": [
            lambda **by: receive_request(
                case, language=Language.FR, asked_on=today, is_identified=True, **by
            )
        ],
    }


def test_every_person_of_the_scene_has_her_tie(case, cast):
    for letter, key in PEOPLE.items():
        assert LETTERS[letter] & CaseAccess.of(case, cast[key]).ties, key


# Done above this layer, on an ended case, a matter, a measure or a request; tested there.
ABOVE = {
    "measure.update",
    "request.answer",
    "request.end",
    *(act for act in POLICY if act.startswith(("matter.", "dispute."))),
    "recusal.add",
    "recusal.record",
    "recusal.declare",
    "meeting.convene",
    "register.read",
    "retention.read",
    "hold.set",
    "destruction.propose",
    "destruction.approve",
}


@pytest.mark.parametrize("act", sorted(POLICY.keys() - ABOVE))
def test_an_act_by_a_wrong_tie_is_forbidden(act, case, cast):
    doings = acts(case, cast)[act]
    wrong = [letter for letter in PEOPLE if letter not in POLICY[act]]
    for letter in wrong:
        for do in doings:
            with pytest.raises(Forbidden) as refused:
                do(by=cast[PEOPLE[letter]], at=clock.now())
            assert str(refused.value.reason)


@pytest.mark.parametrize("act", sorted(POLICY.keys() - ABOVE))
def test_an_act_on_an_invisible_case_finds_nothing(act, case, cast):
    for do in acts(case, cast)[act]:
        for stranger in ("marc_orp_sion", "markus_coord_haut", "christian_copil_sict"):
            with pytest.raises(Http404):
                do(by=cast[stranger], at=clock.now())


@pytest.mark.parametrize("letter", "WHMC")
def test_who_may_records_a_procuration(letter, case, cast):
    people = cast | {"claire_orp_sion": cast[PEOPLE[letter]]}
    recorded = consent(case, people, at=clock.now())
    assert recorded.recorded_by == cast[PEOPLE[letter]]


@pytest.mark.parametrize("letter", PEOPLE)
def test_anyone_who_sees_the_case_records_a_withdrawal(letter, case, cast):
    withdrawn = withdraw_procuration(case, note="", by=cast[PEOPLE[letter]], at=clock.now())
    assert withdrawn.withdrawn_by == cast[PEOPLE[letter]]


def test_an_act_is_recorded_under_one_ground_that_allows_it(case, cast):
    """Mireille is répondante and case manager; only the second lets her review."""
    mireille = cast["mireille_cms_sierre"]
    following = review(
        FollowUp.objects.open().get(case=case),
        result=FollowUpResult.ON_TRACK,
        by=mireille,
        at=clock.now(),
    )
    assert following.due_on > clock.today() + timedelta(days=80)
    trace = Trace.objects.filter(event="follow_up.reviewed").get()
    assert [basis.role for basis in trace.cases.all()] == [Tie.CASE_MANAGER]


def test_a_deputy_acts_only_while_the_holder_is_absent(cast):
    case = announced(cast)
    julien = {"by": cast["julien_coord_oai"], "at": clock.now()}
    with pytest.raises(Http404):
        close_case(case, outcome=Outcome.JOB, **julien)

"""Who may do what: the acts compared with a table written from the access policy."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.http import Http404

from accounts.models import Institution
from audit.models import Trace
from cases.actions.announcements import announce
from cases.actions.assignments import assign, designate_case_manager
from cases.actions.clients import mark_checked, update_client
from cases.actions.engagements import engage
from cases.actions.flags import confirm_case, drop_case, hand_over
from cases.actions.follow_ups import review
from cases.actions.notes import add_document, add_note
from cases.actions.plans import add_measure, adopt_plan, draft_plan, remove_measure
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.actions.triage import close_case, triage
from cases.choices import AssignmentKind, EngagementKind, FollowUpResult, Outcome, Path, Tie
from cases.models import Case, CatalogueMeasure, FollowUp, InsertionPlan
from cases.permissions import ACTS
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
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
    "C": {Tie.COORDINATOR},
    "O": {Tie.OFFICER},
    "S": {Tie.SECRETARIAT},
}
POLICY = {
    "case.confirm": "H",
    "case.drop": "H",
    "case.hand_over": "HW",
    "case.announce": "H",
    "client.edit": "WHMCS",
    "client.check": "S",
    "procuration.record": "WHMC",
    "procuration.withdraw": "WHEMXCOS",
    "case.triage": "CO",
    "case.close": "CO",
    "meeting.convene": "COS",
    "case_manager.designate": "C",
    "plan.draft": "MC",
    "plan.adopt": "C",
    "note.add": "WHEMXC",
    "document.add": "WHEMXC",
    "follow_up.review": "MC",
    "register.read": "WHCOS",
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
    sierre, why = office("cms-sierre"), "Exécute une mesure."
    ines = cast["ines_cms_sierre"]
    assign(case, ines, AssignmentKind.EXECUTING, office=sierre, reason=why, **by)
    return Case.objects.get(pk=case.pk)


def acts(case: Case, cast: Cast) -> dict[str, list[Act]]:
    """Each act as a user would do it; `by` and `at` are left open."""
    today = clock.today()
    sierre = office("cms-sierre")
    plan = InsertionPlan.objects.get(case=case)
    return {
        "case.confirm": [lambda **by: confirm_case(case, **by)],
        "case.drop": [lambda **by: drop_case(case, reason="Rien.", **by)],
        "case.hand_over": [
            lambda **by: hand_over(case, to=cast["marc_orp_sion"], reason="Congé.", **by)
        ],
        "case.announce": [lambda **by: announce(case, path=Path.TRO, text="Aide.", **by)],
        "client.edit": [lambda **by: update_client(case, changes={"place": "1950 Sion"}, **by)],
        "client.check": [lambda **by: mark_checked(case, **by)],
        "procuration.record": [lambda by, at: consent(case, cast | {"claire_orp_sion": by}, at=at)],
        "procuration.withdraw": [
            lambda **by: narrow_procuration(
                case, withdrawn={sierre: {Category.JUSTICE}}, note="", **by
            ),
            lambda **by: withdraw_procuration(case, note="", **by),
        ],
        "case.triage": [
            lambda **by: triage(case, path=Path.TRO, reason="Oui.", due_on=today, **by)
        ],
        "case.close": [lambda **by: close_case(case, outcome=Outcome.JOB, **by)],
        "case_manager.designate": [
            lambda **by: designate_case_manager(
                case, user=cast["wilma_oai_sion"], office=office("oai-sion"), reason="Oui.", **by
            )
        ],
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
        "plan.adopt": [lambda **by: adopt_plan(plan, **by)],
        "note.add": [lambda **by: add_note(case, category=Category.WORK, text="Vu.", **by)],
        "document.add": [
            lambda **by: add_document(
                case, file=scan(), title="Lettre", category=Category.WORK, **by
            )
        ],
        "follow_up.review": [
            lambda **by: review(
                FollowUp.objects.open().get(case=case), result=FollowUpResult.ON_TRACK, **by
            )
        ],
    }


def test_every_person_of_the_scene_has_her_tie(case, cast):
    for letter, key in PEOPLE.items():
        assert LETTERS[letter] & CaseAccess.of(case, cast[key]).ties, key


# Convened and read above this layer; their tests stand there.
ABOVE = {"meeting.convene", "register.read"}


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

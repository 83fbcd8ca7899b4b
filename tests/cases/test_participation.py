"""Who takes part, by which act, and no longer than the act lasts (access-policy, facts)."""

from datetime import timedelta

import pytest

from accounts.models import CoordinationPost, Mandate, User
from cases.actions.announcements import announce
from cases.actions.coordination import transfer_case
from cases.actions.engagements import engage
from cases.actions.gates import stale_gates
from cases.actions.notes import add_note
from cases.actions.participation import (
    assign_colleague,
    engage_office,
    invite_expert,
    release_office,
    relieve_person,
)
from cases.actions.procurations import withdraw_procuration
from cases.actions.triage import close_case
from cases.choices import EngagementKind, NoteKind, Outcome, Path, Tie
from cases.models import Assignment, Case, CaseNote, Coordination, Engagement
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from core.refusal import Refusal
from governance.actions.mandates import end_mandate
from messaging.models import InboxEntry
from tests.factories import (
    ALL,
    Cast,
    announced,
    confirmed,
    consent,
    managed,
    office,
    planned,
    triaged,
)

pytestmark = pytest.mark.django_db
PARTNERS = {"bureau-cii": ALL, "orp-sion": ALL, "cms-sierre": ALL, "oai-sion": {Category.HEALTH}}


@pytest.fixture
def case(cast: Cast) -> Case:
    return triaged(cast, recipients={office(code): kinds for code, kinds in PARTNERS.items()})


def by(cast: Cast, key: str = "isabelle_coord_central") -> dict:
    return {"by": cast[key], "at": clock.now()}


def sees(case: Case, user: User) -> bool:
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def mandate_of(cast: Cast, key: str) -> Mandate:
    return Mandate.objects.get(user=cast[key])


def notices(user: User) -> set[str]:
    return set(InboxEntry.objects.of(user).open().values_list("notice", flat=True))


# --- dispositifs by hand ------------------------------------------------------------------------
def test_the_coordination_engages_a_covered_dispositif_and_ends_it(case, cast):
    wilma = cast["wilma_oai_sion"]
    engagement = engage_office(case, office=office("oai-sion"), reason="Avis AI.", **by(cast))
    assert CaseAccess.of(case, wilma).mask == Category.HEALTH
    assert "office.engaged" in notices(wilma)
    release_office(engagement, reason="Avis rendu.", **by(cast))
    assert not sees(case, wilma)
    assert Engagement.objects.get(pk=engagement.pk).end_reason == "Avis rendu."
    assert stale_gates(case) == []


def test_the_officer_may_engage_too(case, cast):
    engage_office(case, office=office("oai-sion"), reason="Litige.", **by(cast, "valerie_chargee"))
    assert sees(case, cast["wilma_oai_sion"])


@pytest.mark.parametrize("code", ["cms-sion", "orp-sion", "bureau-cii"])
def test_nobody_is_engaged_by_hand_who_isnt_covered_or_takes_part_already(code, case, cast):
    with pytest.raises(Refusal) as refused:
        engage_office(case, office=office(code), reason="Pour voir.", **by(cast))
    assert refused.value.field == "office"


def test_an_engagement_by_hand_has_a_reason(case, cast):
    with pytest.raises(Refusal) as refused:
        engage_office(case, office=office("oai-sion"), reason=" ", **by(cast))
    assert refused.value.field == "reason"


def test_the_receipt_names_the_act_and_stays_when_the_case_is_shut(case, cast):
    wilma = cast["wilma_oai_sion"]
    engagement = engage_office(case, office=office("oai-sion"), reason="Avis AI.", **by(cast))
    release_office(engagement, reason="Avis rendu.", **by(cast))
    receipt = InboxEntry.objects.of(wilma).get(notice="engagement.ended.coordination")
    assert case.number in receipt.title
    assert "décision de la coordination" in receipt.why
    assert receipt.case_id is None


def test_no_receipt_while_another_act_lets_the_dispositif_take_part(case, cast):
    oai = office("oai-sion")
    engagement = engage_office(case, office=oai, reason="Avis AI.", **by(cast))
    engage(case, oai, EngagementKind.INVITATION, source_id=case.pk, **by(cast))
    release_office(engagement, reason="Séance fixée.", **by(cast))
    assert sees(case, cast["wilma_oai_sion"])
    assert "engagement.ended.coordination" not in notices(cast["wilma_oai_sion"])


@pytest.mark.parametrize("kind", ["home", "announcement", "case_management"])
def test_what_another_act_began_for_good_isnt_ended_by_hand(kind, cast):
    case = managed(cast)
    with pytest.raises(Refusal):
        release_office(
            Engagement.objects.open().get(case=case, kind=kind), reason="Non.", **by(cast)
        )


def test_ending_twice_says_who_did_it(case, cast):
    engagement = engage_office(case, office=office("oai-sion"), reason="Avis AI.", **by(cast))
    release_office(engagement, reason="Avis rendu.", **by(cast))
    with pytest.raises(Refusal, match="Isabelle Praz"):
        release_office(engagement, reason="Encore.", **by(cast))


def test_an_engagement_leaves_the_case_with_the_post_that_it_has_now(cast):
    """Who read the case before a transfer must not give it back to the former post."""
    before = confirmed(cast)
    recipients = {office(code): kinds for code, kinds in PARTNERS.items()}
    consent(before, cast, recipients=recipients)
    announce(before, path=Path.TRO, text="Aide.", **by(cast, "claire_orp_sion"))
    engage(before, office("oai-sion"), EngagementKind.INVITATION, **by(cast))
    assert sees(before, cast["isabelle_coord_central"])
    assert stale_gates(Case.objects.get(pk=before.pk)) == []


# --- closing ------------------------------------------------------------------------------------
def test_closing_ends_every_engagement_but_home_and_announcement(cast):
    case = planned(cast)
    engage(case, office("cms-sierre"), EngagementKind.DECISION, source_id=case.pk, **by(cast))
    assert Engagement.objects.open().filter(case=case).count() > 3
    mireille = cast["mireille_cms_sierre"]
    note = add_note(case, category=Category.WORK, text="Bilan.", by=mireille, at=clock.now())
    close_case(case, outcome=Outcome.JOB, **by(cast))
    left = Engagement.objects.open().filter(case=case).values_list("kind", flat=True)
    assert set(left) == {EngagementKind.HOME, EngagementKind.ANNOUNCEMENT}
    assert set(CaseNote.objects.visible_to(mireille)) == {note}
    assert CaseAccess.of(case, mireille).keeps_own_part
    assert stale_gates(Case.objects.get(pk=case.pk)) == []


# --- named persons ------------------------------------------------------------------------------
def test_an_expert_reads_what_her_recipient_is_granted_under_her_registration(case, cast):
    leo = cast["leo_expert_oai"]
    assignment = invite_expert(
        case, mandate=mandate_of(cast, "leo_expert_oai"), reason="Avis médical.", **by(cast)
    )
    seen = CaseAccess.of(case, leo)
    assert (seen.ties, seen.mask) == ({Tie.EXPERT}, Category.HEALTH)
    appraisal = add_note(
        case,
        kind=NoteKind.APPRAISAL,
        category=Category.HEALTH,
        text="Apte à mi-temps.",
        by=leo,
        at=clock.now(),
    )
    with pytest.raises(Refusal):
        add_note(case, category=Category.WORK, text="Hors mandat.", by=leo, at=clock.now())
    relieve_person(assignment, reason="Avis rendu.", **by(cast))
    assert set(CaseNote.objects.visible_to(leo)) == {appraisal}
    assert Assignment.objects.get(pk=assignment.pk).end_reason == "Avis rendu."
    assert "person.relieved" in notices(leo)
    seen = CaseAccess.of(case, leo)
    assert (seen.ties, seen.mask, seen.own_offices) == ({Tie.FORMER}, 0, set())
    assert seen.keeps_own_part
    # What her recipient took part for has ended with her.
    assert not CaseAccess.of(case, cast["wilma_oai_sion"]).mask


def test_an_expert_whose_registration_ended_reads_nothing(case, cast):
    mandate = mandate_of(cast, "leo_expert_oai")
    invite_expert(case, mandate=mandate, reason="Avis médical.", **by(cast))
    end_mandate(mandate, **by(cast, "valerie_chargee"))
    assert not sees(case, cast["leo_expert_oai"])


def test_an_expert_of_a_dispositif_without_consent_isnt_invited(case, cast):
    with pytest.raises(Refusal) as refused:
        invite_expert(
            case, mandate=mandate_of(cast, "heidi_expert_oai"), reason="Avis.", **by(cast)
        )
    assert refused.value.field == "mandate"


def test_a_colleague_executes_for_a_dispositif_that_takes_part(cast):
    case = managed(cast)
    ines = mandate_of(cast, "ines_cms_sierre")
    assign_colleague(case, mandate=ines, reason="Conduit la mesure.", **by(cast))
    assert CaseAccess.of(case, ines.user).ties == {Tie.EXECUTING}
    with pytest.raises(Refusal, match="déjà"):
        assign_colleague(case, mandate=ines, reason="Encore.", **by(cast))


def test_a_colleague_of_a_dispositif_that_takes_no_part_isnt_assigned(case, cast):
    with pytest.raises(Refusal):
        assign_colleague(
            case, mandate=mandate_of(cast, "ines_cms_sierre"), reason="Mesure.", **by(cast)
        )


def test_a_withdrawal_leaves_a_named_person_her_own_entries(case, cast):
    leo = cast["leo_expert_oai"]
    invite_expert(case, mandate=mandate_of(cast, "leo_expert_oai"), reason="Avis.", **by(cast))
    withdraw_procuration(case, note="", **by(cast))
    assert not sees(case, leo)


# --- coordination posts -------------------------------------------------------------------------
def test_a_transfer_opens_the_case_to_the_new_post_and_shuts_it_to_the_old(case, cast):
    haut = CoordinationPost.objects.get(code="haut-valais")
    transfer_case(case, post=haut, reason="A déménagé à Brigue.", **by(cast))
    assert not sees(case, cast["isabelle_coord_central"])
    markus = cast["markus_coord_haut"]
    assert CaseAccess.of(Case.objects.get(pk=case.pk), markus).mask
    assert "case.transferred" in notices(markus)
    assert stale_gates(Case.objects.get(pk=case.pk)) == []


def test_the_posts_of_a_case_are_dated_facts(cast):
    case = announced(cast)
    first, youth = case.post, CoordinationPost.objects.get(code="jeunes-t1")
    later = clock.now() + timedelta(days=3)
    transfer_case(case, post=youth, reason="Jeune.", by=cast["isabelle_coord_central"], at=later)
    rows = Coordination.objects.filter(case=case).values_list("post", "begun_at", "ended_at")
    assert list(rows) == [(first.pk, case.announced_at, later), (youth.pk, later, None)]
    case = Case.objects.get(pk=case.pk)
    assert (case.post, case.theme) == (youth, "youth_t1")
    assert "case.announced" in notices(cast["camille_coord_t1"])
    assert "case.announced" not in notices(cast["isabelle_coord_central"])


def test_the_officer_transfers_a_case_of_which_he_sees_the_stub(case, cast):
    haut = CoordinationPost.objects.get(code="haut-valais")
    transfer_case(case, post=haut, reason="Langue.", **by(cast, "valerie_chargee"))
    assert sees(case, cast["markus_coord_haut"])


@pytest.mark.parametrize(("code", "reason"), [("valais-central", "Non."), ("haut-valais", " ")])
def test_a_transfer_needs_another_post_and_a_reason(code, reason, case, cast):
    post = CoordinationPost.objects.get(code=code)
    with pytest.raises(Refusal):
        transfer_case(case, post=post, reason=reason, **by(cast))


def test_a_closed_case_is_not_transferred(case, cast):
    close_case(case, outcome=Outcome.JOB, **by(cast))
    haut = CoordinationPost.objects.get(code="haut-valais")
    with pytest.raises(Refusal):
        transfer_case(case, post=haut, reason="Trop tard.", **by(cast))

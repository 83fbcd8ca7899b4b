"""Two files of one person become one, by two people, and never more than she consented to (F8)."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.http import Http404

from accounts.models import User
from cases.actions.assignments import designate_case_manager, end_assignment
from cases.actions.gates import stale_gates
from cases.actions.merges import (
    approve_merge,
    decline_merge,
    decline_undo,
    propose_merge,
    propose_undo,
    undo_merge,
)
from cases.actions.notes import add_note
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.choices import CaseState, MergeState
from cases.models import Assignment, Case, CaseNote, FollowUp, Match, Merge
from cases.reading import CaseAccess
from cases.search import search
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from messaging.models import InboxEntry
from tests.access.scene import HAUT
from tests.cases.test_matches import by, matched
from tests.factories import ALL, Cast, consent, office
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def match(cast: Cast) -> Match:
    """The older case of Sion covers ORP Haut-Valais; the newer one nobody of Sion."""
    match = matched(cast)
    for case, key in ((match.older, "anna_orp_sion"), (match.newer, HAUT.worker)):
        for category in (Category.WORK, Category.HEALTH):
            add_note(case, category=category, text=f"{case} {category.name}", **by(cast[key]))
    return match


def proposed(match: Match, cast: Cast) -> Merge:
    markus = by(cast["markus_coord_haut"])
    return propose_merge(match, keep=match.older, reason="Même personne.", **markus)


def merged(match: Match, cast: Cast) -> Merge:
    proposed(match, cast)
    return approve_merge(match, **by(cast["isabelle_coord_central"]))


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def read_by(case: Case, user: User) -> int:
    return CaseAccess.of(fresh(case), user).mask


def opened(case: Case, cast: Cast) -> dict[str, tuple]:
    """Everybody's reading of a case: categories, own parts, entries."""
    found = {}
    for key, user in cast.items():
        access = CaseAccess.of(fresh(case), user)
        notes = CaseNote.objects.visible_to(user).filter(case=case).values_list("pk", flat=True)
        found[key] = (access.mask, sorted(access.own_offices), sorted(notes))
    return found


# --- two people
def test_who_proposed_a_merge_does_not_approve_it(match, cast):
    proposed(match, cast)
    with pytest.raises(Forbidden):
        approve_merge(match, **by(cast["markus_coord_haut"]))
    assert fresh(match.newer).state == CaseState.ANNOUNCED


def test_the_database_refuses_a_merge_by_one_person(match, cast):
    merge = proposed(match, cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.filter(pk=merge.pk).update(
            state=MergeState.APPROVED, approved_at=clock.now(), approved_by=merge.proposed_by
        )


def test_the_other_coordinator_and_the_cantonal_officer_are_asked_once_it_is_proposed(match, cast):
    assert not Match.objects.visible_to(cast["valerie_chargee"]).exists()
    proposed(match, cast)
    told = InboxEntry.objects.filter(notice="merge.proposed")
    keys = {key for key, user in cast.items() if told.filter(user=user).exists()}
    assert keys == {"isabelle_coord_central", "valerie_chargee", "stefan_charge_suppleant"}
    approve_merge(match, **by(cast["valerie_chargee"]))
    assert fresh(match.newer).merged_into == match.older
    assert not told.filter(done_at=None).exists()


def test_a_proposal_may_be_declined_and_made_again(match, cast):
    proposed(match, cast)
    with pytest.raises(Refusal):
        proposed(match, cast)
    decline_merge(match, reason="À vérifier.", **by(cast["isabelle_coord_central"]))
    merged(match, cast)
    states = Merge.objects.filter(match=match).values_list("state", flat=True)
    assert sorted(states) == [MergeState.APPROVED, MergeState.DECLINED]


DECISIONS = [approve_merge, decline_merge, propose_undo, decline_undo, undo_merge]


@pytest.mark.parametrize("act", DECISIONS)
def test_nothing_is_decided_without_a_proposal(act, match, cast):
    reason = {} if act in (approve_merge, undo_merge) else {"reason": "Oui."}
    with pytest.raises(Refusal):
        act(match, **reason, **by(cast["isabelle_coord_central"]))


def test_nobody_else_decides(match, cast):
    proposed(match, cast)
    for key in ("claire_orp_sion", "monique_secretariat", "kurt_orp_haut_valais"):
        with pytest.raises(Http404):
            approve_merge(match, **by(cast[key]))


def test_cases_that_are_not_open_or_not_covered_stay_apart(match, cast):
    withdraw_procuration(match.older, note="", **by(cast["anna_orp_sion"]))
    with pytest.raises(Refusal, match="procuration"):
        proposed(match, cast)


# --- what it opens
def test_each_entry_is_read_under_the_narrower_of_both_consents(match, cast):
    before = opened(match.newer, cast)
    merged(match, cast)
    after = opened(match.newer, cast)
    # The coordination of the kept case reads both; ORP Sion was not in the other consent.
    assert after["isabelle_coord_central"][0] == Category.mask(ALL)
    assert after["claire_orp_sion"][0] == after["anna_orp_sion"][0] == 0
    # Who flagged the merged case reads both cases, as both consents say.
    assert after["kurt_orp_haut_valais"] == before["kurt_orp_haut_valais"]
    assert read_by(match.older, cast["kurt_orp_haut_valais"]) == Category.mask(ALL)
    # Its former coordination is out.
    assert after["markus_coord_haut"][0] == 0
    assert not stale_gates(fresh(match.newer)) and not stale_gates(fresh(match.older))


def test_nobody_reads_an_entry_that_its_own_consent_kept_from_her(match, cast):
    narrow = {office("bureau-cii"): ALL - {Category.HEALTH}, match.newer.home_office: ALL}
    consent(match.newer, cast, who=HAUT, recipients=narrow)
    merged(match, cast)
    notes = CaseNote.objects.visible_to(cast["isabelle_coord_central"]).filter(case=match.newer)
    assert {note.category for note in notes} == {Category.WORK}


def test_a_consent_signed_after_the_merge_opens_both(match, cast):
    merged(match, cast)
    with clock.at(clock.now() + timedelta(days=1)):
        consent(fresh(match.older), cast)
        assert read_by(match.newer, cast["claire_orp_sion"]) == Category.mask(ALL)
        # Not named any more: shut for both, but for what it wrote.
        assert read_by(match.newer, cast["kurt_orp_haut_valais"]) == 0
        assert match.newer.home_office_id in (
            CaseAccess.of(fresh(match.newer), cast["kurt_orp_haut_valais"]).own_offices
        )


@pytest.mark.parametrize("side", ["older", "newer"])
def test_a_withdrawal_in_either_case_shuts_the_merged_one_at_once(side, match, cast):
    merged(match, cast)
    case = getattr(match, side)
    who = cast["anna_orp_sion"] if side == "older" else cast["urs_orp_haut_valais"]
    withdraw_procuration(case, note="", **by(who))
    assert read_by(match.newer, cast["isabelle_coord_central"]) == 0


def test_a_change_of_consent_in_a_merged_case_is_told_to_the_post_of_the_kept_one(match, cast):
    merged(match, cast)
    urs, isabelle = by(cast["urs_orp_haut_valais"]), cast["isabelle_coord_central"]
    bureau = {office("bureau-cii"): {Category.HEALTH}}
    narrow_procuration(match.newer, withdrawn=bureau, note="", **urs)
    withdraw_procuration(match.newer, note="", **urs)
    for notice in ("procuration.narrowed", "procuration.withdrawn"):
        told = InboxEntry.objects.get(notice=notice)
        assert (told.user, told.case_id) == (isabelle, match.newer_id)
    page = text(Visitor(isabelle).get("home"))
    assert f"Dossier {match.newer.number} : la procuration a été retirée." in page


def test_a_withdrawal_after_the_new_consent_counts_too(match, cast):
    merged(match, cast)
    with clock.at(clock.now() + timedelta(days=1)):
        consent(fresh(match.older), cast)
    with clock.at(clock.now() + timedelta(days=2)):
        withdraw_procuration(match.newer, note="", **by(cast["urs_orp_haut_valais"]))
        assert read_by(match.newer, cast["isabelle_coord_central"]) == 0


def test_who_is_named_on_the_kept_case_is_named_on_the_merged_one_as_long_as_that_lasts(
    match, cast
):
    everybody = {office(code): ALL for code in ("bureau-cii", "orp-haut-valais", "cms-sierre")}
    consent(match.newer, cast, who=HAUT, recipients=everybody)
    isabelle, mireille = by(cast["isabelle_coord_central"]), cast["mireille_cms_sierre"]
    merged(match, cast)
    why = {"office": office("cms-sierre"), "reason": "Connaît la personne."}
    designate_case_manager(match.older, user=mireille, **why, **isabelle)
    assert "case_manager" in CaseAccess.of(fresh(match.newer), mireille).ties
    call_command("access_rebuild", check=True)
    end_assignment(Assignment.objects.get(user=mireille), **isabelle)
    assert read_by(match.newer, mireille) == 0


def test_who_was_named_before_is_named_on_the_merged_case_too(match, cast):
    everybody = {office(code): ALL for code in ("bureau-cii", "orp-haut-valais", "cms-sierre")}
    consent(match.newer, cast, who=HAUT, recipients=everybody)
    isabelle, mireille = by(cast["isabelle_coord_central"]), cast["mireille_cms_sierre"]
    why = {"office": office("cms-sierre"), "reason": "Connaît la personne."}
    designate_case_manager(match.older, user=mireille, **why, **isabelle)
    merged(match, cast)
    assert read_by(match.newer, mireille) == Category.mask(ALL)


# --- one file
def test_nothing_more_is_done_in_the_merged_case(match, cast):
    merged(match, cast)
    with pytest.raises(Refusal, match="réuni"):
        add_note(match.newer, category=Category.WORK, text="Vu.", **by(cast[HAUT.worker]))
    assert not FollowUp.objects.open().filter(case=match.newer).exists()


def test_the_number_of_the_merged_case_leads_to_the_kept_one(match, cast):
    merged(match, cast)
    browser = Visitor(cast["isabelle_coord_central"])
    assert browser.get("dossier", match.newer.pk).url.endswith(f"/{match.older_id}/")
    page = text(browser.get("dossier", match.older_id))
    assert match.newer.number in page
    page = text(browser.get("merged_file", match.newer_id))
    assert f"{match.newer} WORK" in page
    # ORP Sion sees the kept case alone: the number leads there, the other file stays shut.
    claire = Visitor(cast["claire_orp_sion"])
    assert claire.get("dossier", match.newer_id).url.endswith(f"/{match.older_id}/")
    assert claire.get("merged_file", match.newer_id).status_code == 404
    found = search(CaseAccess.of(match.older, cast["claire_orp_sion"]).scope, match.newer.number)
    assert found == [match.older]


def test_its_dispositif_keeps_what_it_wrote_where_the_kept_consent_does_not_name_it(match, cast):
    markus, isabelle = by(cast["markus_coord_haut"]), by(cast["isabelle_coord_central"])
    propose_merge(match, keep=match.newer, reason="Domicile en Haut-Valais.", **isabelle)
    approve_merge(match, **markus)
    claire = Visitor(cast["claire_orp_sion"])
    page = text(claire.get("dossier", match.older_id))
    assert f"{match.older} WORK" in page and "est réuni à un autre" in page
    assert match.newer.number not in page

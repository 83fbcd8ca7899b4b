"""Two merged files are two again: two people decide it, and each is what it was (C5, F8)."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.forms import model_to_dict

from audit.models import Trace
from cases.actions.matches import dismiss_match
from cases.actions.merges import decline_undo, propose_undo, undo_merge
from cases.choices import CaseState, MatchState, MergeState
from cases.models import CaseGate, Match, Merge
from core import clock
from core.refusal import Forbidden, Refusal
from messaging.models import InboxEntry
from tests.cases.test_matches import by
from tests.cases.test_merges import fresh, match, merged, opened
from tests.factories import Cast
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
__all__ = ["match"]


def parted(match: Match, cast: Cast) -> Merge:
    """Undone by two people; the officer is not one of the coordinations concerned."""
    propose_undo(match, reason="Deux cousines.", **by(cast["isabelle_coord_central"]))
    return undo_merge(match, **by(cast["valerie_chargee"]))


def test_undoing_restores_both_cases_exactly(match, cast):
    cases = (match.older, match.newer)
    seen = [opened(case, cast) for case in cases]
    state = [model_to_dict(fresh(case)) for case in cases]
    gates = list(CaseGate.objects.filter(case=match.newer).order_by("pk").values())
    merged(match, cast)
    parted(match, cast)
    assert [opened(case, cast) for case in cases] == seen
    assert [model_to_dict(fresh(case)) for case in cases] == state
    assert list(CaseGate.objects.filter(case=match.newer).order_by("pk").values()) == gates
    call_command("access_rebuild", check=True)
    match.refresh_from_db()
    assert match.state == MatchState.OPEN
    dismiss_match(match, reason="Deux cousines.", **by(cast["markus_coord_haut"]))


def test_every_step_of_a_merge_is_traced_for_both_cases_and_their_people_are_told(match, cast):
    merged(match, cast)
    parted(match, cast)
    for event in ("merge.proposed", "merge.approved", "merge.undo_proposed", "merge.undone"):
        cases = Trace.objects.get(event=event).cases.values_list("case_id", flat=True)
        assert set(cases) == {match.older_id, match.newer_id}
    told = InboxEntry.objects.filter(user=cast["kurt_orp_haut_valais"])
    assert {"case.merged", "case.restored"} <= set(told.values_list("notice", flat=True))
    assert [step.act for step in match.steps.all()] == ["propose", "approve", "ask_undo", "undo"]


def test_who_proposed_to_undo_a_merge_does_not_undo_it(match, cast):
    merged(match, cast)
    isabelle = by(cast["isabelle_coord_central"])
    propose_undo(match, reason="Deux cousines.", **isabelle)
    with pytest.raises(Forbidden):
        undo_merge(match, **isabelle)
    assert fresh(match.newer).state == CaseState.MERGED
    told = InboxEntry.objects.filter(notice="merge.undo_proposed")
    keys = {key for key, user in cast.items() if told.filter(user=user).exists()}
    assert keys == {"markus_coord_haut", "valerie_chargee", "stefan_charge_suppleant"}
    undo_merge(match, **by(cast["markus_coord_haut"]))
    assert fresh(match.newer).state == CaseState.ANNOUNCED
    assert not told.filter(done_at=None).exists()


def test_the_database_refuses_an_undoing_by_one_person(match, cast):
    merge = merged(match, cast)
    now, isabelle = clock.now(), cast["isabelle_coord_central"]
    undone = {"state": MergeState.UNDONE, "undone_at": now, "undone_by": isabelle}
    for asked in ({}, {"undoing_at": now, "undoing_by": isabelle}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Merge.objects.filter(pk=merge.pk).update(**undone, **asked)


def test_until_the_second_person_agrees_the_files_stay_one(match, cast):
    merged(match, cast)
    before = opened(match.newer, cast)
    propose_undo(match, reason="Deux cousines.", **by(cast["isabelle_coord_central"]))
    with pytest.raises(Refusal):
        propose_undo(match, reason="Encore.", **by(cast["markus_coord_haut"]))
    assert opened(match.newer, cast) == before
    page = text(Visitor(cast["isabelle_coord_central"]).get("dossier", match.older_id))
    assert "Dossiers réunis à celui-ci" in page
    decline_undo(match, reason="La même personne.", **by(cast["markus_coord_haut"]))
    assert opened(match.newer, cast) == before
    merge = match.merges.get()
    assert (merge.state, merge.undoing_at) == (MergeState.APPROVED, None)
    parted(match, cast)
    assert fresh(match.newer).state == CaseState.ANNOUNCED


def test_the_pages_of_a_merge_do_what_they_say(match, cast):
    markus, isabelle = (Visitor(cast[k]) for k in ("markus_coord_haut", "isabelle_coord_central"))
    data = {"case": str(match.older_id), "reason": "Même personne."}
    assert "Dossier gardé" in text(markus.get("cases:merge_propose", match.pk))
    markus.post("cases:merge_propose", match.pk, data=data)
    assert markus.post("cases:merge_approve", match.pk).status_code == 403
    isabelle.post("cases:merge_decline", match.pk, data={"reason": "Attendons."})
    markus.post("cases:merge_propose", match.pk, data=data)
    page = text(isabelle.get("cases:match", match.pk))
    assert "rejoint le dossier gardé" in page and "Attendons." in page
    isabelle.post("cases:merge_approve", match.pk)
    assert fresh(match.newer).state == CaseState.MERGED
    cousins = {"reason": "Deux cousines."}
    isabelle.post("cases:merge_undo", match.pk, data=cousins)
    assert isabelle.post("cases:merge_undo_approve", match.pk).status_code == 403
    page = text(markus.get("cases:match", match.pk))
    assert "Séparation proposée" in page and "Deux cousines." in page
    markus.post("cases:merge_undo_decline", match.pk, data={"reason": "Vérifions."})
    isabelle.post("cases:merge_undo", match.pk, data=cousins)
    markus.post("cases:merge_undo_approve", match.pk)
    assert fresh(match.newer).state == CaseState.ANNOUNCED

"""What a merge means to the members of the Commission « droit » (access-policy, facts and ties)."""

import pytest

from cases.actions.gates import stale_gates
from cases.actions.matters import open_matter, settle_matter
from cases.actions.recusals import lift_recusal, recuse
from cases.choices import MatterKind
from cases.models import Case, Match, Matter, Recusal
from cases.past import who_could_see
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from tests.cases.test_matches import by
from tests.cases.test_merges import fresh, match, merged
from tests.cases.test_merges_undone import parted
from tests.factories import Cast
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
__all__ = ["match"]
RITA, OTHER, HOLDER = "rita_droit_oai", "didier_droit_sict", "isabelle_coord_central"


def submitted(case: Case, cast: Cast) -> Matter:
    asked = {"category": Category.WORK, "question": "Qui paie ?"}
    return open_matter(case, kind=MatterKind.SPECIAL, **asked, **by(cast["valerie_chargee"]))


def out(case: Case, cast: Cast) -> Recusal:
    return recuse(case, user=cast[RITA], reason="Parente.", **by(cast["valerie_chargee"]))


def seen(cast: Cast, key: str = RITA) -> set[Case]:
    return set(Case.objects.visible_to(cast[key]))


def test_a_member_recused_in_the_merged_case_is_recused_in_the_kept_one(
    match: Match, cast: Cast
) -> None:
    """It is the same person; two again, each case excludes whom it excluded before."""
    markus, isabelle = (Visitor(cast[key]) for key in ("markus_coord_haut", HOLDER))
    out(match.newer, cast)
    submitted(match.older, cast)
    why = {"case": str(match.older_id), "reason": "Même personne."}
    markus.post("cases:merge_propose", match.pk, data=why)
    isabelle.post("cases:merge_approve", match.pk)
    assert seen(cast) == set()
    assert match.older in seen(cast, OTHER)
    assert cast[RITA] not in {row.user for row in who_could_see(match.older, clock.now())}
    isabelle.post("cases:merge_undo", match.pk, data=why)
    markus.post("cases:merge_undo_approve", match.pk)
    assert seen(cast) == {match.older}


def test_a_recusal_of_the_kept_case_itself_outlasts_the_undoing(match: Match, cast: Cast) -> None:
    out(match.older, cast)
    out(match.newer, cast)
    submitted(match.older, cast)
    merged(match, cast)
    parted(match, cast)
    assert seen(cast) == set()


def test_who_is_let_in_again_meanwhile_is_not_let_in_twice(match: Match, cast: Cast) -> None:
    out(match.newer, cast)
    submitted(match.older, cast)
    merged(match, cast)
    carried = Recusal.objects.get(case=match.older)
    lift_recusal(carried, **by(cast["monique_secretariat"]))
    # What stands in the merged case stays shut.
    assert seen(cast) == {match.older}
    parted(match, cast)
    carried.refresh_from_db()
    assert carried.lifted_by == cast["monique_secretariat"]


def test_the_commission_keeps_the_money_file_of_a_merged_case(match: Match, cast: Cast) -> None:
    matter = submitted(match.newer, cast)
    settle_matter(matter, outcome="Le Fonds.", **by(cast["valerie_chargee"]))
    merged(match, cast)
    access = CaseAccess.of(fresh(match.newer), cast[RITA])
    assert access.grounds and access.is_number_only
    assert seen(cast) == {match.newer}
    assert not stale_gates(fresh(match.newer))
    told = {row.user for row in who_could_see(fresh(match.newer), clock.now())}
    assert cast[RITA] in told
    assert match.newer.number in text(Visitor(cast[RITA]).get("dossier", match.newer_id))

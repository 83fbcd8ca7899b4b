"""Who sees a case, from the flag to the withdrawal (access-policy, ties)."""

from datetime import timedelta

import pytest

from accounts.choices import Role
from accounts.models import Absence, Mandate, User
from accounts.scope import Scope
from cases.actions.assignments import assign
from cases.actions.engagements import end_engagements, engage
from cases.actions.flags import hand_over
from cases.actions.gates import stale_gates
from cases.actions.notes import add_note
from cases.actions.procurations import narrow_procuration, withdraw_procuration
from cases.caseload import caseload
from cases.choices import AssignmentKind, EngagementKind, Path, Tie
from cases.models import Case, CaseNote
from cases.reading import CaseAccess
from core import clock
from core.choices import Category
from governance.actions.mandates import end_mandate
from tests.factories import (
    ALL,
    Cast,
    announced,
    client_data,
    confirmed,
    consent,
    covered,
    flagged,
    managed,
    office,
    planned,
    triaged,
)

pytestmark = pytest.mark.django_db


def seen_by(case: Case, cast: Cast) -> set[str]:
    return {
        key
        for key, user in cast.items()
        if Case.objects.visible_to(user).filter(pk=case.pk).exists()
    }


def reads(case: Case, user: User) -> set[Category]:
    return set(Category.of(CaseAccess.of(case, user).mask))


BUREAU = {
    "isabelle_coord_central",
    "valerie_chargee",
    "stefan_charge_suppleant",
    "monique_secretariat",
    "daniela_secretariat",
}
HOME = {"anna_orp_sion", "claire_orp_sion"}


def test_a_flag_is_seen_by_its_worker_and_the_repondants_of_the_population_alone(cast):
    assert seen_by(flagged(cast), cast) == HOME


def test_the_youth_repondant_sees_the_young_and_not_the_adults(cast):
    young = flagged(cast, birth_date=clock.today() - timedelta(days=365 * 20))
    assert seen_by(young, cast) == {"anna_orp_sion", "david_orp_sion"}


def test_before_a_procuration_nothing_leaves_the_dispositif(cast):
    assert seen_by(confirmed(cast), cast) == HOME


def test_a_procuration_alone_opens_the_case_to_nobody_new(cast):
    """Covered is not engaged: both must hold."""
    assert seen_by(covered(cast), cast) == HOME


def test_an_announcement_opens_the_case_to_the_bureau(cast):
    case = announced(cast)
    assert seen_by(case, cast) == HOME | BUREAU
    assert reads(case, cast["isabelle_coord_central"]) == ALL


def test_the_officer_sees_the_stub_and_reads_once_an_assessment_is_mandated(cast):
    assert reads(triaged(cast), cast["valerie_chargee"]) == set()
    case = triaged(cast, path=Path.ASSESSMENT, last_name="Autre")
    assert reads(case, cast["valerie_chargee"]) == ALL


def test_the_secretariat_reads_identity_and_nothing_else(cast):
    assert reads(announced(cast), cast["monique_secretariat"]) == {Category.IDENTITY}


def test_the_bureau_reads_only_granted_categories(cast):
    case = announced(cast, recipients={office("bureau-cii"): {Category.WORK, Category.IDENTITY}})
    assert reads(case, cast["isabelle_coord_central"]) == {Category.WORK, Category.IDENTITY}


def test_a_deputy_coordinates_only_while_the_holder_is_absent(cast):
    case = announced(cast)
    julien = cast["julien_coord_oai"]
    assert case not in Case.objects.visible_to(julien)
    Absence.objects.create(user=cast["isabelle_coord_central"], valid_from=clock.today())
    assert case in Case.objects.visible_to(julien)


def test_an_engaged_dispositif_reads_what_it_was_granted_while_it_is_engaged(cast):
    case = triaged(cast)
    mireille, coordinator = cast["mireille_cms_sierre"], cast["isabelle_coord_central"]
    engagement = engage(
        case,
        office("cms-sierre"),
        EngagementKind.INVITATION,
        source_id=case.pk,
        by=coordinator,
        at=clock.now(),
    )
    assert reads(case, mireille) == ALL
    end_engagements(source_id=engagement.source_id, by=coordinator, at=clock.now())
    assert case not in Case.objects.visible_to(mireille)


def test_an_engaged_dispositif_that_no_grant_covers_sees_nothing(cast):
    case = triaged(cast)
    engage(
        case,
        office("oai-sion"),
        EngagementKind.INVITATION,
        by=cast["isabelle_coord_central"],
        at=clock.now(),
    )
    assert case not in Case.objects.visible_to(cast["wilma_oai_sion"])


def test_the_case_manager_reads_through_her_office_and_is_shut_out_at_withdrawal(cast):
    case = managed(cast)
    mireille = cast["mireille_cms_sierre"]
    assert Tie.CASE_MANAGER in CaseAccess.of(case, mireille).ties
    assert mireille.has_perm("cases.manage_case", case)
    withdraw_procuration(case, note="par téléphone", by=cast["claire_orp_sion"], at=clock.now())
    assert case not in Case.objects.visible_to(mireille)
    assert not mireille.has_perm("cases.manage_case", case)


def test_withdrawal_leaves_the_own_part_and_the_stub(cast):
    case = planned(cast)
    withdraw_procuration(case, note="", by=cast["isabelle_coord_central"], at=clock.now())
    assert seen_by(case, cast) == HOME | BUREAU
    assert CaseAccess.of(case, cast["isabelle_coord_central"]).is_stub
    assert CaseAccess.of(case, cast["claire_orp_sion"]).knows_person


def test_a_partner_keeps_what_it_wrote_itself_after_withdrawal(cast):
    case = managed(cast)
    mireille = cast["mireille_cms_sierre"]
    own = add_note(case, category=Category.WORK, text="Bilan fait.", by=mireille, at=clock.now())
    home = add_note(
        case, category=Category.WORK, text="De l’ORP.", by=cast["claire_orp_sion"], at=clock.now()
    )
    assert set(CaseNote.objects.visible_to(mireille)) == {own, home}
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    assert set(CaseNote.objects.visible_to(mireille)) == {own}
    assert not CaseAccess.of(case, mireille).knows_person


def executing(case: Case, cast: Cast) -> User:
    """Inès of CMS Sierre, who executes a measure and is no répondante there."""
    ines = cast["ines_cms_sierre"]
    assign(
        case,
        ines,
        AssignmentKind.EXECUTING,
        office=office("cms-sierre"),
        reason="Exécute une mesure.",
        by=cast["isabelle_coord_central"],
        at=clock.now(),
    )
    return ines


def test_an_executing_colleague_keeps_her_own_entries_alone(cast):
    """What others of her dispositif wrote is its répondant's (access-policy, ties)."""
    case = managed(cast)
    ines, mireille, now = executing(case, cast), cast["mireille_cms_sierre"], clock.now()
    hers = add_note(case, category=Category.WORK, text="Stage.", by=ines, at=now)
    other = add_note(case, category=Category.WORK, text="Bilan.", by=mireille, at=now)
    assert set(CaseNote.objects.visible_to(ines)) == {hers, other}
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=now)
    assert case in Case.objects.visible_to(ines)
    assert set(CaseNote.objects.visible_to(ines)) == {hers}
    seen = CaseAccess.of(case, ines)
    assert not (seen.is_stub or seen.knows_person or seen.own_offices)
    assert set(CaseNote.objects.visible_to(mireille)) == {hers, other}


def test_an_executing_colleague_who_wrote_nothing_is_out_after_withdrawal(cast):
    case = managed(cast)
    ines, now = executing(case, cast), clock.now()
    add_note(case, category=Category.WORK, text="Bilan.", by=cast["mireille_cms_sierre"], at=now)
    assert caseload(Scope.of(ines)).cases == [case]
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=now)
    assert case not in Case.objects.visible_to(ines)
    assert caseload(Scope.of(ines)).cases == []
    assert CaseAccess.of(case, ines).grounds == []


def test_expired_procuration_hides_the_case_from_partners_without_any_job(cast):
    case = managed(cast)
    after = clock.now() + timedelta(days=731)
    visible = Case.objects.visible_to(Scope.of(cast["mireille_cms_sierre"], after))
    assert case not in visible
    assert case in Case.objects.visible_to(Scope.of(cast["claire_orp_sion"], after))


def test_a_procuration_that_starts_later_opens_nothing_yet(cast):
    case = confirmed(cast)
    tomorrow = clock.today() + timedelta(days=1)
    consent(case, cast, valid_from=tomorrow)
    engage(
        case,
        office("cms-sierre"),
        EngagementKind.INVITATION,
        by=cast["claire_orp_sion"],
        at=clock.now(),
    )
    assert case not in Case.objects.visible_to(cast["mireille_cms_sierre"])


def test_narrowing_takes_one_category_from_one_recipient_at_once(cast):
    case = managed(cast)
    narrow_procuration(
        case,
        withdrawn={office("cms-sierre"): {Category.HEALTH}},
        note="",
        by=cast["claire_orp_sion"],
        at=clock.now(),
    )
    assert reads(case, cast["mireille_cms_sierre"]) == ALL - {Category.HEALTH}
    assert reads(case, cast["isabelle_coord_central"]) == ALL


def test_an_item_is_read_only_in_a_granted_category(cast):
    grants = {Category.IDENTITY, Category.WORK}
    case = managed(cast, recipients={office("bureau-cii"): ALL, office("cms-sierre"): grants})
    claire = cast["claire_orp_sion"]
    work = add_note(case, category=Category.WORK, text="Stage.", by=claire, at=clock.now())
    add_note(case, category=Category.HEALTH, text="Opération.", by=claire, at=clock.now())
    assert set(CaseNote.objects.visible_to(cast["mireille_cms_sierre"])) == {work}
    assert CaseNote.objects.visible_to(cast["monique_secretariat"]).count() == 0


def test_leaving_a_mandate_ends_access_at_the_next_request(cast):
    case = announced(cast)
    claire = cast["claire_orp_sion"]
    mandate = Mandate.objects.get(user=claire, role=Role.REPONDANT)
    yesterday = clock.today() - timedelta(days=1)
    end_mandate(mandate, last_day=yesterday, by=cast["valerie_chargee"], at=clock.now())
    assert case not in Case.objects.visible_to(claire)


def test_a_person_who_left_sees_nothing_even_if_named(cast):
    case = managed(cast)
    Mandate.objects.filter(user=cast["mireille_cms_sierre"]).update(
        valid_until=clock.today() - timedelta(days=1)
    )
    assert case not in Case.objects.visible_to(cast["mireille_cms_sierre"])


def test_the_file_follows_when_the_worker_changes(cast):
    case = flagged(cast)
    hand_over(
        case,
        to=cast["marc_orp_sion"],
        reason="Changement de secteur",
        by=cast["claire_orp_sion"],
        at=clock.now(),
    )
    assert seen_by(case, cast) == {"marc_orp_sion", "claire_orp_sion"}


def test_a_superuser_sees_no_case_and_no_backend_lets_her_pass(cast):
    case = planned(cast)
    root = User.objects.create_superuser("root@demo.invalid", first_name="R", last_name="R")
    assert case not in Case.objects.visible_to(root)
    assert not root.has_perm("cases.view_case", case)
    assert not root.has_perm("cases.manage_case", case)


def test_bodies_and_reviewers_see_no_case(cast):
    case = planned(cast)
    without = {
        "christian_copil_sict",
        "florence_cdc",
        "didier_droit_sict",
        "agnes_dpo",
        "luc_technique",
        "laurent_resp_orp_sion",
        "yvan_parti",
    }
    assert not seen_by(case, cast) & without


def test_the_person_is_named_only_to_who_may_know_her(cast):
    announced(cast, recipients={office("bureau-cii"): {Category.WORK}})
    assert not Case.objects.identified_to(cast["isabelle_coord_central"]).exists()
    assert Case.objects.identified_to(cast["claire_orp_sion"]).exists()
    assert client_data()["last_name"]


def test_the_gate_agrees_with_the_facts_in_every_state(cast):
    for case in (flagged(cast), announced(cast), planned(cast)):
        assert stale_gates(case) == []

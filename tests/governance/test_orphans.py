"""After a handover nothing open names who left as the one responsible (C15).

The facts are derived from the models: a new field that names a person stands in one of the lists
below, or fails the test.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet
from django.urls import reverse

from accounts.choices import Capacity, Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.actions.flags import hand_over
from cases.actions.participation import assign_colleague, invite_expert
from cases.actions.request_answers import take_up
from cases.handover import Group, open_charges, open_names, open_requests
from cases.models import Case, CaseUserObjectPermission
from core import clock
from governance.actions.handover import pass_on_all
from governance.actions.mandates import begin_mandate, end_mandate
from governance.actions.people import change_account
from governance.admin import MandateForm
from governance.choices import MeetingState
from governance.handover import chaired, everything, last_holders
from governance.models import Invitation
from messaging.models import InboxEntry
from tests.cases.test_requests import by, sent
from tests.factories import ALL, Cast, Who, managed, office, triaged
from tests.governance.conftest import NOW
from tests.governance.sittings import meeting_convened
from tests.governance.test_handover import ANNA, CLAIRE, ISABELLE, JULIEN, MARC, OFFICER

pytestmark = pytest.mark.django_db
WILMA, ODILE, MIREILLE = "wilma_oai_sion", "odile_cms_sion", "mireille_cms_sierre"

# What makes a person responsible as long as it is open, with the query of what is.
RESPONSIBLE: dict[str, Callable[[User], QuerySet[Any]]] = {
    "cases.Assignment.user": lambda user: (
        open_charges().filter(user=user) | open_names().filter(user=user)
    ),
    "cases.CaseUserObjectPermission.user": lambda user: CaseUserObjectPermission.objects.filter(
        user=user
    ),
    "cases.CollaborationRequest.handler": lambda user: open_requests().filter(handler=user),
    "governance.Meeting.chair": lambda user: chaired().filter(chair=user),
    "governance.Invitation.user": lambda user: Invitation.objects.filter(
        user=user, meeting__state=MeetingState.CONVENED, meeting__ends_at__gt=clock.now()
    ),
    "accounts.Mandate.user": lambda user: (
        Mandate.objects.live(clock.today()).filter(user=user)
        | last_holders(clock.today()).filter(user=user, role=Role.COORDINATOR)
    ),
}
# What names a person without giving her anything to do.
NAMES_ONLY = {
    "accounts.Absence.deputy": "once her mandate there is over, all deputies act",
    "accounts.Absence.user": "days on which she is away",
    "accounts.CalendarKey.user": "her own calendar, which shows what she may see",
    "audit.Trace.actor": "who did it",
    "cases.Recusal.user": "excluded from a case, and stays so",
    "governance.Attendance.user": "who was there",
    "messaging.InboxEntry.user": "what she was told; what waits goes by office",
    "messaging.Digest.user": "which day's summary she was sent",
    "messaging.Mail.to_user": "what she was sent",
    "messaging.MailPreference.user": "which mails she wants",
}
OWN_APPS = ("accounts", "audit", "cases", "documents", "governance", "messaging")


def people() -> set[str]:
    """Every field that names a person, but for who did something (`_by`), which is past."""
    found = set()
    for model in (model for name in OWN_APPS for model in apps.get_app_config(name).get_models()):
        if model.__name__.startswith("Historical"):
            continue
        for field in model._meta.get_fields():
            if field.concrete and field.related_model is User and not field.name.endswith("_by"):
                found.add(f"{model._meta.app_label}.{model.__name__}.{field.name}")
    return found


def test_every_field_that_names_a_person_says_whether_it_makes_her_responsible():
    assert people() == set(RESPONSIBLE) | set(NAMES_ONLY)
    assert not set(RESPONSIBLE) & set(NAMES_ONLY)


def open_facts(user: User) -> dict[str, int]:
    counts = {name: query(user).count() for name, query in RESPONSIBLE.items()}
    return {name: count for name, count in counts.items() if count}


def take(cast: Cast, who: str, role: Role, **place: Any) -> Mandate:
    row = Mandate(user=cast[who], role=role, valid_from=clock.today(), **place)
    return begin_mandate(row, **by(cast, OFFICER))


@pytest.fixture
def all_hers(cast: Cast) -> Case:
    """Isabelle coordinates, and has everything else in hand too that a person can have."""
    take(cast, ISABELLE, Role.FIELD_WORKER, office=office("orp-sion"))
    take(cast, ISABELLE, Role.FIELD_WORKER, office=office("oai-sion"))
    take(cast, ISABELLE, Role.REPONDANT, office=office("cms-sierre"), population="adult")
    everywhere = ("bureau-cii", "orp-sion", "cms-sierre", "cms-sion", "oai-sion")
    recipients = {office(code): ALL for code in everywhere}
    hers = managed(cast, who=Who(manager=ISABELLE), recipients=recipients)
    case = triaged(cast, who=Who(manager=ISABELLE), recipients=recipients, last_name="Autre")
    hand_over(case, to=cast[ISABELLE], reason="Secteur.", **by(cast, CLAIRE))
    row = sent(case, cast)
    there = Mandate.objects.get(user=cast[ISABELLE], office=office("oai-sion"))
    take_up(row, handler=there, starts_on=clock.today(), **by(cast, WILMA))
    here = Mandate.objects.get(user=cast[ISABELLE], office=office("orp-sion"))
    invite_expert(hers, mandate=here, reason="Avis.", **by(cast, ISABELLE))
    assign_colleague(hers, mandate=here, reason="Mesure.", **by(cast, ISABELLE))
    meeting_convened(cast, [hers], at=NOW)
    return hers


def pass_on_what_is_hers_to_pass(cast: Cast, who: str) -> int:
    rows = everything(cast[ISABELLE], Scope.of(cast[who]))
    julien = cast[JULIEN]
    offered = {row.key: row.takers for row in rows if row.takers}
    to = {
        key: next((one for one in takers if one.user == julien), takers[0])
        for key, takers in offered.items()
    }
    return pass_on_all(cast[ISABELLE], to=to, reason="Départ.", **by(cast, who)) if to else 0


def test_after_the_handover_nothing_open_names_who_left(all_hers, cast):
    assert set(open_facts(cast[ISABELLE])) == set(RESPONSIBLE)
    for row in Mandate.objects.live(clock.today()).filter(user=cast[ISABELLE], post=None):
        # One that began today can only end with the day.
        end_mandate(row, last_day=clock.today(), **by(cast, OFFICER))
    for row in Mandate.objects.live(clock.today()).filter(user=cast[ISABELLE]).exclude(post=None):
        end_mandate(row, **by(cast, OFFICER))
    with clock.at(NOW + timedelta(days=1)):
        for who in (OFFICER, CLAIRE, WILMA):
            assert pass_on_what_is_hers_to_pass(cast, who)
        assert pass_on_what_is_hers_to_pass(cast, JULIEN)
        assert open_facts(cast[ISABELLE]) == {}
        told = InboxEntry.objects.open().filter(notice__startswith="handover.")
        assert [entry.notice for entry in told] == []


# --- it is said when a mandate ends -------------------------------------------------------------
@pytest.fixture
def case(cast: Cast) -> Case:
    return managed(cast)


def told(cast: Cast, who: str, notice: str) -> bool:
    return InboxEntry.objects.open().filter(notice=notice, user=cast[who]).exists()


def end(cast: Cast, who: str, **when: Any) -> Mandate:
    row = Mandate.objects.live(clock.today()).filter(user=cast[who]).latest("valid_from")
    return end_mandate(row, **when, **by(cast, OFFICER))


def test_the_repondants_hear_what_is_left_until_it_is_passed_on(case, cast):
    end(cast, ANNA)
    assert told(cast, CLAIRE, "handover.waits")
    rows = everything(cast[ANNA], Scope.of(cast[CLAIRE]))
    marc = Mandate.objects.get(user=cast[MARC])
    to = {row.key: marc for row in rows}
    pass_on_all(cast[ANNA], to=to, reason="Départ.", **by(cast, CLAIRE))
    assert not told(cast, CLAIRE, "handover.waits")


def test_each_repondant_hears_of_her_own_population(case, cast):
    end(cast, ANNA)
    assert not told(cast, "david_orp_sion", "handover.waits")


def test_a_future_end_is_told_as_well(case, cast):
    end(cast, ANNA, last_day=clock.today() + timedelta(days=30))
    assert told(cast, CLAIRE, "handover.waits")
    assert Mandate.objects.live(clock.today()).filter(user=cast[ANNA]).exists()


def test_the_coordination_hears_of_who_was_named_in_its_cases(case, cast):
    end(cast, MIREILLE)
    assert told(cast, ISABELLE, "handover.named")
    assert not told(cast, "markus_coord_haut", "handover.named")


def test_the_officer_hears_of_a_post_that_nobody_holds_until_somebody_does(case, cast):
    ended = end(cast, ISABELLE)
    assert told(cast, OFFICER, "handover.vacant")
    take(cast, "sabine_coord_bas", Role.COORDINATOR, post=ended.post)
    assert not told(cast, OFFICER, "handover.vacant")


def test_the_officer_hears_of_a_dispositif_without_repondant(case, cast):
    end(cast, CLAIRE)
    assert told(cast, OFFICER, "handover.vacant")


def test_when_the_officer_leaves_the_secretariat_hears_of_it(cast):
    held = Mandate.objects.live(clock.today()).filter(role=Role.CANTONAL_OFFICER)
    # The deputy first: as long as there is one she hears of it.
    for row in sorted(held, key=lambda one: one.capacity != Capacity.DEPUTY):
        end_mandate(row, by=cast["luc_technique"], at=clock.now())
    assert told(cast, "monique_secretariat", "handover.vacant")


def test_without_a_repondant_the_officer_hears_what_waits_there(case, cast):
    end(cast, CLAIRE)
    end(cast, "david_orp_sion")
    end(cast, ANNA)
    assert told(cast, OFFICER, "handover.waits")


def test_who_had_nothing_in_hand_leaves_without_a_word(cast):
    end(cast, MARC)
    assert not InboxEntry.objects.filter(notice__startswith="handover.").exists()


def test_an_account_that_is_shut_leaves_as_much_as_a_mandate_that_ends(case, cast):
    change_account(cast[ANNA], changes={"is_active": False}, **by(cast, OFFICER))
    assert told(cast, CLAIRE, "handover.waits")


def test_who_ends_a_mandate_is_told_in_numbers_before_and_after(case, cast, as_):
    hers = Mandate.objects.get(user=cast[ANNA])
    said = str(MandateForm(instance=hers).fields["valid_until"].help_text)
    assert "1 dossier en charge" in said and case.number not in said
    yesterday = clock.today() - timedelta(days=1)
    url = reverse("admin:accounts_mandate_change", args=[hers.pk])
    answer = as_("luc_technique").post(url, {"valid_until": f"{yesterday:%d.%m.%Y}"}, follow=True)
    shown = answer.content.decode()
    assert "1 dossier en charge" in shown and case.number not in shown


def test_julien_holds_a_post_of_his_own_meanwhile(cast):
    groups = [row.group for row in everything(cast[JULIEN], Scope.of(cast[OFFICER]))]
    assert groups == [Group.POST]

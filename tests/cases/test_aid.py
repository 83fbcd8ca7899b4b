"""A CMS brings a request for social aid before the commune in time, seen by two people (C14)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Mandate
from accounts.scope import Scope
from cases.actions.aid import file_aid, move_aid
from cases.actions.aid_ladder import remind_aid
from cases.actions.participation import assign_colleague
from cases.aid import Terms, duties_of, terms
from cases.choices import AidState
from cases.models import AidRequest, Case
from cii.aid_queue import to_send
from core import clock
from core.choices import Category
from core.refusal import Forbidden, Refusal
from core.working_days import is_working_day
from messaging.models import InboxEntry
from tests.factories import Cast, confirmed, consent, managed, office
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
MIREILLE, INES = "mireille_cms_sierre", "ines_cms_sierre"


@pytest.fixture
def case(cast: Cast) -> Case:
    """Managed by the CMS of Sierre, where a colleague takes part too."""
    case = managed(cast)
    mandate = Mandate.objects.get(user=cast[INES])
    by = {"by": cast["isabelle_coord_central"], "at": clock.now()}
    assign_colleague(case, mandate=mandate, reason="Établit le budget.", **by)
    return case


def asked(cast: Cast, case: Case, on: date | None = None, who: str = MIREILLE) -> AidRequest:
    at = clock.now()
    day = on or clock.day_of(at)
    return file_aid(case, office=office("cms-sierre"), asked_on=day, by=cast[who], at=at)


def move(cast: Cast, row: AidRequest, step: str, who: str = MIREILLE, **more: str) -> AidRequest:
    return move_aid(row, move=step, by=cast[who], at=clock.now(), **more)


# --- the clock ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked_on", "send_by", "due_on"),
    [
        # an ordinary month; the twentieth day is a Sunday
        (date(2026, 3, 2), date(2026, 3, 20), date(2026, 4, 1)),
        # over the change to summer time
        (date(2026, 3, 20), date(2026, 4, 9), date(2026, 4, 19)),
        # over the change to winter time
        (date(2026, 10, 12), date(2026, 10, 30), date(2026, 11, 11)),
        # over a leap day
        (date(2028, 2, 10), date(2028, 3, 1), date(2028, 3, 11)),
        # over the end of a year: New Year's Day is no working day
        (date(2026, 12, 12), date(2026, 12, 31), date(2027, 1, 11)),
        # Corpus Christi in Valais
        (date(2026, 5, 15), date(2026, 6, 3), date(2026, 6, 14)),
    ],
)
def test_the_file_leaves_on_a_working_day_ten_days_before_the_commune_decides(
    asked_on: date, send_by: date, due_on: date
) -> None:
    assert terms(asked_on) == Terms(send_by, due_on)


@given(day=st.dates(date(2022, 1, 1), date(2033, 12, 31)))
def test_the_terms_hold_on_every_day(day: date) -> None:
    found = terms(day)
    assert found.due_on == day + timedelta(days=30)
    assert is_working_day(found.send_by)
    assert day < found.send_by <= found.due_on - timedelta(days=10)


def test_a_closure_brings_the_term_forward() -> None:
    # The day before the closed one is Saint Joseph's, a holiday in Valais.
    assert terms(date(2026, 3, 2), {date(2026, 3, 20)}).send_by == date(2026, 3, 18)


# --- two people ---------------------------------------------------------------------------------
def test_another_person_of_the_cms_looks_at_what_was_signed(cast: Cast, case: Case) -> None:
    row = move(cast, asked(cast, case), "sign")
    with pytest.raises(Forbidden, match="Une autre personne"):
        move(cast, row, "countersign")
    for stranger in ("claire_orp_sion", "isabelle_coord_central"):
        with pytest.raises(Forbidden):
            move(cast, row, "countersign", stranger)
    row = move(cast, row, "countersign", INES)
    assert (row.signed_by, row.countersigned_by) == (cast[MIREILLE], cast[INES])
    for step in ("send", "decide"):
        row = move(cast, row, step)
    assert row.state == AidState.DECIDED
    with pytest.raises(Refusal, match="a déjà décidé"):
        move(cast, row, "withdraw", reason="Erreur.")


def test_the_second_look_waits_for_a_colleague_and_not_for_who_signed(
    cast: Cast, case: Case
) -> None:
    move(cast, asked(cast, case), "sign")
    for who, waits in ((MIREILLE, []), (INES, [case.number])):
        rows = [row.title for row in to_send(Scope.of(cast[who], clock.now()), 9)]
        assert rows == waits


def test_the_database_refuses_one_person_twice(cast: Cast, case: Case) -> None:
    row = move(cast, move(cast, asked(cast, case), "sign"), "countersign", INES)
    with pytest.raises(IntegrityError), transaction.atomic():
        AidRequest.objects.filter(pk=row.pk).update(countersigned_by=cast[MIREILLE])


def test_a_step_is_noted_once_and_in_its_order(cast: Cast, case: Case) -> None:
    row = asked(cast, case)
    for step in ("countersign", "send", "decide", "", "burn"):
        with pytest.raises(Refusal):
            move(cast, row, step, INES)
    with pytest.raises(Refusal) as refused:
        move(cast, row, "withdraw", reason=" ")
    assert refused.value.field == "reason"
    with pytest.raises(Refusal, match="déjà en cours"):
        asked(cast, case)
    move(cast, row, "withdraw", reason="La personne a trouvé un emploi.")
    asked(cast, case)


def test_only_the_cms_that_follows_the_case_files_and_never_for_tomorrow(
    cast: Cast, case: Case
) -> None:
    with pytest.raises(Refusal) as refused:
        asked(cast, case, who="claire_orp_sion")
    assert refused.value.field == "office"
    with pytest.raises(Forbidden):
        asked(cast, case, who="isabelle_coord_central")
    with pytest.raises(Refusal) as refused:
        asked(cast, case, on=clock.today() + timedelta(days=1))
    assert refused.value.field == "asked_on"


# --- need to know -------------------------------------------------------------------------------
def test_a_partner_without_finance_learns_nothing_of_it(cast: Cast, case: Case) -> None:
    asked(cast, case)
    work = {Category.WORK, Category.IDENTITY}
    narrow = {office(code): work for code in ("bureau-cii", "orp-sion", "cms-sierre")}
    consent(case, cast, recipients=narrow)
    for who in ("claire_orp_sion", "isabelle_coord_central"):
        assert not AidRequest.objects.visible_to(cast[who]).exists()
        page = text(Visitor(cast[who]).get("cases:aid_requests", case.pk))
        assert "Aucune demande à lire" in page
    assert AidRequest.objects.visible_to(cast[MIREILLE]).exists(), "the own part of the CMS"


# --- told in time -------------------------------------------------------------------------------
def test_a_file_that_stays_climbs_from_its_people_to_the_manager(cast: Cast, case: Case) -> None:
    row = asked(cast, case)

    def told(day: date) -> set[str]:
        at = clock.start_of(day) + timedelta(hours=8)
        with clock.at(at):
            remind_aid(at)
            assert remind_aid(at) == 0, "once"
        entries = InboxEntry.objects.filter(notice__startswith="aid.waits")
        return {entry.user.email.split("@")[0] for entry in entries.select_related("user")}

    assert told(row.send_by - timedelta(days=10)) == set()
    assert told(row.send_by - timedelta(days=7)) == {MIREILLE}
    later = row.send_by + timedelta(days=3)
    assert told(later) == {MIREILLE, "nicolas_cms_sierre"}
    notices = InboxEntry.objects.filter(user=cast[MIREILLE], notice__startswith="aid.waits")
    assert set(notices.values_list("notice", flat=True)) == {"aid.waits.soon", "aid.waits.late"}
    assert "pierre_resp_cms_sierre" in told(row.send_by + timedelta(days=7))
    manager = InboxEntry.objects.get(user=cast["pierre_resp_cms_sierre"])
    assert (manager.case_id, manager.url) == (None, "/")
    with clock.at(clock.start_of(later)):
        for step, who in (("sign", MIREILLE), ("countersign", INES), ("send", MIREILLE)):
            move(cast, row, step, who)
    assert not InboxEntry.objects.open().filter(notice__startswith="aid.waits").exists()


# --- the page of a CMS --------------------------------------------------------------------------
def test_the_page_of_the_cms_says_what_the_mandate_still_asks(cast: Cast, case: Case) -> None:
    row = asked(cast, case)
    duties = duties_of(Scope.of(cast[MIREILLE], clock.now()))
    assert duties.requests == [row]
    assert duties.without_strategy == [case]
    page = text(Visitor(cast[MIREILLE]).get("cases:cms_duties"))
    assert page.count(case.number) == 2
    assert text(Visitor(cast["nicolas_cms_sierre"]).get("cases:cms_duties")).count(case.number) == 0
    assert Visitor(cast["claire_orp_sion"]).get("cases:cms_duties").status_code == 403


def test_a_complex_situation_that_waits_to_be_announced_shows_its_days(cast: Cast) -> None:
    case = confirmed(cast)
    Mandate.objects.filter(user=cast["claire_orp_sion"]).update(office=office("cms-sierre"))
    Case.objects.filter(pk=case.pk).update(home_office=office("cms-sierre"))
    case.gates.update(recipient=office("cms-sierre"))
    case.flags.update(chosen_path="tro")
    with clock.at(clock.now() + timedelta(days=6)):
        found = duties_of(Scope.of(cast["claire_orp_sion"], clock.now())).unannounced
    assert [(row.case, row.days) for row in found] == [(case, 6)]


def test_the_page_of_the_case_takes_each_step(cast: Cast, case: Case) -> None:
    visitor, ines = Visitor(cast[MIREILLE]), Visitor(cast[INES])
    form = {"office": office("cms-sierre").pk, "asked_on": ""}
    page = text(visitor.post("cases:aid_requests", case.pk, data=form))
    assert "Ce champ est obligatoire" in page
    form["asked_on"] = clock.today().isoformat()
    assert visitor.post("cases:aid_requests", case.pk, data=form).status_code == 302
    row = AidRequest.objects.get()
    assert "Noter une demande" not in text(visitor.get("cases:aid_requests", case.pk))
    page = text(visitor.post("cases:aid_requests", case.pk, data=form))
    assert "déjà en cours" in page and form["asked_on"] in page
    for who, step in ((visitor, "sign"), (ines, "countersign"), (visitor, "send")):
        assert who.post("cases:aid_move", row.pk, data={"move": step}).status_code == 302
    page = text(visitor.get("cases:aid_requests", case.pk))
    assert "Transmise" in page and "La commune a décidé" in page
    assert "Second contrôle" in page

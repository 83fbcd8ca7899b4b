"""« Ce qui m’attend »: every waiting thing with its reason and date, and for whom (C15)."""

from datetime import timedelta

import pytest

from accounts.models import Absence, User
from accounts.scope import Scope
from audit.models import Trace
from cases.models import CaseGate, Procuration
from cii import waiting as gathering
from cii.waiting import waiting
from cii.waiting_rows import WaitingKind
from core import clock
from governance.actions.invitations import answer_invitation
from governance.actions.mandates import record_absence
from governance.choices import Answer
from tests.factories import Cast, announced, confirmed, flagged, managed, triaged
from tests.governance.sittings import meeting_convened
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
HOLDER, DEPUTY = "isabelle_coord_central", "julien_coord_oai"


def page(user: User, query: str = ""):
    return Visitor(user).get("waiting", query=query)


def away(cast: Cast, days: int = 3) -> Absence:
    first = clock.today()
    absence = Absence(user=cast[HOLDER], valid_from=first, valid_until=first + timedelta(days=days))
    return record_absence(absence, by=cast[HOLDER], at=clock.now())


def test_page_holds_every_waiting_thing_and_home_leads_to_it(cast: Cast) -> None:
    numbers = {flagged(cast).number for _ in range(12)}
    home = Visitor(cast["claire_orp_sion"]).get("home")
    assert "/ce-qui-m-attend/" in text(home)
    assert len(home.context["waiting"]) == 10
    shown = page(cast["claire_orp_sion"])
    assert all(number in text(shown) for number in numbers)
    assert {row.why for row in shown.context["rows"]} == {
        "Signalement à confirmer ou à classer, après l’entretien"
    }


def test_most_urgent_stands_first_and_what_has_no_date_last(cast: Cast) -> None:
    late, soon = triaged(cast), triaged(cast)
    announced(cast)
    type(late).objects.filter(pk=late.pk).update(path_due_on=clock.today() - timedelta(days=1))
    rows = page(cast[HOLDER]).context["rows"]
    assert [row.case_id for row in rows][:2] == [late.pk, soon.pk]
    assert rows[-1].due_on is None


def test_page_is_narrowed_to_one_kind(cast: Cast) -> None:
    flag, ready = flagged(cast), confirmed(cast)
    claire = cast["claire_orp_sion"]
    kinds = page(claire).context["kinds"]
    assert kinds == [(WaitingKind.CONFIRM, 1), (WaitingKind.ANNOUNCE, 1)]
    rows = page(claire, "?kind=announce").context["rows"]
    assert [row.case_id for row in rows] == [ready.pk]
    entries = page(claire, "?kind=messages").context["entries"]
    assert [entry.case_id for entry in entries] == [flag.pk]
    # An unknown kind is no kind.
    assert len(page(claire, "?kind=moon").context["rows"]) == 2


def test_long_list_is_paged_and_says_where_it_is_cut(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(gathering, "PER_PAGE", 2)
    for _ in range(3):
        flagged(cast)
    first = page(cast["claire_orp_sion"])
    assert len(first.context["rows"]) == 2
    assert "Page 1 sur 2" in text(first)
    assert len(page(cast["claire_orp_sion"], "?page=2").context["rows"]) == 1
    assert len(waiting(Scope.of(cast["claire_orp_sion"]), limit=2)) == 2


def test_page_leaves_a_trace_of_the_cases_it_names(cast: Cast) -> None:
    case = flagged(cast)
    page(cast["claire_orp_sion"])
    trace = Trace.objects.get(event="waiting.read")
    assert [row.case_id for row in trace.cases.all()] == [case.pk]
    page(cast["david_orp_sion"])
    assert Trace.objects.filter(event="waiting.read").count() == 1


def test_what_waits_for_an_absent_colleague_is_shown_as_such(cast: Cast) -> None:
    case = announced(cast)
    assert page(cast[DEPUTY]).context["rows"] == []
    away(cast)
    rows = page(cast[DEPUTY]).context["rows"]
    assert [(row.case_id, row.for_whom) for row in rows] == [(case.pk, "Isabelle Praz")]
    assert "Pour Isabelle Praz, que vous remplacez" in text(page(cast[DEPUTY]))
    # She is away, and still holds her post.
    assert [row.for_whom for row in page(cast[HOLDER]).context["rows"]] == [""]


def test_what_is_hers_anyway_is_not_said_to_be_for_somebody_else(cast: Cast) -> None:
    case = managed(cast)
    until = clock.today() + timedelta(days=9)
    for model in (Procuration, CaseGate):
        model.objects.filter(case=case).update(valid_until=until)
    away(cast)
    [renewal] = [row for row in waiting(Scope.of(cast[DEPUTY])) if row.kind == WaitingKind.RENEW]
    assert renewal.for_whom == "Isabelle Praz"
    for key in ("claire_orp_sion", "mireille_cms_sierre"):
        [renewal] = [row for row in waiting(Scope.of(cast[key])) if row.kind == WaitingKind.RENEW]
        assert renewal.for_whom == ""


def test_end_of_the_absence_ends_it_at_once(cast: Cast) -> None:
    announced(cast)
    away(cast, days=3)
    with clock.at(clock.now() + timedelta(days=4)):
        assert waiting(Scope.of(cast[DEPUTY])) == []


def test_invitation_waits_until_it_is_answered(cast: Cast) -> None:
    meeting = meeting_convened(cast, [triaged(cast)], at=clock.now())
    claire = cast["claire_orp_sion"]
    [row] = [row for row in waiting(Scope.of(claire)) if row.kind == WaitingKind.INVITATION]
    assert row.due_on == clock.day_of(meeting.starts_at)
    answer_invitation(meeting, answer=Answer.YES, by=claire, at=clock.now())
    kinds = {row.kind for row in waiting(Scope.of(claire))}
    assert WaitingKind.INVITATION not in kinds

"""A personal calendar behind a secret address: hers alone, without a name, shut at once (C15)."""

import logging
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.models import CalendarKey, Mandate, User
from accounts.querysets import digest_of
from audit.models import Trace
from cases.actions.procurations import withdraw_procuration
from cases.models import FollowUp
from core import clock
from core.logs import ReticentFormatter
from governance.actions.mandates import end_mandate
from governance.actions.own_account import open_calendar, revoke_calendar
from tests.access.engine import fingerprint
from tests.factories import Cast, managed, triaged
from tests.governance.sittings import meeting_convened
from tests.pages import Visitor, text

pytestmark = pytest.mark.django_db
MIREILLE = "mireille_cms_sierre"


def fetch(token: str, client: Client | None = None):
    return (client or Client()).get(reverse("calendar_feed", args=[token]))


def events(response) -> list:
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(response.content).walk("VEVENT")


@pytest.fixture
def mireille(cast: Cast) -> User:
    return cast[MIREILLE]


def due(cast: Cast):
    case = managed(cast)
    day = clock.today() + timedelta(days=9)
    FollowUp.objects.filter(case=case).update(due_on=day)
    return case, day


def test_calendar_holds_due_dates_and_meetings_by_kind_and_number(cast, mireille) -> None:
    case, day = due(cast)
    meeting = meeting_convened(cast, [triaged(cast)], at=clock.now())
    found = {event["summary"]: event for event in events(fetch(open_calendar_of(mireille)))}
    assert found[f"Suivis trimestriels · {case.number}"]["dtstart"].dt == day
    sitting = found[str(meeting.kind)]
    assert sitting["dtstart"].dt == meeting.starts_at.replace(microsecond=0)
    assert sitting["location"] == meeting.place
    # The same entry as in the invitation by mail.
    assert sitting["uid"].startswith(str(meeting.pk))


def open_calendar_of(user: User) -> str:
    return open_calendar(by=user, at=clock.now())


def test_nothing_personal_stands_in_it(cast, mireille) -> None:
    case, _day = due(cast)
    meeting_convened(cast, [triaged(cast)], at=clock.now())
    content = fetch(open_calendar_of(mireille)).content.decode()
    names = [name for user in User.objects.all() for name in (user.last_name, user.email)]
    for word in (case.client.last_name, case.client.first_name, *names):
        assert word not in content
    assert "mailto" not in content.lower()


def test_entries_keep_their_identifiers_from_fetch_to_fetch(cast, mireille) -> None:
    due(cast)
    token = open_calendar_of(mireille)
    first, second = ({e["uid"] for e in events(fetch(token))} for _ in range(2))
    assert first == second != set()


def test_each_fetch_is_traced_in_the_name_of_its_owner_with_the_cases_shown(cast, mireille):
    case, _day = due(cast)
    token = open_calendar_of(mireille)
    # Whoever else is signed in there: the token alone counts.
    fetch(token, Visitor(cast["david_orp_sion"]).client)
    fetch(token)
    traces = Trace.objects.filter(event="calendar.read")
    assert [trace.actor for trace in traces] == [mireille, mireille]
    for trace in traces:
        [basis] = {(row.case_id, row.role) for row in trace.cases.all() if row.role != "engaged"}
        assert basis[0] == case.pk
        assert token not in str(trace.details)


def test_what_is_shut_to_her_is_gone_at_the_next_fetch(cast, mireille) -> None:
    case, _day = due(cast)
    token = open_calendar_of(mireille)
    assert case.number in fetch(token).content.decode()
    withdraw_procuration(case, note="", by=cast["claire_orp_sion"], at=clock.now())
    assert case.number not in fetch(token).content.decode()


def test_unknown_revoked_renewed_and_ended_answer_alike(cast, mireille) -> None:
    revoked = open_calendar_of(mireille)
    renewed = open_calendar_of(mireille)
    assert fetch(revoked).status_code == 404
    revoke_calendar(by=mireille, at=clock.now())
    ended = open_calendar_of(cast["anna_orp_sion"])
    User.objects.filter(pk=cast["anna_orp_sion"].pk).update(is_active=False)
    without = open_calendar_of(cast["marc_orp_sion"])
    for mandate in Mandate.objects.filter(user=cast["marc_orp_sion"]):
        end_mandate(mandate, by=cast["valerie_chargee"], at=clock.now())
    answers = set()
    for token in (revoked, renewed, ended, without, "A" * 43):
        response = fetch(token)
        assert response.status_code == 404
        answers.add(fingerprint(response, response.wsgi_request.path))
    assert len(answers) == 1
    assert not Trace.objects.filter(event="calendar.read").exists()


def test_address_is_shown_once_and_only_its_digest_is_kept(cast, mireille) -> None:
    visitor = Visitor(mireille)
    assert not visitor.get("calendar").context["key"]
    page = text(visitor.post("calendar"))
    [token] = re.findall(r"/agenda/([\w-]{43})\.ics", page)
    assert fetch(token).status_code == 200
    assert token not in text(visitor.get("calendar"))
    key = CalendarKey.objects.get(user=mireille)
    assert key.digest == digest_of(token) != token
    assert Trace.objects.get(event="calendar.opened").object_id == key.pk
    visitor.post("calendar")
    assert fetch(token).status_code == 404


def test_she_revokes_it_herself(cast, mireille) -> None:
    token = open_calendar_of(mireille)
    visitor = Visitor(mireille)
    assert visitor.get("calendar_revoke").status_code == 405
    visitor.post("calendar_revoke")
    assert fetch(token).status_code == 404
    assert Trace.objects.filter(event="calendar.revoked").count() == 1
    visitor.post("calendar_revoke")
    assert Trace.objects.filter(event="calendar.revoked").count() == 1


def test_somebody_elses_address_stays(cast, mireille) -> None:
    token = open_calendar_of(mireille)
    Visitor(cast["anna_orp_sion"]).post("calendar")
    Visitor(cast["anna_orp_sion"]).post("calendar_revoke")
    assert fetch(token).status_code == 200


def test_the_token_is_kept_out_of_the_logs(cast, mireille) -> None:
    lines = []
    handler = logging.Handler()
    handler.setFormatter(ReticentFormatter())
    handler.emit = lambda record: lines.append(handler.format(record))
    logging.getLogger().addHandler(handler)
    token = open_calendar_of(mireille)
    try:
        fetch(token)
        revoke_calendar(by=mireille, at=clock.now())
        fetch(token)
    finally:
        logging.getLogger().removeHandler(handler)
    assert any("/agenda/….ics" in line for line in lines)
    assert not any(token in line for line in lines)


def test_a_place_cannot_add_lines(cast, mireille) -> None:
    meeting = meeting_convened(cast, [triaged(cast)], at=clock.now())
    type(meeting).objects.filter(pk=meeting.pk).update(place="Sion\r\nATTENDEE:mailto:x@x.ch")
    [event] = [
        event
        for event in events(fetch(open_calendar_of(mireille)))
        if event["uid"].startswith(str(meeting.pk))
    ]
    assert "attendee" not in event

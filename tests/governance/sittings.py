"""Meetings in a wanted state, reached by calling the actions."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from accounts.models import CoordinationPost, Office, User
from cases.models import Case
from core.choices import Category
from governance.actions.decisions import decide
from governance.actions.desk import mark_decided, write_paragraph
from governance.actions.invitations import convene
from governance.actions.meetings import add_item, plan_meeting
from governance.actions.minutes import adopt, circulate, draft_minutes
from governance.models import AgendaItem, Meeting, MeetingKind, Minutes
from governance.reference import load_meeting_kinds
from tests.factories import ORP_SION, Cast, Who, office

DAYS_AHEAD = timedelta(days=10)


def meeting_planned(
    cast: Cast,
    cases: Iterable[Case] = (),
    *,
    at: datetime,
    who: Who = ORP_SION,
    post: str = "valais-central",
    language: str = "fr",
    titles: Iterable[str] = (),
    kind: str = "tro",
) -> Meeting:
    """A TRO ten days ahead with these cases on its agenda."""
    load_meeting_kinds()
    by = cast[who.coordinator]
    meeting = plan_meeting(
        kind=MeetingKind.objects.get(code=kind),
        post=CoordinationPost.objects.get(code=post),
        chair=by,
        starts_at=at + DAYS_AHEAD,
        ends_at=at + DAYS_AHEAD + timedelta(hours=2),
        place="Sion, salle 3",
        language=language,
        by=by,
        at=at,
    )
    for case in cases:
        add_item(meeting, case=case, by=by, at=at)
    for title in titles:
        add_item(meeting, title=title, by=by, at=at)
    return meeting


def meeting_convened(
    cast: Cast,
    cases: Iterable[Case],
    *,
    at: datetime,
    invited: Iterable[str] = ("cms-sierre",),
    **more,
) -> Meeting:
    """The same, with these offices invited to every case."""
    meeting = meeting_planned(cast, cases, at=at, **more)
    offices: list[Office] = [office(code) for code in invited]
    invitations = {item: offices for item in meeting.items.exclude(case=None)}
    return convene(meeting, invitations=invitations, by=meeting.chair, at=at)


def item_decided(
    item: AgendaItem,
    *,
    at: datetime,
    responsible: str = "cms-sierre",
    text: str = "La personne cherche un emploi à mi-temps.",
    what: str = "Prendre contact avec la personne",
    by: User | None = None,
) -> AgendaItem:
    """Discussed, with one decision, and treated."""
    by = by or item.meeting.chair
    write_paragraph(item, text=text, category=Category.WORK, by=by, at=at)
    decide(
        item,
        what=what,
        office=office(responsible),
        until=(at + timedelta(days=30)).date(),
        category=Category.WORK,
        by=by,
        at=at,
    )
    return mark_decided(item, by=by, at=at)


def minutes_circulated(meeting: Meeting, *, at: datetime) -> Minutes:
    minutes = draft_minutes(meeting, by=meeting.chair, at=at)
    return circulate(minutes, by=meeting.chair, at=at)


def minutes_adopted(meeting: Meeting, *, at: datetime) -> Minutes:
    """Every item decided in favour of CMS Sierre, then circulated and adopted."""
    for item in meeting.items.all():
        item_decided(item, at=at)
    return adopt(minutes_circulated(meeting, at=at), by=meeting.chair, at=at)

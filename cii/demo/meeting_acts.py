"""What the cast does around one meeting, from the date set to the minutes adopted."""

from datetime import datetime, timedelta
from functools import partial

from accounts.choices import Role
from accounts.models import Mandate, User
from cases.actions.clients import mark_checked
from cases.choices import Path
from cases.models import Case
from cii.demo.days import dice, later, office_hour
from cii.demo.measure_acts import expect_measures
from cii.demo.places import AREAS, SECRETARIES
from cii.demo.plans import write_plan
from cii.demo.reviews import expect_tasks
from cii.demo.sittings import Sitting
from cii.demo.stage import Stage
from cii.demo.story import BUREAU, Life
from cii.demo.texts import Words
from core.choices import Category, Language
from governance.actions.decisions import decide, designate
from governance.actions.desk import mark_decided, postpone_item, record_attendance, write_paragraph
from governance.actions.invitations import answer_invitation, convene
from governance.actions.meetings import add_item, plan_meeting
from governance.actions.minutes import (
    adopt,
    ask_correction,
    circulate,
    draft_minutes,
    settle_correction,
)
from governance.choices import Answer, Presence
from governance.models import AgendaItem, Correction, Minutes

LENGTH = {Path.TRO.value: 150, Path.ASSESSMENT.value: 90}
ANSWERS = {Answer.YES: 82, Answer.DEPUTY: 8, Answer.NO: 10}
PRESENCE = {"yes": Presence.PRESENT, "deputy": Presence.DEPUTY, "no": Presence.EXCUSED}
WITH_PLAN = 0.85
# Of the meetings to come, so many invitations still wait for an answer.
UNANSWERED = 0.45
PREFERRED = (Category.WORK, Category.FINANCE, Category.SOCIAL, Category.HEALTH, Category.IDENTITY)


def plan_sitting(stage: Stage, sitting: Sitting) -> None:
    """Put everything that the story says of one meeting into the order of time."""
    for moment, act in (
        (sitting.planned, set_date),
        (sitting.convened, invite),
        (sitting.starts + timedelta(minutes=5) if sitting.convened else None, sit),
        (sitting.circulated if sitting.convened else None, hand_round),
        (sitting.adopted if sitting.convened else None, put_on_record),
    ):
        stage.plan(moment, partial(act, stage, sitting))


def set_date(stage: Stage, sitting: Sitting, at: datetime) -> None:
    by = sitting.organiser
    meeting = stage.do(
        plan_meeting,
        kind=stage.kinds[sitting.kind],
        post=stage.posts[sitting.post],
        chair=stage.people[sitting.chair],
        starts_at=sitting.starts,
        ends_at=sitting.starts + timedelta(minutes=LENGTH.get(sitting.kind, 120)),
        place=sitting.place,
        language=Language(sitting.language),
        by=by,
        at=at,
    )
    stage.meetings[sitting.index] = meeting
    # Of a meeting in preparation, the last case still waits for its place on the agenda.
    ready = sitting.lives if sitting.convened else sitting.lives[:-1]
    for life in ready:
        stage.do(add_item, meeting, case=stage.case(life), by=by, at=at)
    for title in sitting.titles:
        stage.do(add_item, meeting, title=title, by=by, at=at)


def invite(stage: Stage, sitting: Sitting, at: datetime) -> None:
    """The dispositifs that each consent names; the secretariat has checked the data (C9)."""
    meeting = stage.meetings[sitting.index]
    invitations = {}
    for item in meeting.items.select_related("case"):
        if item.case:
            offices = list(stage.lives[item.case.number].partners.values())
        else:
            offices = _regulars(sitting)
        invitations[item] = [stage.offices[code] for code in offices]
    checker = SECRETARIES[sitting.language]
    for life in sitting.lives:
        stage.do(mark_checked, stage.case(life), by=checker, at=at)
    stage.do(convene, meeting, invitations=invitations, by=sitting.organiser, at=at)
    last = sitting.starts - timedelta(hours=3)
    for user in _invited(meeting):
        chance = dice(stage.year.seed, "answer", sitting.index, user.email)
        if sitting.starts >= stage.end and chance.random() < UNANSWERED:
            continue
        moment = min(office_hour(chance, later(chance, at.date(), 1, 8)), last)
        answer = chance.choices(list(ANSWERS), list(ANSWERS.values()))[0]
        stage.plan(moment, partial(reply, stage, sitting, stage.keys[user.pk], answer))


def _regulars(sitting: Sitting) -> list[str]:
    """Who is invited to a point without a case."""
    if sitting.kind == "repondants":
        return [code for area in AREAS for code in area.offices.values()]
    region = sitting.post.removesuffix("-oai").removesuffix("-cms")
    areas = [area for area in AREAS if area.region == region]
    return [area.offices[kind] for area in areas for kind in ("orp", "cms", "oai")]


def _invited(meeting) -> list[User]:
    people = {row.user.email: row.user for row in meeting.invitations.select_related("user")}
    return [people[email] for email in sorted(people)]


def reply(stage: Stage, sitting: Sitting, key: str, answer: Answer, at: datetime) -> None:
    meeting = stage.meetings[sitting.index]
    stage.do(answer_invitation, meeting, answer=answer, by=key, at=at)


# --- at the table ---------------------------------------------------------------------------------
def sit(stage: Stage, sitting: Sitting, at: datetime) -> None:
    meeting = stage.meetings[sitting.index]
    stage.do(draft_minutes, meeting, by=sitting.organiser, at=at)
    presences = {
        row.user: PRESENCE.get(row.answer, Presence.ABSENT)
        for row in meeting.invitations.select_related("user")
    }
    presences[stage.people[sitting.chair]] = Presence.PRESENT
    stage.do(record_attendance, meeting, presences=presences, by=sitting.chair, at=at)
    items = meeting.items.select_related("case").order_by("position")
    for number, item in enumerate(items, start=1):
        act = treat if item.case else discuss
        stage.plan(at + timedelta(minutes=12 * number), partial(act, stage, sitting, item))


def treat(stage: Stage, sitting: Sitting, item: AgendaItem, at: datetime) -> None:
    """One case: what was said, who does what, and the plan that is adopted."""
    life = stage.lives[str(item.case)]
    chair, words = sitting.chair, life.words
    told = [Category.WORK, *life.chance.sample(life.categories, k=2)]
    for category in dict.fromkeys(c for c in told if c in words.texts.DISCUSSION):
        text = words.one_of("DISCUSSION", category)
        stage.do(write_paragraph, item, text=text, category=category, by=chair, at=at)
    plan = None
    if life.chance.random() < WITH_PLAN and life.manager[1] in life.recipients:
        user, office = life.manager
        mandate = Mandate.objects.live(at.date()).get(
            user=stage.people[user],
            office=stage.offices[office],
            role=Role.REPONDANT,
            population=life.population,
        )
        stage.do(designate, item, mandate=mandate, by=chair, at=at)
        stage.managers[life.index] = user
        plan = write_plan(stage, life, at, by=chair)
    for kind, office in _responsible(life):
        reads = life.recipients[office]
        stage.do(
            decide,
            item,
            what=words.one_of("DECISIONS", kind),
            office=stage.offices[office],
            until=later(life.chance, sitting.adopted.date(), 6, 40),
            category=next(c for c in PREFERRED if c in reads),
            plan=plan,
            by=chair,
            at=at,
        )
        if plan:
            expect_measures(stage, life, plan, at)
        plan = None
    stage.do(mark_decided, item, by=chair, at=at)


def _responsible(life: Life) -> list[tuple[str, str]]:
    offices = [*life.partners.items(), (life.kind, life.home)]
    return [*offices[: life.chance.randint(1, 2)], ("bureau", BUREAU)][: life.chance.randint(1, 3)]


def discuss(stage: Stage, sitting: Sitting, item: AgendaItem, at: datetime) -> None:
    """A point without a case; now and then it waits for the next meeting."""
    chance = dice(stage.year.seed, "point", sitting.index, item.position)
    words, chair = Words(sitting.language, chance), sitting.chair
    if chance.random() < 0.2:
        stage.do(postpone_item, item, by=chair, at=at)
        return
    text = words.one_of("POINT_NOTES")
    stage.do(write_paragraph, item, text=text, by=chair, at=at)
    if item.position == 1:
        stage.do(
            decide,
            item,
            what=words.one_of("POINT_TASK"),
            office=stage.offices[BUREAU],
            until=later(chance, sitting.adopted.date(), 6, 20),
            by=chair,
            at=at,
        )
    stage.do(mark_decided, item, by=chair, at=at)


# --- minutes --------------------------------------------------------------------------------------
def hand_round(stage: Stage, sitting: Sitting, at: datetime) -> None:
    """The minutes are re-read; sometimes somebody asks for a correction."""
    minutes = Minutes.objects.get(meeting=stage.meetings[sitting.index])
    stage.do(circulate, minutes, by=sitting.organiser, at=at)
    if sitting.lives and sitting.index % 3 == 0:
        asked = sitting.after(6, 7)
        stage.plan(asked, partial(object_to, stage, sitting))


def object_to(stage: Stage, sitting: Sitting, at: datetime) -> None:
    life = sitting.lives[0]
    case: Case = stage.case(life)
    item = AgendaItem.objects.get(meeting=stage.meetings[sitting.index], case=case)
    text = life.words.one_of("CORRECTIONS")
    correction = stage.do(
        ask_correction, item, text=text, category=Category.WORK, by=life.repondant, at=at
    )
    settled = min(at + timedelta(days=1, hours=1), sitting.adopted - timedelta(hours=1))
    stage.plan(settled, partial(answer_to, stage, sitting, correction))


def answer_to(stage: Stage, sitting: Sitting, correction: Correction, at: datetime) -> None:
    stage.do(settle_correction, correction, by=sitting.chair, at=at)


def put_on_record(stage: Stage, sitting: Sitting, at: datetime) -> None:
    meeting = stage.meetings[sitting.index]
    minutes = Minutes.objects.get(meeting=meeting)
    stage.do(adopt, minutes, by=sitting.chair, at=at)
    meeting.refresh_from_db()
    expect_tasks(stage, meeting)

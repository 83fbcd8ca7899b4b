"""The meetings of the scene: held ones, one under way, one to come."""

from datetime import datetime, timedelta

from accounts.models import Absence, CoordinationPost, Setting
from cases.actions.follow_ups import send_reminders
from cases.actions.matches import open_match
from cases.actions.merges import propose_merge
from cases.actions.procurations import withdraw_procuration
from cases.choices import FingerprintKind
from cases.models import Case, Certificate, Match
from core import clock
from core.choices import Category
from governance.actions.decisions import decide
from governance.actions.desk import mark_decided, postpone_item, write_paragraph
from governance.actions.invitations import convene
from governance.actions.mandates import record_absence
from governance.actions.meetings import add_item, plan_meeting
from governance.actions.minutes import adopt, ask_correction, circulate, draft_minutes
from governance.actions.own_account import open_calendar
from governance.models import AgendaItem, Excerpt, Meeting, MeetingKind
from governance.reference import load_meeting_kinds
from messaging.models import InboxEntry
from messaging.sweeper import sweep
from tests.access.advice_doors import advised
from tests.access.policy import PROPOSER
from tests.access.scene import (
    HAUT,
    POSTS,
    START,
    WALK,
    Scene,
    announced_only,
    confirmed_only,
    day,
    followed,
    reviewed,
)
from tests.endings import dropped, ordered, proposed
from tests.factories import ORP_SION, Cast, Who, office


def planned(scene: Scene, starts_at: datetime, at: datetime, who: Who = ORP_SION) -> Meeting:
    chair = scene.cast[who.coordinator]
    return plan_meeting(
        kind=MeetingKind.objects.get(code="tro"),
        post=CoordinationPost.objects.get(code=POSTS[who.coordinator]),
        chair=chair,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="Salle 3",
        language="fr",
        by=chair,
        at=at,
    )


def convened(
    scene: Scene,
    name: str,
    cases: dict[str, Case],
    *,
    starts_at: datetime,
    at: datetime,
    who: Who = ORP_SION,
) -> Meeting:
    """A meeting about these cases, and one point without a case."""
    officer = scene.cast["valerie_chargee"]
    meeting = planned(scene, starts_at, at, who)
    guests = {}
    for state, case in cases.items():
        item = add_item(meeting, case=case, by=officer, at=at)
        codes = ("cms-haut-valais",) if state == "foreign" else ("cms-sierre", "oai-sion")
        guests[item] = [office(code) for code in codes]
        scene.keep(state, **{f"{name}_item": item})
    scene.keep(name, item=add_item(meeting, title="Informations", by=officer, at=at))
    scene.keep(name, meeting=meeting)
    return convene(meeting, invitations=guests, by=officer, at=at)


def treat(scene: Scene, item: AgendaItem, state: str, name: str, at: datetime) -> None:
    """Discussed in three categories, with a decision for each partner."""
    by = {"by": item.meeting.chair, "at": at}
    for category in (Category.WORK, Category.HEALTH, Category.JUSTICE):
        text = scene.plant(state, f"{name}-paragraph", category)
        row = write_paragraph(item, text=text, category=category, **by)
        scene.keep(state, **{f"{name}_paragraph_{category.name.lower()}": row})
    partner = "cms-haut-valais" if state == "foreign" else "cms-sierre"
    for code, category in ((partner, Category.WORK), ("oai-sion", Category.HEALTH)):
        what = scene.plant(state, f"{name}-decision", category)
        until = {"until": day(100).date(), "category": category}
        row = decide(item, what=what, office=office(code), **until, **by)
        scene.keep(state, **{f"{name}_decision_{code}": row})
    mark_decided(item, **by)


def held_meetings(scene: Scene, cases: dict[str, Case]) -> None:
    """One at Sion, where the foreign case is postponed, then the foreign case's own."""
    meeting = convened(scene, "held", cases, starts_at=day(10), at=START)
    conclude(scene, "held", meeting, cases, day(10, 1))
    foreign = {"foreign": cases["foreign"]}
    away = convened(scene, "away", foreign, starts_at=day(11), at=day(10, 2), who=HAUT)
    conclude(scene, "away", away, foreign, day(11, 1))


def conclude(
    scene: Scene, name: str, meeting: Meeting, cases: dict[str, Case], at: datetime
) -> None:
    by = {"by": meeting.chair, "at": at}
    with clock.at(at):
        for item in meeting.items.select_related("case"):
            state = next((key for key, case in cases.items() if case == item.case), "")
            if state == "foreign" and name == "held":
                postpone_item(item, **by)
            elif state:
                treat(scene, item, state, name, at)
            else:
                mark_decided(item, **by)
        minutes = adopt(circulate(draft_minutes(meeting, **by), **by), **by)
        sweep(at)
    scene.keep(name, minutes=minutes)
    for state, case in cases.items():
        if excerpt := Excerpt.objects.filter(minutes=minutes, item__case=case).first():
            scene.keep(state, excerpt=excerpt, excerpt_document=excerpt.document)


def running_meeting(scene: Scene, meeting: Meeting, live: Case) -> None:
    """Under way: one case discussed, the minutes in circulation, a correction asked."""
    at = day(39, 1)
    with clock.at(at):
        treat(scene, meeting.items.get(case=live), "live", "running", at)
        minutes = circulate(
            draft_minutes(meeting, by=meeting.chair, at=at), by=meeting.chair, at=at
        )
        text = scene.plant("live", "running-correction", Category.WORK)
        correction = ask_correction(
            meeting.items.get(case=live),
            text=text,
            category=Category.WORK,
            by=scene.cast[ORP_SION.manager],
            at=at,
        )
    scene.keep("running", minutes=minutes)
    scene.keep("live", correction=correction)


def coming_meeting(scene: Scene, waiting: Case) -> None:
    """Planned only: its agenda may still change."""
    with clock.at(START):
        meeting = planned(scene, day(60), START)
        by = {"by": meeting.chair, "at": START}
        scene.keep("announced", coming_item=add_item(meeting, case=waiting, **by))
        scene.keep("coming", meeting=meeting, item=add_item(meeting, title="Divers", **by))


def matches(scene: Scene, cases: dict[str, Case]) -> None:
    """The live case and the foreign one seem to be of one person; so do two of Sion."""
    first = Case.objects.get(pk=scene.objects["no"]["case"])
    second = Case.objects.get(pk=scene.objects["announced"]["case"])
    with clock.at(day(12)):
        for pair in ((cases["live"], cases["foreign"]), (first, second)):
            open_match(*pair, FingerprintKind.NAME, day(12))
        match = Match.objects.get(older=first)
        proposer = scene.cast[PROPOSER]
        propose_merge(match, keep=second, reason="Même personne.", by=proposer, at=day(12))
    for state, older in (("foreign", cases["live"]), ("no", first)):
        scene.keep(state, match=Match.objects.get(older=older))


def ended(scene: Scene) -> None:
    """Two dropped flags whose term is over: one on its way to its destruction, one destroyed."""
    Setting.objects.create(key="retention_months_dropped", value=1, valid_from=START.date())
    name = scene.plant("dropped", "name", Category.IDENTITY, office="orp-sion")
    # Planted in no list: wherever it is found, it is too much.
    cases = [dropped(scene.cast, at=START, last_name=n) for n in (name, "canari_destroyed_name")]
    for step, case in zip((proposed, ordered), cases, strict=True):
        with clock.at(day(39)):
            step(case, scene.cast, at=day(39))
            sweep(day(39))
    scene.keep("dropped", case=cases[0])
    scene.keep("destroyed", certificate=Certificate.objects.get())


def build(cast: Cast) -> Scene:
    """The scene as it stands at `WALK`."""
    scene = Scene(cast)
    load_meeting_kinds()
    confirmed_only(scene)
    coming_meeting(scene, announced_only(scene))
    cases = {state: followed(scene, state, ORP_SION) for state in ("live", "withdrawn", "expired")}
    cases["foreign"] = followed(scene, "foreign", HAUT)
    held_meetings(scene, cases)
    still_covered = {state: cases[state] for state in ("live", "withdrawn", "foreign")}
    running = convened(scene, "running", still_covered, starts_at=day(39), at=day(11, 2))
    with clock.at(day(12)):
        withdraw_procuration(cases["withdrawn"], note="", by=cast[ORP_SION.home], at=day(12))
    reviewed(scene, cases["live"])
    running_meeting(scene, running, cases["live"])
    matches(scene, cases)
    ended(scene)
    with clock.at(WALK):
        send_reminders(WALK)
        sweep(WALK)
    scene.keep("colleague", anna_orp_sion=cast["anna_orp_sion"])
    scene.keep("named", mireille_cms_sierre=cast["mireille_cms_sierre"])
    own_affairs(scene)
    advised(scene)
    for key in ("claire_orp_sion", "isabelle_coord_central"):
        scene.keep("inbox", **{key: InboxEntry.objects.filter(user=cast[key]).first()})
    return scene


def own_affairs(scene: Scene) -> None:
    """What two people keep for themselves: absences to come, and calendars by secret address."""
    for key in ("anna_orp_sion", "wilma_oai_sion"):
        user = scene.cast[key]
        absence = Absence(user=user, valid_from=day(80).date(), valid_until=day(90).date())
        scene.keep("absence", **{key: record_absence(absence, by=user, at=WALK)})
    mireille = scene.cast["mireille_cms_sierre"]
    revoked = open_calendar(by=mireille, at=START)
    scene.objects["calendar"] = {"open": open_calendar(by=mireille, at=WALK), "revoked": revoked}

"""What the cast does on one case, from the flag to its end; each act through its action."""

from datetime import date, datetime, timedelta
from functools import partial

from accounts.models import Commune
from cases.actions.announcements import announce
from cases.actions.assignments import designate_case_manager
from cases.actions.flags import confirm_case, drop_case, hand_over, raise_flag
from cases.actions.notes import add_document, add_note, replace_document
from cases.actions.procurations import (
    narrow_procuration,
    record_procuration,
    withdraw_procuration,
)
from cases.choices import NoteKind, Outcome, Path, SignedHow, Urgency
from cii.demo.appraisal_acts import expect_appraisals
from cii.demo.days import earlier, hour, later, office_hour
from cii.demo.detection_acts import expect_grid_again
from cii.demo.places import COORDINATORS, workers
from cii.demo.plans import put_in_force, write_plan
from cii.demo.profiles import READS
from cii.demo.reviews import expect_review, finish_tasks
from cii.demo.stage import Stage, drawing, upload
from cii.demo.story import COMMISSION, Life
from core.choices import Category, Language
from documents.models import Document
from governance.actions.coordination import close_case, triage_case

DIRECT = {Path.TANDEM, Path.CASE_MANAGEMENT}
TWO_YEARS = timedelta(days=730)
NOTES = (1, 3)
DESCRIBED = 3


def plan_life(stage: Stage, life: Life) -> None:
    """Put everything that the story says of one case into the order of time."""
    for moment, act in (
        (life.flagged, flag),
        (life.confirmed, confirm),
        (life.dropped, drop),
        (life.signed, sign),
        (life.announced, tell),
        (life.triaged, sort),
        (life.renewed, sign),
        (life.narrowed, narrow),
        (life.withdrawn, withdraw),
        (life.closed if life.path != Path.NONE else None, close),
    ):
        stage.plan(moment, partial(act, stage, life))


def coordinator(life: Life) -> str:
    return COORDINATORS[life.post]


# --- in the home dispositif -----------------------------------------------------------------------
def flag(stage: Stage, life: Life, at: datetime) -> None:
    person, words = life.person, life.words
    case = stage.do(
        raise_flag,
        client={
            "last_name": person.last_name,
            "first_name": person.first_name,
            "birth_date": person.birth_date,
            "sex": person.sex,
            "language": person.language,
            "commune": Commune.objects.get(name=person.commune),
            "street": person.street,
            "place": person.place,
            "phone": person.phone,
        },
        answers=life.answers,
        chosen_path=Path.TRO if life.path == Path.NONE else life.path,
        remark=words.one_of("REMARKS"),
        by=life.worker,
        at=at,
    )
    stage.keep(life, case)


def confirm(stage: Stage, life: Life, at: datetime) -> None:
    stage.do(confirm_case, stage.case(life), by=life.repondant, at=at)
    stage.plan(at + timedelta(minutes=20), partial(describe, stage, life))
    expect_appraisals(stage, life, at + timedelta(minutes=20))
    expect_grid_again(stage, life, at)


def describe(stage: Stage, life: Life, at: datetime) -> None:
    """The worker says what is known of the situation, category by category."""
    for category, text in life.situation[-DESCRIBED:]:
        stage.do(
            add_note,
            stage.case(life),
            kind=NoteKind.SITUATION,
            category=category,
            text=text,
            by=life.worker,
            at=at,
        )


def drop(stage: Stage, life: Life, at: datetime) -> None:
    reason = life.words.one_of("DROPS")
    case = stage.case(life)
    stage.do(drop_case, case, reason=reason, seen=case.state, by=life.repondant, at=at)


def sign(stage: Stage, life: Life, at: datetime) -> None:
    """A procuration is signed, on paper or on screen, or signed anew before it ends."""
    if not life.is_open(at):
        return
    day = at.date()
    is_first = life.renewed != at
    until = life.consent_until if is_first and life.consent_until else day + TWO_YEARS
    is_on_screen = life.index % 3 == 0
    named = life.recipients
    if not is_first:
        # Signed anew, it is widened, too.
        named = named | {COMMISSION: READS["commission"] & set(life.categories)}
    stage.do(
        record_procuration,
        stage.case(life),
        purpose=life.words.one_of("PURPOSES"),
        recipients={stage.offices[code]: set(reads) for code, reads in named.items()},
        language=Language(life.person.language),
        valid_from=day,
        valid_until=until,
        signed_on=day,
        signed_place=life.person.place.partition(" ")[2],
        signed_how=SignedHow.SCREEN if is_on_screen else SignedHow.PAPER,
        scan=drawing(life.index) if is_on_screen else upload(life.words.one_of("SIGNED")),
        is_informed=True,
        by=life.repondant,
        at=at,
    )


def tell(stage: Stage, life: Life, at: datetime) -> None:
    announcement, _objective, _words = life.words.profile(life.profile.code)
    asked = Path.TRO if life.path == Path.NONE else life.path
    stage.do(
        announce,
        stage.case(life),
        path=asked,
        text=announcement,
        urgency=Urgency.URGENT if life.index % 6 == 0 else Urgency.NORMAL,
        theme=life.theme,
        by=life.repondant,
        at=at,
    )


# --- in the hands of the coordination -------------------------------------------------------------
def sort(stage: Stage, life: Life, at: datetime) -> None:
    """Triage, and what follows from it without a meeting."""
    due_on = max(life.path_due_on or at.date() + timedelta(days=30), at.date())
    stage.do(
        triage_case,
        stage.case(life),
        path=life.path,
        reason=life.words.one_of("TRIAGE", life.path),
        due_on=due_on,
        by=coordinator(life),
        at=at,
    )
    if life.path == Path.NONE:
        return
    expect_review(stage, life)
    day = at.date()
    if life.path in DIRECT:
        named_on = later(life.chance, day, 3, 6)
        stage.plan(hour(named_on, 9, 15), partial(name_manager, stage, life))
        stage.plan(
            hour(later(life.chance, named_on, 1, 3), 14, 20), partial(write_plan, stage, life)
        )
        adopted_on = later(life.chance, named_on, 5, 12)
        stage.plan(hour(adopted_on, 11, 5), partial(put_in_force, stage, life))
    _plan_notes(stage, life, day)
    other = [key for key in workers(life.home) if key != life.worker]
    if other and life.index % 4 == 0:
        moved_on = later(life.chance, day, 1, 40)
        stage.plan(hour(moved_on, 8, 40), partial(pass_on, stage, life, other[0]))


def _plan_notes(stage: Stage, life: Life, day: date) -> None:
    span = (stage.year.today - day).days
    for _ in range(life.chance.randint(*NOTES)):
        written_on = earlier(day + timedelta(days=life.chance.randint(6, max(7, span))), 0)
        stage.plan(office_hour(life.chance, written_on), partial(note, stage, life))


def name_manager(stage: Stage, life: Life, at: datetime) -> None:
    key, office = life.manager
    stage.do(
        designate_case_manager,
        stage.case(life),
        user=stage.people[key],
        office=stage.offices[office],
        reason=life.words.one_of("DESIGNATIONS"),
        by=coordinator(life),
        at=at,
    )
    stage.managers[life.index] = key


def note(stage: Stage, life: Life, at: datetime) -> None:
    """An entry by the worker, the case manager or the coordination."""
    if not life.is_open(at):
        return
    manager = stage.managers.get(life.index)
    by = life.chance.choice([key for key in (life.worker, manager, coordinator(life)) if key])
    known = set(life.categories)
    if by == manager:
        known &= life.recipients[life.manager[1]]
    if life.narrowed:
        known = {Category.WORK}
    category = life.chance.choice(sorted(known - {Category.IDENTITY}))
    case = stage.case(life)
    if by == life.worker and life.index % 7 == 0 and category in life.words.texts.DOCUMENTS:
        title = life.words.one_of("DOCUMENTS", category)
        file = upload(f"{title}. {life.words.one_of('PAPER')}.")
        row = stage.do(add_document, case, file=file, title=title, category=category, by=by, at=at)
        stage.plan(at + timedelta(days=7), partial(correct, stage, life, row))
    else:
        text = life.words.one_of("JOURNAL", category)
        stage.do(add_note, case, category=category, text=text, by=by, at=at)


def correct(stage: Stage, life: Life, row: Document, at: datetime) -> None:
    """The worker brings the signed version of a document that she attached a week ago."""
    if life.is_open(at):
        file = upload(f"{row.title}. {life.words.one_of('PAPER')}. {row.title}.")
        stage.do(replace_document, row, file=file, by=life.worker, at=at)


def pass_on(stage: Stage, life: Life, to: str, at: datetime) -> None:
    if life.is_open(at):
        reason = life.words.one_of("HANDOVER")
        user = stage.people[to]
        stage.do(hand_over, stage.case(life), to=user, reason=reason, by=life.worker, at=at)
        life.worker = to


# --- the person changes her mind; the end ---------------------------------------------------------
def narrow(stage: Stage, life: Life, at: datetime) -> None:
    """One service no longer reads one category that it can do without."""
    if not life.is_open(at):
        return
    for kind, office in life.partners.items():
        spare = (READS[kind] & set(life.categories)) - {Category.IDENTITY, Category.WORK}
        if spare:
            stage.do(
                narrow_procuration,
                stage.case(life),
                withdrawn={stage.offices[office]: {min(spare)}},
                note=life.words.one_of("NARROWING"),
                by=life.repondant,
                at=at,
            )
            return


def withdraw(stage: Stage, life: Life, at: datetime) -> None:
    note = life.words.one_of("WITHDRAWAL")
    stage.do(withdraw_procuration, stage.case(life), note=note, by=life.worker, at=at)


def close(stage: Stage, life: Life, at: datetime) -> None:
    finish_tasks(stage, life, at)
    outcome = Outcome(life.outcome)
    stage.do(close_case, stage.case(life), outcome=outcome, by=coordinator(life), at=at)

"""Cases that have ended, and their way to the destruction, reached by calling the actions."""

from datetime import UTC, datetime, timedelta

import pypdfium2
from django.apps import apps
from django.db import models

from cases.actions.access_requests import receive_request
from cases.actions.aid import file_aid
from cases.actions.aid_ladder import remind_aid
from cases.actions.destructions import (
    approve_destruction,
    offer_to_archives,
    propose_destruction,
    record_archive_answer,
)
from cases.actions.disputes import state_position
from cases.actions.flags import drop_case
from cases.actions.follow_ups import review, send_reminders
from cases.actions.handouts import make_handout
from cases.actions.holds import lift_hold, set_hold
from cases.actions.matches import dismiss_match
from cases.actions.matters import open_matter, settle_matter
from cases.actions.measures import move_measure
from cases.actions.merges import approve_merge, propose_merge
from cases.actions.notes import add_document, add_note, replace_document
from cases.actions.passages import hide_passage
from cases.actions.plans import draft_plan
from cases.actions.recusals import recuse
from cases.actions.reopening import reopen_case
from cases.actions.requests import send_request, withdraw_request
from cases.actions.result_answers import answer_result
from cases.actions.result_questions import ask_results
from cases.actions.triage import close_case
from cases.choices import (
    ArchiveAnswer,
    CaseState,
    FollowUpResult,
    Lasting,
    LateRung,
    MatterKind,
    Outcome,
    PlanState,
    Rung,
)
from cases.models import (
    AvsNumber,
    Case,
    Certificate,
    Destruction,
    FollowUp,
    Match,
    ProcurationReminder,
    RequestReminder,
    StageReminder,
)
from cases.texts import key_of
from cii.erasure import CONTENT, Trail
from core import clock
from core.choices import Category, Language
from documents.models import Document
from governance.actions.minutes import adopt, ask_correction, settle_correction
from messaging.sweeper import sweep
from tests.cases.test_matches import matched
from tests.factories import (
    ORP_SION,
    Cast,
    documents_given,
    flagged,
    office,
    planned,
    scan,
    triaged,
)
from tests.governance.sittings import item_decided, meeting_convened, minutes_circulated

START = datetime(2026, 3, 12, 9, tzinfo=UTC)
CLOSED = START + timedelta(days=200)
# Five years and some days after the closure.
DUE = CLOSED + timedelta(days=5 * 366)
LATER = DUE + timedelta(minutes=5)

SECRETARY, OFFICER, HOME = "monique_secretariat", "valerie_chargee", "claire_orp_sion"


def closed(cast: Cast, case: Case | None = None, *, outcome: Outcome = Outcome.JOB) -> Case:
    """A case that was triaged, or this one, closed long ago."""
    with clock.at(START):
        case = case or triaged(cast, at=START)
    with clock.at(CLOSED):
        return close_case(case, outcome=outcome, by=cast[ORP_SION.coordinator], at=CLOSED)


def united(cast: Cast) -> tuple[Case, Case]:
    """A case of Sion, and the one of the same person that was merged into it."""
    with clock.at(START):
        match = matched(cast)
        proposer, approver = cast["markus_coord_haut"], cast[ORP_SION.coordinator]
        propose_merge(match, keep=match.older, reason="Même personne.", by=proposer, at=START)
        approve_merge(match, by=approver, at=START)
    return match.older, match.newer


def dropped(cast: Cast, *, at: datetime = START, **changes) -> Case:
    """A flag that came to nothing."""
    with clock.at(at):
        case = flagged(cast, at=at, **changes)
        return drop_case(
            case, reason="Rien à faire.", seen=case.state, by=cast[ORP_SION.home], at=at
        )


def answered(case: Case, cast: Cast, *, at: datetime = DUE) -> Destruction:
    """Offered to the State Archives, which do not want it."""
    by = cast[SECRETARY]
    offer_to_archives(case, by=by, at=at)
    return record_archive_answer(
        case,
        answer=ArchiveAnswer.NOT_WANTED,
        answered_on=clock.day_of(at),
        reference="AEV 2025/17",
        by=by,
        at=at,
    )


def proposed(case: Case, cast: Cast, *, at: datetime = DUE) -> Destruction:
    answered(case, cast, at=at)
    return propose_destruction(case, by=cast[SECRETARY], at=at)


def ordered(case: Case, cast: Cast, *, at: datetime = DUE) -> Destruction:
    """Approved by the cantonal officer and the home répondant: the job may run."""
    proposed(case, cast, at=at)
    approve_destruction(case, by=cast[OFFICER], at=at)
    return approve_destruction(case, by=cast[HOME], at=at)


def destroyed(case: Case, cast: Cast) -> Certificate:
    """The order is given, and the jobs run."""
    ordered(case, cast)
    sweep(LATER)
    return Certificate.objects.get(case_id=case.pk)


def ruled_on(case: Case, cast: Cast) -> None:
    """Submitted to the Commission without one of its members, and settled."""
    by = {"by": cast[OFFICER], "at": START}
    recuse(case, user=cast["rita_droit_oai"], reason="Parente.", **by)
    asked = {"category": Category.FINANCE, "question": "Qui paie le cours ?"}
    matter = open_matter(case, kind=MatterKind.PREFINANCING, **asked, **by)
    settle_matter(matter, outcome="Le Fonds.", **by)


def disputed(case: Case, cast: Cast) -> None:
    """Both dispositifs disagreed, the stage was late, and they agreed."""
    by = {"by": cast[HOME], "at": START}
    asked = {"category": Category.WORK, "question": "Qui suit le stage ?"}
    matter = open_matter(case, kind=MatterKind.DISPUTE, office=office("cms-sierre"), **asked, **by)
    state_position(matter, office=case.home_office, text="Le CMS le suit.", **by)
    StageReminder.objects.create(stage=matter.stage, rung=LateRung.REMINDER, reminded_at=START)
    settle_matter(matter, outcome="Les deux.", by=cast[OFFICER], at=START)


def asked_another(case: Case, cast: Cast, paper: Document) -> None:
    """A request with a document, of which a répondant was reminded, and which was withdrawn."""
    request = send_request(
        case,
        office=office("cms-sierre"),
        category=Category.WORK,
        question="Peut-elle suivre un stage ?",
        service="Un avis",
        documents=[paper],
        by=cast[HOME],
        at=START,
    )
    RequestReminder.objects.create(request=request, rung=Rung.REPONDANT, reminded_at=START)
    withdraw_request(request, conclusion="Réglé.", by=cast[HOME], at=START)


def plan_lived(case: Case, cast: Cast) -> None:
    """A measure of the plan in force was broken off, and the plan handed over in plain language."""
    plan = case.plans.get(state=PlanState.ADOPTED)
    by = {"by": cast[ORP_SION.manager], "at": START}
    move_measure(plan.measures.get(), move="break_off", reason="Malade.", **by)
    make_handout(plan, language=Language.FR, **by)


def rich_case(cast: Cast) -> Case:
    """With everything that a case may hold: plan, meeting, papers, reviews, documents, a hold."""
    with clock.at(START):
        case = planned(cast, at=START)
        by = {"by": cast[ORP_SION.coordinator], "at": START}
        home = {"by": cast[HOME], "at": START}
        note = add_note(case, category=Category.HEALTH, text="Dort mal.", **home)
        paper = add_document(case, file=scan(), title="Certificat", category=Category.WORK, **home)
        replace_document(paper, file=scan(), **home)
        asked_another(case, cast, paper)
        cms = {"office": office(ORP_SION.manager_office), "asked_on": clock.today()}
        file_aid(case, **cms, by=cast[ORP_SION.manager], at=START)
        request = receive_request(
            case,
            language=Language.FR,
            asked_on=clock.today(),
            is_identified=True,
            **home,
        )
        said = {"words": "Dort", "reason": "Vie d’un tiers."}
        hide_passage(request, text=key_of(note), **said, **home)
        documents_given(request, **home)
        draft_plan(case, objective="Autre", client_words="", has_client_agreement=True, **by)
        plan_lived(case, cast)
        ruled_on(case, cast)
        disputed(case, cast)
        meeting = meeting_convened(cast, [case], at=START)
    with clock.at(START + timedelta(days=11)) as held:
        chair = meeting.chair
        item = meeting.items.get()
        item_decided(item, at=held)
        minutes = minutes_circulated(meeting, at=held)
        correction = ask_correction(
            item, text="Une faute.", category=Category.WORK, by=chair, at=held
        )
        settle_correction(correction, by=chair, at=held)
        adopt(minutes, by=chair, at=held)
        sweep(held)
    follow_up = FollowUp.objects.open().get(case=case)
    # So late that the cantonal officer is told by mail.
    with clock.at(START + timedelta(days=110)) as day:
        send_reminders(day)
        remind_aid(day)
        review(
            follow_up,
            result=FollowUpResult.ADAPT,
            summary="Cherche mieux.",
            by=cast[ORP_SION.coordinator],
            at=day,
        )
        sweep(day)
        # An older case of somebody with the same name was found when the consent was recorded.
        for match in Match.objects.filter(newer=case):
            told = {"reason": "Même personne ?", "by": cast[ORP_SION.coordinator], "at": day}
            if match.older.state == CaseState.TRIAGED:
                propose_merge(match, keep=match.older, **told)
            else:
                dismiss_match(match, **told)
    consent = case.procurations.get()
    ProcurationReminder.objects.create(procuration=consent, day=30, reminded_at=CLOSED)
    AvsNumber.objects.create(
        client=case.client, number="7569217076985", kept_at=START, kept_by=cast[HOME]
    )
    case = closed(cast, case)
    with clock.at(CLOSED + timedelta(days=190)) as asked:
        ask_results(asked)
        answer_result(case, answer=Lasting.NOT_HELD, remark="Fini.", by=cast[HOME], at=asked)
        reopen_case(case, reason="Revient.", by=cast[OFFICER], at=asked)
    case = closed(cast, case)
    set_hold(case, reason="Litige.", by=cast[OFFICER], at=DUE)
    lift_hold(case, reason="Terminé.", by=cast[OFFICER], at=DUE)
    return case


def content_rows(case: Case) -> dict[type[models.Model], models.QuerySet]:
    trail = Trail.of(case)
    return {
        apps.get_model(label): apps.get_model(label)._default_manager.filter(rows(trail))
        for label, rows in CONTENT.items()
    }


def text_of(content: bytes) -> str:
    pdf = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    pdf.close()
    return " ".join(text.replace("\ufffe\r\n", "").split())

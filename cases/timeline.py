"""What happened in a case, as far as one reader may know it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from cases.choices import CaseState, StageResult
from cases.collaboration import Line as Asked
from cases.collaboration import asked_in
from cases.detection import ShownGrid, grids_of
from cases.docket import Line, docket
from cases.item_queries import DocumentQuerySet
from cases.models import (
    Assignment,
    Case,
    CaseNote,
    Coordination,
    DurableResult,
    Engagement,
    FollowUp,
    Grant,
    InsertionPlan,
    Procuration,
    Reopening,
)
from cases.reading import CaseAccess
from cases.workflow import STEP_AFTER
from core import clock
from core.choices import Category
from documents.models import Document


@dataclass(frozen=True)
class Event:
    """One thing that happened: when, what, by whom, and more where she may read it."""

    at: datetime
    title: str
    by: Any = ""
    detail: str = ""
    tone: str = "neutral"
    # The detail stands whole in a section of its own.
    is_told_elsewhere: bool = False
    # It fell on a day, at no hour.
    is_of_day: bool = False

    @property
    def when(self) -> date:
        """As it is shown: the day alone of what has no hour."""
        return clock.day_of(self.at) if self.is_of_day else self.at


def happened(
    access: CaseAccess,
    since: datetime | None = None,
    lines: list[Line] | None = None,
    asked: list[Asked] | None = None,
    grids: list[ShownGrid] | None = None,
) -> list[Event]:
    """The events that she may know, newest first; those after a moment where one is given.

    `lines` are the matters, `asked` the requests and `grids` the grids, where a page has read them
    already.
    """
    parts = [_moves(access), _engagements(access), _posts(access), _procurations(access)]
    parts.append(_reopenings(access))
    parts.append(_matters(access, docket(access) if lines is None else lines))
    parts.append(_requests(access, asked_in(access) if asked is None else asked))
    if not access.is_stub:
        parts += [_people(access), _narrowings(access), _notes(access), _documents(access)]
        parts += [_plans(access), _reviews(access)]
        parts.append(_grids(grids_of(access) if grids is None else grids))
    events = [event for part in parts for event in part if since is None or event.at > since]
    return sorted(events, key=lambda event: event.at, reverse=True)


def reads_work(access: CaseAccess) -> bool:
    """Whether she reads what is said about the situation at work (announcement, triage)."""
    return access.reads(Category.WORK) or access.case.home_office_id in access.own_offices


def _moves(access: CaseAccess) -> Iterator[Event]:
    case = access.case
    told = reads_work(access)
    triaged, closed = _ways(case, told)
    moves = [
        ("flagged", _("Situation signalée"), ""),
        ("confirmed", _("Signalement confirmé"), ""),
        ("dropped", _("Classé sans suite"), case.drop_reason),
        ("announced", _("Annoncé à la coordination"), case.announcement),
        ("triaged", triaged, case.triage_reason),
        ("closed", closed, ""),
        ("merged", _("Réuni à un autre dossier"), ""),
    ]
    ids = {name: getattr(case, f"{name}_by_id") for name, _title, _detail in moves}
    actors = {} if access.is_stub else User.objects.in_bulk(set(filter(None, ids.values())))
    for name, title, detail in moves:
        if at := getattr(case, f"{name}_at"):
            yield Event(at, title, actors.get(ids[name], ""), detail if told else "", "info")


def _ways(row: Case | Reopening, told: bool) -> tuple[str, str]:
    """Triage and closure in words; the stub has the step alone, for way and outcome may tell of
    health or income (a pension)."""
    if not told:
        return str(capfirst(CaseState.TRIAGED.label)), str(capfirst(CaseState.CLOSED.label))
    return (
        _("Annonce triée : %s") % row.get_path_display(),
        _("Dossier clôturé : %s") % row.get_outcome_display(),
    )


def _reopenings(access: CaseAccess) -> Iterator[Event]:
    """Each reopening, with the triage and the closure that it left behind; what came of these."""
    told, people = reads_work(access), ("triaged_by", "closed_by", "reopened_by")
    rows = list(Reopening.objects.filter(case=access.case).select_related(*people))
    for row in rows:
        by: tuple[Any, ...] = tuple("" if access.is_stub else getattr(row, who) for who in people)
        triaged, closed = _ways(row, told)
        if row.triaged_at:
            yield Event(row.triaged_at, triaged, by[0], tone="info")
        yield Event(row.closed_at, closed, by[1], tone="info")
        reason = row.reason if told else ""
        yield Event(row.reopened_at, _("Dossier rouvert"), by[2], reason, "info")
    if told and (rows or access.case.closed_at):
        yield from _results(access.case)


def _results(case: Case) -> Iterator[Event]:
    """Whether the result of a closure held, which tells of the situation at work."""
    rows = DurableResult.objects.filter(case=case).exclude(answered_at=None)
    for row in rows.select_related("answered_by"):
        title = _("Après la clôture : %s") % row.get_answer_display()
        day = row.since and date_format(row.since, "SHORT_DATE_FORMAT")
        told = [_("Depuis le %s") % day if day else "", row.remark]
        at = row.answered_at or row.asked_at
        yield Event(at, title, row.answered_by, "\n".join(filter(None, told)), "info")


def _engagements(access: CaseAccess) -> Iterator[Event]:
    for row in Engagement.objects.filter(case=access.case).select_related("recipient"):
        why, told = str(row.get_kind_display()), reads_work(access)
        begun = f"{why} – {row.reason}" if told and row.reason else why
        yield Event(row.begun_at, _("%s participe au dossier") % row.recipient, detail=begun)
        if row.ended_at:
            ended = f"{why} – {row.end_reason}" if told and row.end_reason else why
            yield Event(row.ended_at, _("%s ne participe plus") % row.recipient, detail=ended)


def _posts(access: CaseAccess) -> Iterator[Event]:
    """The posts to which it was passed on; the first one had it by the announcement."""
    for row in Coordination.objects.filter(case=access.case).select_related("post", "begun_by")[1:]:
        by: Any = "" if access.is_stub else row.begun_by
        detail = row.reason if reads_work(access) else ""
        yield Event(row.begun_at, _("Passé au poste « %s »") % row.post, by, detail, "info")


def _matters(access: CaseAccess, lines: list[Line]) -> Iterator[Event]:
    """What was submitted: the kind for everybody, the words in their category."""
    for line in lines:
        row, told = line.matter, line.is_told
        kind = row.get_kind_display()
        opener: Any = "" if access.is_stub else row.opened_by
        title = _("Affaire soumise : %s") % kind
        yield Event(row.opened_at, title, opener, row.question if told else "", "warning", True)
        for stage in row.stages.all():
            if stage.ended_at and stage.result == StageResult.PASSED_ON:
                by: Any = "" if access.is_stub else stage.ended_by
                step = STEP_AFTER[stage.step].label
                said = stage.reason if told else ""
                yield Event(stage.ended_at, _("Litige transmis : %s") % step, by, said, "warning")
        if row.settled_at:
            by = "" if access.is_stub else row.settled_by
            detail = row.outcome if told else ""
            yield Event(row.settled_at, _("Affaire réglée : %s") % kind, by, detail, "success")


def _requests(access: CaseAccess, lines: list[Asked]) -> Iterator[Event]:
    """Who asked whom, and what came of it; the words in their category."""
    moves = [
        ("taken_up", _("%s est entré en matière"), "info"),
        ("agreed", _("%s donne son accord"), "success"),
        ("disagreed", _("%s motive un désaccord"), "warning"),
        ("withdrawn", _("Demande à %s retirée"), "neutral"),
        ("completed", _("Demande à %s terminée"), "neutral"),
    ]
    for line in lines:
        row = line.request
        sent: Any = "" if access.is_stub else row.sent_by
        title = _("Demande de collaboration à %s") % row.office
        yield Event(row.sent_at, title, sent, row.service if line.is_told else "", "info", True)
        for name, told, tone in moves:
            if at := getattr(row, f"{name}_at"):
                by: Any = "" if access.is_stub else getattr(row, f"{name}_by")
                yield Event(at, told % row.office, by, tone=tone)


def _procurations(access: CaseAccess) -> Iterator[Event]:
    rows = Procuration.objects.filter(case=access.case).select_related(
        "recorded_by", "withdrawn_by"
    )
    for row in rows:
        by: Any = "" if access.is_stub else row.recorded_by
        yield Event(row.recorded_at, _("Procuration enregistrée"), by, tone="success")
        if row.withdrawn_at:
            by = "" if access.is_stub else row.withdrawn_by
            yield Event(row.withdrawn_at, _("Procuration retirée"), by, tone="warning")


def _narrowings(access: CaseAccess) -> Iterator[Event]:
    """Who lost what concerns those who keep the procuration, and the office itself."""
    rows = Grant.objects.filter(procuration__case=access.case)
    offices = {ground.recipient.pk for ground in access.grounds}
    for row in rows.select_related("recipient", "withdrawn_by"):
        if row.withdrawn_at and row.recipient_id in offices:
            title = _("Procuration restreinte : %s") % row.recipient
            what = row.get_category_display()
            yield Event(row.withdrawn_at, title, row.withdrawn_by, what, "warning")


def _people(access: CaseAccess) -> Iterator[Event]:
    people = ("user", "begun_by", "ended_by")
    for row in Assignment.objects.filter(case=access.case).select_related(*people):
        title = capfirst(
            _("%(role)s : %(person)s") % {"role": row.get_kind_display(), "person": row.user}
        )
        told = reads_work(access)
        yield Event(row.begun_at, title, row.begun_by, row.reason if told else "")
        if row.ended_at:
            title = _("%(role)s : fin pour %(person)s") % {
                "role": capfirst(row.get_kind_display()),
                "person": row.user,
            }
            yield Event(row.ended_at, title, row.ended_by, row.end_reason if told else "")


def _notes(access: CaseAccess) -> Iterator[Event]:
    rows = CaseNote.objects.open_in(access)
    for row in rows.select_related("written_by"):
        title = capfirst(f"{row.get_kind_display()} – {row.get_category_display()}")
        yield Event(row.written_at, title, row.written_by, row.text, is_told_elsewhere=True)


def _documents(access: CaseAccess) -> Iterator[Event]:
    rows: QuerySet[Document] = DocumentQuerySet(Document).open_in(access)
    for row in rows.select_related("uploaded_by"):
        yield Event(row.created_at, _("Document : %s") % row.name, row.uploaded_by or "")


def _plans(access: CaseAccess) -> Iterator[Event]:
    rows = InsertionPlan.objects.open_in(access)
    for row in rows.select_related("adopted_by"):
        if row.adopted_at is None:
            continue
        title = _("Plan d’insertion adopté (version %s)") % row.version
        yield Event(row.adopted_at, title, row.adopted_by, row.objective, "success")


def _grids(grids: list[ShownGrid]) -> Iterator[Event]:
    """The grid asked anew; the first one is the flag itself."""
    for grid in grids:
        if grid.is_again:
            title = _("Grille remplie à nouveau : suggère %s")
            title %= grid.flag.get_suggested_path_display()
            yield Event(grid.flag.flagged_at, title, grid.flag.flagged_by, grid.remark)


def _reviews(access: CaseAccess) -> Iterator[Event]:
    rows = FollowUp.objects.open_in(access)
    for row in rows.select_related("reviewed_by"):
        if row.reviewed_at is None:
            continue
        title = _("Suivi trimestriel : %s") % row.get_result_display()
        yield Event(row.reviewed_at, title, row.reviewed_by, row.summary, "success")

"""What a quarterly review looks at: what changed since the last one, and what is out of time (C12).

Only what its reader may know, counts included; the decisions of meetings are added above.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.choices import MeasureState, PlanState
from cases.collaboration import Line as Asked
from cases.coverage import covered_offices
from cases.detection import departs, grids_of
from cases.docket import Line
from cases.models import Case, Engagement, FollowUp, InsertionPlan, PlanMeasure, Procuration
from cases.plan_versions import Change, compared, measures_of
from cases.reading import CaseAccess
from cases.timeline import Event, happened
from cases.workflow import OPEN_REQUESTS
from core import clock

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Concern:
    """One thing that is out of time, or will be before the next review; and where it is mended."""

    title: str
    url: str
    due_on: date | None = None


def reviewed_until(case: Case) -> datetime | None:
    """Since when a review looks: the last one, or the triage."""
    last = FollowUp.objects.filter(case=case).exclude(reviewed_at=None).order_by("-reviewed_at")
    return last.values_list("reviewed_at", flat=True).first() or case.triaged_at


# --- what changed -------------------------------------------------------------------------------
def changes(
    access: CaseAccess, since: datetime, lines: list[Line], asked: list[Asked]
) -> list[Event]:
    """What she may know of what happened since a moment; `lines` and `asked` as she sees them."""
    return [*happened(access, since, lines, asked), *_measures(access, since)]


def _measures(access: CaseAccess, since: datetime) -> Iterator[Event]:
    """What has come of the measures, and those that a new version of the plan changed."""
    plan = _plan_in_force(access)
    if plan is None or plan.adopted_at is None:
        return
    rows = measures_of(plan, access)
    for row in rows:
        yield from _told(row, since)
        yield from _foreseen(row, since, access.scope.at)
    former = InsertionPlan.objects.open_in(access).filter(
        adopted_at__lte=since, replaced_at__gt=since
    )
    if before := former.first():
        by = plan.adopted_by or ""
        for pair in compared(measures_of(before, access), rows):
            if title := _changed(pair.change):
                yield Event(plan.adopted_at, title % pair.row.measure, by, _terms(pair.row))


def _told(row: PlanMeasure, since: datetime) -> Iterator[Event]:
    """What the dispositif or the case manager noted of a measure."""
    if row.started_at and row.started_at > since:
        title = _("Mesure commencée : %s") % row.measure
        yield Event(row.started_at, title, row.started_by or "", _terms(row))
    if row.completed_at and row.completed_at > since:
        title = _("Mesure terminée : %s") % row.measure
        yield Event(row.completed_at, title, row.completed_by or "", _terms(row))
    if row.broken_off_at and row.broken_off_at > since:
        title = _("Mesure interrompue : %s") % row.measure
        yield Event(row.broken_off_at, title, row.broken_off_by or "", row.break_reason)


def _foreseen(row: PlanMeasure, since: datetime, now: datetime) -> Iterator[Event]:
    """The days of the plan that came, where nobody noted what happened."""
    begun = clock.start_of(row.starts_on)
    if row.state == MeasureState.PLANNED and since < begun <= now:
        title = _("Début prévu : %s") % row.measure
        yield Event(begun, title, detail=_terms(row), is_of_day=True)
    if row.ends_on and not row.is_over:
        ended = clock.start_of(row.ends_on + ONE_DAY)
        if since < ended <= now:
            title = _("Fin prévue : %s") % row.measure
            yield Event(ended, title, detail=_terms(row), is_of_day=True)


def _changed(change: Change) -> str:
    return {
        Change.ADDED: _("Mesure ajoutée au plan : %s"),
        Change.DROPPED: _("Mesure retirée du plan : %s"),
        Change.CHANGED: _("Mesure modifiée : %s"),
        Change.KEPT: "",
    }[change]


def _plan_in_force(access: CaseAccess) -> InsertionPlan | None:
    plans = InsertionPlan.objects.open_in(access).filter(state=PlanState.ADOPTED)
    return plans.select_related("adopted_by").first()


def _terms(row: PlanMeasure) -> str:
    starts = _day(row.starts_on)
    span = f"{starts} – {_day(row.ends_on)}" if row.ends_on else _("dès le %s") % starts
    return f"{row.responsible} · {span}"


def _day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


# --- what is out of time ------------------------------------------------------------------------
def concerns(
    access: CaseAccess, next_on: date, lines: list[Line], asked: list[Asked]
) -> list[Concern]:
    """What is missing, over, or over before the next review."""
    page = reverse("dossier", args=[access.case.pk])
    return [
        *_consent(access, next_on),
        *_suggested(access),
        *_ending(access, next_on),
        *(_request(line) for line in asked if line.request.state in OPEN_REQUESTS),
        *(
            Concern(_("Pas encore réglé : %s") % row.get_kind_display(), page)
            for row in (line.matter for line in lines)
            if not row.settled_at
        ),
    ]


def _consent(access: CaseAccess, next_on: date) -> Iterator[Concern]:
    """The procuration: missing, over, ending, or without a dispositif that takes part."""
    case, today = access.case, access.scope.day
    url = reverse("cases:procuration_record", args=[case.pk])
    consent = Procuration.objects.standing().filter(case=case).first()
    if consent is None:
        yield Concern(_("Aucune procuration en vigueur"), url)
    elif consent.valid_until < today:
        title = _("La procuration est échue depuis le %s") % _day(consent.valid_until)
        yield Concern(title, url)
    elif consent.valid_until < next_on:
        title = _("La procuration expire avant le prochain suivi")
        yield Concern(title, url, consent.valid_until)
    # Who keeps the consent knows whom it names; the stub does not.
    if consent and consent.valid_until >= today and not access.is_stub:
        covered = covered_offices(case, today)
        engaged = Engagement.objects.open().filter(case=case).select_related("recipient")
        for office in sorted({row.recipient for row in engaged} - covered.keys(), key=str):
            if office != case.home_office:
                yield Concern(_("La procuration ne couvre pas %s, qui participe") % office, url)


def _suggested(access: CaseAccess) -> Iterator[Concern]:
    """A grid asked anew that suggests another path than the triage decided."""
    for latest in grids_of(access)[:1]:
        if departs(access, latest):
            title = _("La grille suggère désormais : %s") % latest.flag.get_suggested_path_display()
            yield Concern(title, reverse("cases:grids", args=[access.case.pk]))


def _ending(access: CaseAccess, next_on: date) -> Iterator[Concern]:
    """Measures that did not begin when they should, and those that are over or will be."""
    plan, today = _plan_in_force(access), access.scope.day
    if plan is None:
        return
    page = reverse("dossier", args=[access.case.pk])
    redraft = reverse("cases:plan", args=[access.case.pk])
    for row in measures_of(plan, access):
        if row.is_over:
            continue
        if row.state == MeasureState.PLANNED and row.starts_on < today:
            told = {"measure": row.measure, "day": _day(row.starts_on)}
            title = _("Mesure prévue dès le %(day)s, pas encore commencée : %(measure)s")
            yield Concern(title % told, page)
        if row.ends_on and row.ends_on < next_on:
            told = {"measure": row.measure, "day": _day(row.ends_on)}
            if row.ends_on < today:
                yield Concern(_("Fin prévue le %(day)s, à confirmer : %(measure)s") % told, page)
            else:
                title = _("Mesure bientôt terminée : %(measure)s") % told
                yield Concern(title, redraft, row.ends_on)


def _request(line: Asked) -> Concern:
    row = line.request
    told = {"office": row.office, "state": row.get_state_display()}
    url = reverse("cases:request", args=[row.pk])
    due_on = row.due_on if line.is_waiting else None
    return Concern(_("Demande à %(office)s : %(state)s") % told, url, due_on)

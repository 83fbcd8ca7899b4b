"""The dossier page, part by part; a part that the reader may not read is absent."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.text import capfirst

from accounts.choices import Capacity
from accounts.models import Closure, Mandate
from cases.appraisals import development
from cases.choices import ENDED, MERGED_STATES, CaseState, PlanState, Tie
from cases.collaboration import asked_in
from cases.consent import standing_grants
from cases.detection import ShownGrid, departs, grids_of
from cases.docket import docket, recusals
from cases.duplicates import homonyms
from cases.effect import effects
from cases.forms.notes import QuickNoteForm
from cases.item_queries import DocumentQuerySet
from cases.measures import updatable
from cases.models import (
    Assignment,
    AvsNumber,
    Case,
    CaseNote,
    FollowUp,
    InsertionPlan,
    Merge,
    PlanMeasure,
    Procuration,
)
from cases.permissions import may, offices_of
from cases.reading import CaseAccess
from cases.timeline import happened, reads_work
from cases.versions import REPLACEABLE, versions_of
from cases.waits import Wait, timed, waits_of
from cases.why import Reason, opening, reasons_of
from cii.involved import involved, receipts
from cii.offers import offers
from core import clock
from core.choices import Category
from core.context import acting
from documents.choices import DocumentKind
from documents.models import Document
from governance.models import AgendaItem, Decision, Excerpt

JOURNAL_SHOWN = 20
ALL = Category.mask(Category)
STEPS = [CaseState.FLAGGED, CaseState.CONFIRMED, CaseState.ANNOUNCED, CaseState.TRIAGED]


def dossier_parts(access: CaseAccess) -> dict[str, Any]:
    """Everything the page shows to this reader, and nothing else."""
    due = FollowUp.objects.open().filter(case=access.case).first()
    lines, asked = docket(access), asked_in(access)
    grids = [] if access.is_stub else grids_of(access)
    parts = {
        "steps": steps(access),
        "offers": offers(access, due),
        "offices": involved(access.case),
        "may_end": may("case.engage", access),
        "coordinators": _coordinators(access),
        "may_review": may("follow_up.review", access),
        "due": due,
        "waits": _waits(access),
        "timeline": happened(access, lines=lines, asked=asked, grids=grids),
        "holds_register": may("register.read", access),
        "merges": _merges(access.case),
        "docket": lines,
        "requests": asked,
        "recusals": recusals(access.case) if may("recusal.record", access) else [],
        "coordinates": bool(access.ties & {Tie.COORDINATOR, Tie.OFFICER}),
    }
    if access.is_stub:
        return parts
    parts |= _shared(access) | _detection(access, grids)
    if may("note.add", access) and access.case.state not in ENDED:
        parts["note_form"] = QuickNoteForm()
    return parts | {"why": why(access, parts)}


def _waits(access: CaseAccess) -> list[Wait]:
    """How long each step was waited for; the days stand in the timeline, too."""
    case = timed(Case.objects.filter(pk=access.case.pk)).get()
    closures = set(Closure.objects.values_list("day", flat=True))
    return waits_of(case, day=access.scope.day, closures=closures)


def _merges(case: Case) -> list[Merge]:
    """The files that were merged into it, by number; what stands in them has doors of its own."""
    rows = Merge.objects.filter(kept=case, state__in=MERGED_STATES).select_related("merged")
    with acting("job:match"):
        return list(rows)


def own_parts(access: CaseAccess) -> dict[str, Any]:
    """What a dispositif keeps after its access ended: its own entries."""
    notes = CaseNote.objects.open_in(access)
    documents = documents_of(access)
    parts = {
        "notes": list(notes.select_related("written_by", "office")),
        "documents": documents,
        "files": versions_of(documents),
        "offices": [ground.recipient for ground in access.grounds],
        "keeps_all": bool(access.own_offices),
        "receipts": receipts(access),
    }
    return parts | {"why": why(access, parts)}


def documents_of(access: CaseAccess) -> list[Document]:
    """The documents that are open to her, who attached each beside it."""
    rows: DocumentQuerySet = DocumentQuerySet(Document).open_in(access)
    return list(rows.select_related("uploaded_by"))


def _shared(access: CaseAccess) -> dict[str, Any]:
    case, scope = access.case, access.scope
    plans = _plans(access)
    measures = [row for _plan, rows in plans for row in rows]
    documents = documents_of(access)
    files = versions_of(documents)
    contracts = [
        (row, Category(row.category).label)
        for row in (file.document for file in files)
        if row.kind == DocumentKind.INSERTION_CONTRACT
    ]
    notes = CaseNote.objects.open_in(access)
    decisions = Decision.objects.in_file(access)
    items = AgendaItem.objects.visible_to(scope).filter(case=case)
    return {
        "told": reads_work(access),
        "people": Assignment.objects.open().filter(case=case).select_related("user", "office"),
        "notes": list(notes.select_related("written_by", "office")[:JOURNAL_SHOWN]),
        "documents": documents,
        "files": files,
        "contracts": contracts,
        "development": development(notes, scope.day),
        "attaching": offices_of("document.add", access),
        "replaceable": REPLACEABLE,
        "procuration": Procuration.objects.filter(case=case).first(),
        "effects": _effects(access),
        "plans": plans,
        "updatable": updatable(measures, access),
        "may_hand_out": may("plan.hand_out", access),
        "items": items.select_related("meeting__kind").order_by("-meeting__starts_at", "pk"),
        "excerpts": list(Excerpt.objects.open_in(access)),
        "decisions": list(decisions.select_related("office")),
        "homonyms": _homonyms(access),
        "avs": _avs(access),
        "today": clock.today(),
    }


def _plans(access: CaseAccess) -> list[tuple[InsertionPlan, list[PlanMeasure]]]:
    """The draft and the plan in force, each with the measures that she reads."""
    plans = InsertionPlan.objects.open_in(access).exclude(state=PlanState.REPLACED)
    found: dict[UUID, tuple[InsertionPlan, list[PlanMeasure]]] = {
        plan.pk: (plan, []) for plan in plans
    }
    rows = PlanMeasure.objects.open_in(access).filter(plan__in=found)
    for row in rows.select_related("plan", "measure", "responsible", "payer"):
        found[row.plan_id][1].append(row)
    return list(found.values())


def why(access: CaseAccess, parts: dict[str, Any]) -> dict[str, list[Reason]]:
    """For each section that the page shows, the reasons that open it to this reader (P5)."""
    reasons = reasons_of([access])[access.case.pk]
    home, grid = access.case.home_office_id, parts.get("grid")
    plans = [row for plan, rows in parts.get("plans", []) for row in (plan, *rows)]

    def shared(rows: Iterable[Any]) -> list[Reason]:
        return opening(reasons, Category.mask(row.category for row in rows))

    def written(rows: list[Any]) -> list[Reason]:
        offices = {row.office_id for row in rows}
        return opening(reasons, Category.mask(row.category for row in rows), offices)

    def asked_here(rows: list[Any]) -> list[Reason]:
        offices = {row.asking_id for row in rows}
        return opening(reasons, Category.mask(row.category for row in rows), offices)

    return {
        "summary": opening(reasons, Category.IDENTITY | Category.WORK, [home]),
        "grid": opening(reasons, ALL, [grid.flag.office_id] if grid else []),
        "procuration": opening(reasons, ALL, [home]),
        "plan": shared(plans),
        "decisions": shared(parts.get("decisions", [])),
        # A meeting is open to who takes part in the case; an excerpt by its categories.
        "meetings": reasons,
        "docket": shared(line.matter for line in parts.get("docket", [])),
        "requests": asked_here([line.request for line in parts.get("requests", [])]),
        "development": written(appraised(parts)),
        "journal": written(parts["notes"]),
        "documents": written(parts["documents"]),
    }


def appraised(parts: dict[str, Any]) -> list[CaseNote]:
    """The appraisals that the page draws; what is kept after access ended draws none."""
    drawn = parts.get("development")
    return drawn.notes if drawn else []


def steps(access: CaseAccess) -> list[dict[str, Any]]:
    """How far the case has come, with the day of each step."""
    case = access.case
    ends = [state for state in ENDED if case.state == state]
    rows = []
    for state in [*STEPS, *(ends or [CaseState.CLOSED])]:
        at = getattr(case, f"{state}_at")
        if at or not ends:
            stage = "current" if state == case.state else "done" if at else "todo"
            rows.append(
                {"label": capfirst(state.label), "state": stage, "note": at and clock.day_of(at)}
            )
    return rows


def _coordinators(access: CaseAccess) -> list[str]:
    if access.case.post is None:
        return []
    mandates = Mandate.objects.live(clock.today()).filter(post=access.case.post)
    mandates = mandates.order_by("user__sort_key", "pk")
    return [
        f"{mandate.user} ({mandate.get_capacity_display()})"
        if mandate.capacity == Capacity.DEPUTY
        else str(mandate.user)
        for mandate in mandates.select_related("user")
    ]


def _detection(access: CaseAccess, grids: list[ShownGrid]) -> dict[str, Any]:
    """The latest grid, beside the one before it; how many there are."""
    if not grids:
        return {}
    latest = grids[0]
    return {"grid": latest, "grids": len(grids), "grid_departs": departs(access, latest)}


def _effects(access: CaseAccess) -> list[Any]:
    """Who may read what, for those who keep the procuration."""
    if not may("procuration.record", access):
        return []
    return effects(access.case, standing_grants(access.case), clock.today())


def _avs(access: CaseAccess) -> AvsNumber | None:
    """The number, which shows masked, for the own part of a dispositif that may keep it (P8)."""
    if not access.case.home_office.avs_basis or not may("avs.keep", access):
        return None
    return AvsNumber.objects.filter(client=access.case.client_id).first()


def _homonyms(access: CaseAccess) -> list[Any]:
    """Other cases of the same person inside the dispositif, before they are followed twice."""
    case = access.case
    if case.state not in (CaseState.FLAGGED, CaseState.CONFIRMED) or not access.knows_person:
        return []
    who = {name: getattr(case.client, name) for name in ("last_name", "first_name", "birth_date")}
    return list(homonyms(access.scope, case.home_office, **who).exclude(pk=case.pk)[:3])

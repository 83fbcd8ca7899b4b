"""The dossier page, part by part; a part that the reader may not read is absent."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language

from accounts.choices import Capacity
from accounts.models import Mandate
from cases.choices import CaseState
from cases.consent import standing_grants
from cases.duplicates import homonyms
from cases.effect import effects
from cases.grid import in_words
from cases.models import (
    Assignment,
    CaseNote,
    Engagement,
    Flag,
    FollowUp,
    InsertionPlan,
    PlanMeasure,
    Procuration,
)
from cases.permissions import may
from cases.querysets import DocumentQuerySet
from cases.reading import CaseAccess
from cases.timeline import happened, reads_work
from cii.offers import offers
from core import clock
from documents.models import Document
from governance.models import AgendaItem, Decision, Excerpt

JOURNAL_SHOWN = 20
STEPS = [CaseState.FLAGGED, CaseState.CONFIRMED, CaseState.ANNOUNCED, CaseState.TRIAGED]


def dossier_parts(access: CaseAccess) -> dict[str, Any]:
    """Everything the page shows to this reader, and nothing else."""
    parts = {
        "steps": steps(access),
        "offers": offers(access),
        "offices": _offices(access),
        "coordinators": _coordinators(access),
        "may_review": may("follow_up.review", access),
        "due": FollowUp.objects.open().filter(case=access.case).first(),
        "timeline": happened(access),
        "holds_register": may("register.read", access),
    }
    return parts if access.is_stub else parts | _shared(access)


def own_parts(access: CaseAccess) -> dict[str, Any]:
    """What a dispositif keeps after its access ended: its own entries."""
    case, scope = access.case, access.scope
    notes = CaseNote.objects.visible_to(scope).filter(case=case)
    return {
        "notes": notes.select_related("written_by", "office"),
        "documents": DocumentQuerySet(Document).visible_to(scope).filter(case_id=case.pk),
        "offices": [ground.recipient for ground in access.grounds],
    }


def _shared(access: CaseAccess) -> dict[str, Any]:
    case, scope = access.case, access.scope
    plan = InsertionPlan.objects.visible_to(scope).filter(case=case).first()
    measures = PlanMeasure.objects.visible_to(scope).filter(plan=plan)
    notes = CaseNote.objects.visible_to(scope).filter(case=case)
    decisions = Decision.objects.in_file_of(scope)
    items = AgendaItem.objects.visible_to(scope).filter(case=case)
    return {
        "told": reads_work(access),
        "people": Assignment.objects.open().filter(case=case).select_related("user", "office"),
        "notes": notes.select_related("written_by", "office")[:JOURNAL_SHOWN],
        "documents": DocumentQuerySet(Document).visible_to(scope).filter(case_id=case.pk),
        "procuration": Procuration.objects.filter(case=case).first(),
        "effects": _effects(access),
        "plan": plan,
        "measures": measures.select_related("measure", "responsible", "payer"),
        "items": items.select_related("meeting__kind").order_by("-meeting__starts_at"),
        "excerpts": Excerpt.objects.visible_to(scope).filter(item__case=case),
        "decisions": decisions.filter(item__case=case).select_related("office"),
        "homonyms": _homonyms(access),
        "today": clock.today(),
        **_detection(access),
    }


def steps(access: CaseAccess) -> list[dict[str, Any]]:
    """How far the case has come, with the day of each step."""
    case = access.case
    ends = [state for state in (CaseState.DROPPED, CaseState.CLOSED) if case.state == state]
    rows = []
    for state in [*STEPS, *(ends or [CaseState.CLOSED])]:
        at = getattr(case, f"{state}_at")
        if at or not ends:
            stage = "current" if state == case.state else "done" if at else "todo"
            rows.append(
                {"label": capfirst(state.label), "state": stage, "note": at and clock.day_of(at)}
            )
    return rows


def _offices(access: CaseAccess) -> list[str]:
    engaged = Engagement.objects.open().filter(case=access.case).select_related("recipient")
    return sorted({str(row.recipient) for row in engaged} | {str(access.case.home_office)})


def _coordinators(access: CaseAccess) -> list[str]:
    if access.case.post is None:
        return []
    mandates = Mandate.objects.live(clock.today()).filter(post=access.case.post)
    return [
        f"{mandate.user} ({mandate.get_capacity_display()})"
        if mandate.capacity == Capacity.DEPUTY
        else str(mandate.user)
        for mandate in mandates.select_related("user")
    ]


def _detection(access: CaseAccess) -> dict[str, Any]:
    """The grid: whole for the dispositif that filled it in, else the categories she reads."""
    flag = Flag.objects.filter(case=access.case).select_related("flagged_by", "grid").first()
    if flag is None:
        return {}
    is_own = flag.office_id in access.own_offices
    readable = [
        question["code"]
        for question in flag.grid.questions
        if question["code"] in flag.answers and (is_own or access.reads(question["category"]))
    ]
    spoken = (get_language() or "fr")[:2]
    return {
        "flag": flag if readable else None,
        "flag_remark": flag.remark if is_own or access.reads(flag.remark_category) else "",
        "flag_answers": in_words(flag.grid.questions, flag.answers, readable, spoken),
    }


def _effects(access: CaseAccess) -> list[Any]:
    """Who may read what, for those who keep the procuration."""
    if not may("procuration.record", access):
        return []
    return effects(access.case, standing_grants(access.case), clock.today())


def _homonyms(access: CaseAccess) -> list[Any]:
    """Other cases of the same person inside the dispositif, before they are followed twice."""
    case = access.case
    if case.state not in (CaseState.FLAGGED, CaseState.CONFIRMED) or not access.knows_person:
        return []
    who = {name: getattr(case.client, name) for name in ("last_name", "first_name", "birth_date")}
    return list(homonyms(access.scope, case.home_office, **who).exclude(pk=case.pk)[:3])

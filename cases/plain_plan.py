"""The plan in plain language: a sealed paper with a card to cut out, and its calendar (C10).

Short sentences, no name: it is carried in a bag and lies on a kitchen table.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.choices import AssignmentKind, MeasureState
from cases.models import Assignment, FollowUp, PlanHandout, PlanMeasure
from core import clock
from core.calendar_file import day_entry, empty_calendar
from core.context import acting
from documents.actions.papers import seal_pdf
from documents.rendering import render_pdf
from messaging.handlers import TwoStep

TEMPLATE = "papers/plain_plan.html"
# As many as an A6 card holds in big type.
ON_CARD = 4


@dataclass(frozen=True)
class Step:
    """A day to come: what happens, said by the number of the measure on the paper."""

    key: str
    day: date
    text: str


def steps(handout: PlanHandout, today: date) -> list[Step]:
    """The next days of the plan, in their order; in the language of the caller."""
    return sorted(_steps(handout, today), key=lambda step: (step.day, step.text))


def _steps(handout: PlanHandout, today: date) -> Iterator[Step]:
    for number, row in enumerate(_measures(handout), 1):
        if row.is_over:
            continue
        if row.state == MeasureState.PLANNED and row.starts_on >= today:
            text = _("La mesure %(number)s commence.") % {"number": number}
            yield Step(f"{row.pk}-starts", row.starts_on, text)
        if row.ends_on and row.ends_on >= today:
            text = _("La mesure %(number)s se termine.") % {"number": number}
            yield Step(f"{row.pk}-ends", row.ends_on, text)
    due = FollowUp.objects.open().filter(case=handout.plan.case_id, due_on__gte=today).first()
    if due:
        yield Step(str(due.pk), due.due_on, _("Nous faisons le point sur votre plan."))


def calendar_of(handout: PlanHandout, at: datetime) -> bytes:
    """The same days as calendar entries that say nothing but the number of a measure."""
    calendar = empty_calendar()
    with translation.override(handout.language):
        for step in steps(handout, clock.day_of(at)):
            summary = _("CII : %s") % step.text
            calendar.add_component(day_entry(step.key, step.day, summary, at=at))
    content: bytes = calendar.to_ical()
    return content


def render_handout(handout_id: UUID, at: datetime) -> bytes:
    """The paper, from a plan that no longer changes."""
    with acting("job:plans"):
        handout = _find(handout_id)
        with translation.override(handout.language):
            values = _values(handout)
    return render_pdf(TEMPLATE, values, handout.language)


def store_handout(handout_id: UUID, at: datetime, content: bytes) -> None:
    """Seal the paper into the file of the case; a second time changes nothing."""
    handout = _find(handout_id)
    if handout.document_id:
        return
    case_id = handout.plan.case_id
    with translation.override(handout.language):
        title = _("Plan en langage simple")
    # No category of its own: the door to it is the row that holds the whole set.
    handout.document = seal_pdf(
        content, title=title, template=TEMPLATE, language=handout.language, at=at, case_id=case_id
    )
    handout.save(update_fields=["document"])
    record(
        "plan.handout_sealed",
        kind=Kind.ACT,
        by=None,
        job="plan_handout.seal",
        at=at,
        cases=[CaseBasis(case_id)],
        object_id=handout.pk,
        sha256=handout.document.sha256,
    )


SEAL_HANDOUT = TwoStep(work=render_handout, store=store_handout)


def _find(handout_id: UUID) -> PlanHandout:
    return PlanHandout.objects.select_related("plan__case", "made_by").get(pk=handout_id)


def _measures(handout: PlanHandout) -> list[PlanMeasure]:
    rows = PlanMeasure.objects.filter(plan=handout.plan_id)
    told = rows.alias(told=F("category").bitand(handout.categories)).filter(told__gt=0)
    return list(told.select_related("measure", "responsible", "payer"))


def _values(handout: PlanHandout) -> dict[str, Any]:
    plan = handout.plan
    managers = Assignment.objects.open().filter(case=plan.case, kind=AssignmentKind.CASE_MANAGER)
    return {
        "number": plan.case.number,
        "version": plan.version,
        "made_on": clock.day_of(handout.made_at),
        "made_by": str(handout.made_by),
        "is_whole": handout.is_whole,
        "objective": plan.objective,
        "words": plan.client_words,
        "managers": [
            {"person": str(row.user), "office": str(row.office)}
            for row in managers.select_related("user", "office")
        ],
        "measures": [
            {
                "name": str(row.measure),
                "detail": row.detail,
                "office": str(row.responsible),
                "payer": str(row.payer),
                "starts_on": row.starts_on,
                "ends_on": row.ends_on,
                "state": row.state,
            }
            for row in _measures(handout)
        ],
        "steps": [
            {"day": step.day, "text": step.text}
            for step in steps(handout, clock.day_of(handout.made_at))[:ON_CARD]
        ],
    }

"""The sealed papers of a meeting: one excerpt per case, and minutes without case content (S5).

Rendered outside any transaction from facts that no longer change once the minutes are adopted;
stored once, together with the end of the job.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.models import Case
from core.choices import Category
from core.context import acting
from documents.actions.papers import seal_pdf
from documents.rendering import render_pdf
from governance.choices import ItemState
from governance.models import AgendaItem, Decision, Excerpt, Minutes, Paragraph
from messaging.handlers import TwoStep

MINUTES_TEMPLATE = "papers/minutes.html"
EXCERPT_TEMPLATE = "papers/excerpt.html"
# How a text of a row is told to who gets a copy.
Told = Callable[[Model, str], str]


@dataclass(frozen=True)
class RenderedExcerpt:
    """One excerpt before it is stored."""

    item_id: UUID
    case_id: UUID
    number: str
    categories: int
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class RenderedMinutes:
    """All papers of one meeting before they are stored."""

    excerpts: tuple[RenderedExcerpt, ...]
    content: bytes


def render_minutes(minutes_id: UUID, at: datetime) -> RenderedMinutes:
    """Render every paper of adopted minutes, in the language of the meeting."""
    with acting("job:minutes"):
        minutes = Minutes.objects.select_related(
            "meeting__kind", "meeting__post", "meeting__chair", "adopted_by"
        ).get(pk=minutes_id)
        language = minutes.meeting.language
        items = list(
            minutes.meeting.items.select_related("case").prefetch_related(
                "paragraphs", "decisions__office", "invitations__office"
            )
        )
        with translation.override(language):
            facts = _facts(minutes)
    with translation.override(language):
        excerpts = tuple(
            _render_excerpt(excerpt_number(minutes, item), item, item.case, facts, language)
            for item in items
            if item.case and _parts(item)
        )
        by_item = {excerpt.item_id: excerpt for excerpt in excerpts}
        points = [_point(item, by_item.get(item.pk)) for item in items]
    content = render_pdf(MINUTES_TEMPLATE, facts | {"points": points}, language)
    return RenderedMinutes(excerpts, content)


def excerpt_number(minutes: Minutes, item: AgendaItem) -> str:
    """Drawn at random: a place on the agenda would tell its reader of the cases before it (S2)."""
    return f"{minutes.number}-{item.pk.hex[:8].upper()}"


def copy_of(excerpt: Excerpt, told: Told) -> bytes | None:
    """An unsealed copy with its texts as `told` tells them; None where that changes nothing."""
    item, document = excerpt.item, excerpt.document
    if item.case is None:
        return None
    with translation.override(document.language):
        content = _content(item, told)
        if content == _content(item):
            return None
        context = _excerpt_facts(excerpt.number, item, item.case) | content
        context |= _facts(excerpt.minutes) | {"sealed_sha256": document.sha256}
        return render_pdf(EXCERPT_TEMPLATE, context, document.language)


def _excerpt_facts(number: str, item: AgendaItem, case: Case) -> dict[str, Any]:
    return {
        "number": number,
        "case_number": case.number,
        "offices": [str(row.office) for row in item.invitations.all()],
    }


def _render_excerpt(
    number: str, item: AgendaItem, case: Case, facts: dict[str, Any], language: str
) -> RenderedExcerpt:
    context = facts | _content(item) | _excerpt_facts(number, item, case)
    return RenderedExcerpt(
        item_id=item.pk,
        case_id=case.pk,
        number=number,
        categories=Category.mask({part.category for part in _parts(item)}),
        content=render_pdf(EXCERPT_TEMPLATE, context, language),
    )


def store_minutes(minutes_id: UUID, at: datetime, papers: RenderedMinutes) -> None:
    """Seal the excerpts, then the minutes that name their hashes; a second time changes nothing."""
    minutes = Minutes.objects.select_for_update().get(pk=minutes_id)
    if minutes.document_id:
        return
    language = minutes.meeting.language
    for excerpt in papers.excerpts:
        # No category of its own: the door to it is its excerpt, which holds the whole set.
        document = seal_pdf(
            excerpt.content,
            title=excerpt.number,
            template=EXCERPT_TEMPLATE,
            language=language,
            at=at,
            case_id=excerpt.case_id,
        )
        Excerpt.objects.create(
            minutes=minutes,
            item_id=excerpt.item_id,
            number=excerpt.number,
            categories=excerpt.categories,
            document=document,
        )
    minutes.document = seal_pdf(
        papers.content, title=minutes.number, template=MINUTES_TEMPLATE, language=language, at=at
    )
    minutes.save()
    record(
        "minutes.sealed",
        kind=Kind.ACT,
        by=None,
        job="minutes.seal",
        at=at,
        cases=[CaseBasis(excerpt.case_id) for excerpt in papers.excerpts],
        object_id=minutes.pk,
        sha256=minutes.document.sha256,
    )


SEAL_MINUTES = TwoStep(work=render_minutes, store=store_minutes)


# --- plain values for the templates -------------------------------------------------------------
def _facts(minutes: Minutes) -> dict[str, Any]:
    meeting = minutes.meeting
    attendances = meeting.attendances.select_related("user", "office")
    return {
        "minutes_number": minutes.number,
        "kind": str(meeting.kind),
        "post": str(meeting.post),
        "starts_at": localtime(meeting.starts_at),
        "ends_at": localtime(meeting.ends_at),
        "place": meeting.place,
        "chair": str(meeting.chair),
        "adopted_at": localtime(minutes.adopted_at),
        "adopted_by": str(minutes.adopted_by),
        "attendances": [
            {
                "person": str(row.user),
                "office": str(row.office) if row.office else _("présidence"),
                "presence": row.get_presence_display(),
            }
            for row in attendances
        ],
    }


def _parts(item: AgendaItem) -> list[Paragraph | Decision]:
    return [*item.paragraphs.all(), *item.decisions.all()]


def _content(item: AgendaItem, told: Told = lambda _row, text: text) -> dict[str, Any]:
    return {
        "paragraphs": [
            {"category": row.get_category_display(), "text": told(row, row.text)}
            for row in item.paragraphs.all()
        ],
        "decisions": [
            {
                "category": row.get_category_display(),
                "what": told(row, row.what),
                "office": str(row.office),
                "until": row.until,
            }
            for row in item.decisions.all()
        ],
        "is_postponed": item.state == ItemState.POSTPONED,
    }


def _point(item: AgendaItem, excerpt: RenderedExcerpt | None) -> dict[str, Any]:
    """One line of the minutes: of a case, only where its excerpt is and what proves it."""
    if item.case is None:
        return {"title": item.title, "state": item.get_state_display()} | _content(item)
    return {
        "is_case": True,
        "state": item.get_state_display(),
        "excerpt": excerpt.number if excerpt else "",
        "sha256": excerpt.sha256 if excerpt else "",
    }

"""The sheet of a quarterly review: the case, with what its meetings decided (C12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.actions.follow_ups import next_review_on
from cases.collaboration import asked_in
from cases.docket import docket
from cases.models import FollowUp
from cases.reading import CaseAccess
from cases.review import Concern, changes, concerns, reviewed_until
from cases.rules import require_live_procuration
from cases.timeline import Event
from core.refusal import Refusal
from governance.models import Decision


@dataclass(frozen=True)
class Sheet:
    """What one reader reviews: since when, what changed, what is out of time, the next date."""

    due_on: date
    since: datetime
    next_on: date
    changes: list[Event]
    concerns: list[Concern]
    # Why she can't review it now; empty when she can.
    refusal: str

    @property
    def is_unchanged(self) -> bool:
        return not (self.changes or self.concerns or self.refusal)


def sheet(access: CaseAccess, due: FollowUp) -> Sheet:
    """The sheet of an open review; nothing of a case that is shut to its reader."""
    since = reviewed_until(access.case) or due.scheduled_at
    next_on, refusal = next_review_on(access.scope.day), _refusal(access)
    if access.keeps_own_part:
        return Sheet(due.due_on, since, next_on, [], [], refusal)
    lines, asked = docket(access), asked_in(access)
    events = [*changes(access, since, lines, asked), *_decided(access, since)]
    late = [*concerns(access, next_on, lines, asked), *_overdue(access)]
    return Sheet(
        due.due_on,
        since,
        next_on,
        sorted(events, key=lambda event: event.at, reverse=True),
        sorted(late, key=lambda row: row.due_on or date.min),
        refusal,
    )


def _refusal(access: CaseAccess) -> str:
    try:
        require_live_procuration(access.case, day=access.scope.day)
    except Refusal as refusal:
        return str(refusal.reason)
    if not access.mask:
        return _("La procuration ne vous ouvre plus ce dossier : la coordination fait ce suivi.")
    return ""


def _decided(access: CaseAccess, since: datetime) -> Iterator[Event]:
    """What meetings decided, once their minutes are adopted, and what of it is done."""
    rows = Decision.objects.in_file(access).select_related("office", "item__meeting", "done_by")
    for row in rows:
        adopted = row.item.meeting.closed_at
        if adopted and adopted > since:
            yield Event(adopted, _("Décidé en séance : %s") % row.what)
        if row.done_at and row.done_at > since:
            yield Event(row.done_at, _("Décision exécutée : %s") % row.what, row.done_by or "")


def _overdue(access: CaseAccess) -> Iterator[Concern]:
    rows = Decision.objects.in_file(access).filter(done_at=None, until__lt=access.scope.day)
    for row in rows.select_related("office"):
        url = reverse("governance:decision", args=[row.pk])
        title = _("Décision en retard, %(office)s : %(what)s")
        yield Concern(title % {"office": row.office, "what": row.what}, url, row.until)

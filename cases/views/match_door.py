"""How a view opens a match and shows a page of it: found, traced (QN10)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.request import Request
from audit.choices import Kind
from audit.record import record
from cases.choices import MergeState
from cases.merging import readings
from cases.models import Match
from cases.parties import parties_of
from cases.permissions import match_bases
from core.context import acting

NAMES = ("client", "home_office", "post", "region")


def found(request: Request, pk: UUID) -> Match:
    """The match, when it concerns her. Raises Http404, alike for a foreign and an unknown id."""
    sides = [f"{side}__{name}" for side in ("older", "newer") for name in NAMES]
    rows = Match.objects.visible_to(request.scope).select_related(*sides)
    # The one question that crosses need to know; what is shown of each case follows her own tie.
    with acting("job:match"):
        return get_object_or_404(rows, pk=pk)


def show_match(request: Request, row: Match, template: str, **context: Any) -> HttpResponse:
    """A page of a match; each time it is shown, one trace names both cases."""
    parties = parties_of(row, request.scope)
    record(
        "match.read",
        kind=Kind.READ,
        by=request.user,
        at=request.scope.at,
        cases=match_bases([party.access for party in parties]),
        object_id=row.pk,
    )
    context |= {"match": row, "parties": parties, **_done(row, request)}
    return render(request, template, context)


def _done(row: Match, request: Request) -> dict[str, Any]:
    """What was done with the match, and what a proposed merge would open to whom."""
    with acting("job:match"):
        rows = row.merges.select_related("kept", "merged", "proposed_by", "undoing_by")
        merge = rows.filter(state=MergeState.PROPOSED).first()
        undoing = rows.filter(state=MergeState.UNDOING).first()
        return {
            "steps": list(row.steps.select_related("taken_by", "case")),
            "merge": merge,
            "readings": readings(merge.kept, merge.merged, request.scope.day) if merge else [],
            "is_proposer": merge is not None and merge.proposed_by_id == request.user.pk,
            "undoing": undoing,
            "asked_undo": undoing is not None and undoing.undoing_by_id == request.user.pk,
        }

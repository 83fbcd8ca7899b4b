"""One dispute as far as one reader may know it: both sides, its stages, ordinary remedies (C8)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import Office, User
from cases.choices import DisputeState, MatterKind, StageResult, Tie
from cases.collaboration import is_told as is_request_told
from cases.docket import who_concludes
from cases.models import Matter, Position, Remedy
from cases.models.dispute import STEPS
from cases.permissions import ACTS
from cases.reading import CaseAccess
from cases.workflow import DISPUTE, STEP_AFTER
from core import clock


@dataclass(frozen=True)
class Said:
    """One wording of a position: when, by whom."""

    text: str
    at: datetime
    by: Any


@dataclass(frozen=True)
class Side:
    """What one dispositif holds, the last wording first; None of them where she may not read it."""

    office: Office
    said: list[Said]
    is_told: bool
    may_state: bool


def sides(matter: Matter, access: CaseAccess) -> list[Side]:
    """Both sides; each reads the other's in a category that is granted to it."""
    rows: dict[Any, list[Said]] = {}
    readable = Position.objects.open_in(access).filter(matter=matter)
    for row in readable.select_related("stated_by"):
        rows.setdefault(row.office_id, []).append(Said(row.text, row.stated_at, row.stated_by))
    for office_id, said in _in_request(matter, access):
        rows.setdefault(office_id, []).append(said)
    hers = set(spoken_for(matter, access))
    return [
        Side(
            office,
            rows.get(office.pk, []),
            access.reads(matter.said_in) or office.pk in access.own_offices,
            office in hers,
        )
        for office in matter.parties
    ]


def _in_request(matter: Matter, access: CaseAccess) -> Iterator[tuple[Any, Said]]:
    """What both said in the request with which it began is their first position."""
    row = matter.request
    if row is None or not is_request_told(row, access):
        return
    asked = _("%(question)s\nPrestation attendue : %(service)s")
    words = asked % {"question": row.question, "service": row.service}
    yield row.asking_id, Said(words, row.sent_at, row.sent_by)
    if row.disagreed_at:
        yield row.office_id, Said(row.answer, row.disagreed_at, row.disagreed_by)


def spoken_for(matter: Matter, access: CaseAccess) -> list[Office]:
    """The sides for which she may state a position now."""
    if matter.settled_at:
        return []
    hers = {
        ground.recipient
        for ground in access.grounds
        if ground.tie in ACTS["dispute.state"]
        and (ground.mask & matter.said_in or (ground.tie == Tie.HOME and ground.is_own))
    }
    return [office for office in matter.parties if office in hers]


def results(matter: Matter) -> list[StageResult]:
    """How the open stage may settle it; the next one is another way."""
    stage = matter.stage
    moves = DISPUTE.possible(stage.step) if stage and not matter.settled_at else ()
    return [StageResult(move.name) for move in moves if move.target == DisputeState.SETTLED]


def goes_on(matter: Matter) -> bool:
    """Whether another stage may follow the open one."""
    stage = matter.stage
    return stage is not None and not matter.settled_at and stage.step in STEP_AFTER


def steps(matter: Matter) -> list[dict[str, Any]]:
    """Every stage that it went through or may come to, with the day that counts."""
    known = {row.step: row for row in matter.stages.all()}
    rows = []
    for step in STEPS:
        if row := known.get(step):
            state = "done" if row.ended_at else "current"
            day = clock.day_of(row.ended_at) if row.ended_at else row.due_on
            rows.append({"label": capfirst(step.label), "state": state, "note": day})
        elif not matter.settled_at:
            is_sure = step != DisputeState.COMMISSION or matter.kind == MatterKind.MONEY_DISPUTE
            note = "" if is_sure else _("si de l’argent est en jeu")
            rows.append({"label": capfirst(step.label), "state": "todo", "note": note})
    return rows


def concluding(matter: Matter, access: CaseAccess) -> list[User]:
    """Who answers for the open stage, by name; of the Commission it would tell who is recused."""
    stage = matter.stage
    if access.is_stub or matter.settled_at or not stage or stage.step == DisputeState.COMMISSION:
        return []
    return who_concludes(access.case, stage.step, clock.today())


def remedies(matter: Matter) -> list[tuple[Any, list[Remedy]]]:
    """The ordinary remedies against decisions of both institutions, which a dispute leaves open."""
    institutions = {row.institution for row in matter.parties if row.institution}
    found = in_force(clock.today())
    return [
        (one, rows)
        for one in sorted(institutions, key=str)
        if (rows := [row for row in found if row.institution_id == one.pk])
    ]


def in_force(day: date) -> list[Remedy]:
    """The last wording of each remedy, where it has not ended."""
    latest: dict[Any, Remedy] = {}
    for row in Remedy.objects.filter(valid_from__lte=day).order_by("valid_from"):
        latest[row.institution_id, row.step] = row
    rows = [row for row in latest.values() if row.valid_until is None or row.valid_until >= day]
    return sorted(rows, key=lambda row: row.step)

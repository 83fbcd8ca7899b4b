"""Collaboration requests of a case, as far as one reader may know them, and who may answer (C7)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.choices import OfficeKind, Role
from accounts.models import Closure, Mandate, Office, User
from accounts.scope import Scope
from cases.choices import MatterKind, Path, RequestState, Tie
from cases.coverage import dispositifs
from cases.item_queries import DocumentQuerySet
from cases.models import Case, CollaborationRequest, Flag, Matter
from cases.permissions import ACTS, may
from cases.reading import CaseAccess
from cases.workflow import REQUEST
from core import clock
from core.choices import Category
from core.working_days import working_days_between
from documents.models import Document

TOLD = ("sent", "taken_up", "agreed", "disagreed", "withdrawn", "completed")


@dataclass(frozen=True)
class Line:
    """One request: its words where she reads their category, and what she may do about it."""

    request: CollaborationRequest
    is_told: bool
    moves: frozenset[str]
    # Working days until it is to be taken up; negative once they are over.
    days_left: int

    @property
    def is_waiting(self) -> bool:
        return self.request.state == RequestState.SENT

    @property
    def days_late(self) -> int:
        return max(0, -self.days_left)

    @property
    def is_answerable(self) -> bool:
        return bool(self.moves & {"agree", "disagree"})


def asked_in(access: CaseAccess) -> list[Line]:
    """The requests of a case; by its number alone those that reached her as regional manager."""
    rows = CollaborationRequest.objects.filter(case=access.case).select_related(
        "asking", "office", "dispute", "handler", *(f"{act}_by" for act in TOLD)
    )
    if access.is_number_only:
        rows = rows.escalated().filter(office__in=_managed(access))
    return lines(list(rows), access)


def lines(rows: list[CollaborationRequest], access: CaseAccess) -> list[Line]:
    """These requests as she may know them; the closures are read once."""
    closures = set(Closure.objects.values_list("day", flat=True)) if rows else set()
    today = clock.today()
    return [
        Line(row, is_told(row, access), _moves(row, access), _left(row, today, closures))
        for row in rows
    ]


def _left(row: CollaborationRequest, today: date, closures: set[date]) -> int:
    return working_days_between(today, row.due_on, closures)


def is_told(row: CollaborationRequest, access: CaseAccess) -> bool:
    """Whether she reads its words: their category, or the own part of who asked."""
    return access.reads(row.category) or row.asking_id in access.own_offices


def concerns(row: CollaborationRequest, access: CaseAccess) -> bool:
    """Whether she may know of it: a dispositif that is out of the case keeps only its own."""
    hers = {ground.recipient.pk for ground in access.grounds}
    return not access.keeps_own_part or bool(hers & {row.asking_id, row.office_id})


def _managed(access: CaseAccess) -> list[Office]:
    return [ground.recipient for ground in access.grounds if ground.tie == Tie.MANAGER]


def _moves(row: CollaborationRequest, access: CaseAccess) -> frozenset[str]:
    """The moves that are possible now and hers to make."""
    found = {move.name for move in REQUEST.possible(row.state)}
    if row.state == RequestState.DISAGREED and row.dispute.settled_at is None:
        found.discard("complete")
    return frozenset(
        name
        for name in found
        if any(
            ground.tie in ACTS[act_of(name)]
            and (ground.recipient in offices_of(row, name) or ground.tie == Tie.COORDINATOR)
            for ground in access.grounds
        )
    )


def act_of(move: str) -> str:
    """The permission that a move asks for."""
    return "request.answer" if move in ("take_up", "agree", "disagree") else "request.end"


def offices_of(row: CollaborationRequest, move: str) -> list[Office]:
    """Whose move it is; the coordination may end a request as well."""
    if act_of(move) == "request.answer":
        return [row.office]
    return [row.asking] if move == "withdraw" else [row.asking, row.office]


# --- what may be asked of whom ------------------------------------------------------------------
def is_asked_for(office: Office, asking: Office) -> bool:
    """A dispositif may be asked, by another one or by the bureau."""
    return office.kind not in (OfficeKind.BUREAU, OfficeKind.COMMISSION) and office != asking


def askable(access: CaseAccess) -> list[Office]:
    """The covered dispositifs, those first that the answers of the grid speak for."""
    if not may("request.send", access):
        return []
    hers = {ground.recipient for ground in access.grounds if ground.tie in ACTS["request.send"]}
    found = [row for row in dispositifs(access.case, clock.today()) if hers - {row}]
    wanted = suggested(access)
    return sorted(found, key=lambda row: (row.kind not in wanted, str(row)))


def suggested(access: CaseAccess) -> set[str]:
    """The kinds of dispositif that the triage and the answers she reads speak for (C1, C7)."""
    flag = Flag.objects.filter(case=access.case).select_related("grid").first()
    is_notice = access.case.path == Path.AI_NOTICE and access.reads(Category.WORK)
    # What the triage speaks for.
    chosen: set[str] = {OfficeKind.OAI} if is_notice else set()
    if flag is None:
        return chosen
    is_own = flag.office_id in access.own_offices
    return chosen | {
        kind
        for question in flag.grid.questions
        if is_own or access.reads(question["category"])
        for answer in question["answers"]
        if answer["value"] == flag.answers.get(question["code"])
        for kind in answer.get("asks", [])
    }


def handlers(row: CollaborationRequest, day: date) -> QuerySet[Mandate]:
    """Who may treat it: répondants for the population, and professionals of the dispositif."""
    repondant = Q(role=Role.REPONDANT, population=row.case.population)
    return (
        Mandate.objects.live(day)
        .filter(repondant | Q(role=Role.FIELD_WORKER), office=row.office, user__is_active=True)
        .select_related("user", "office")
        .order_by("role", "user__sort_key", "pk")
    )


def attachable(access: CaseAccess) -> QuerySet[Document]:
    """The documents of the case that she reads."""
    return DocumentQuerySet(Document).open_in(access)


def unreadable_by(
    documents: Collection[Document], case: Case, mask: int, *, by: User, at: datetime
) -> list[str]:
    """The titles of documents that the sender or the one asked can't read."""
    hers = set(attachable(CaseAccess.of(case, Scope.of(by, at))).values_list("pk", flat=True))
    return [str(row.name) for row in documents if row.pk not in hers or not row.category & mask]


def dispute_of(matter: Matter) -> CollaborationRequest | None:
    """The request with which a dispute began, so that both positions stand side by side (C8)."""
    return matter.request if matter.kind == MatterKind.DISPUTE else None

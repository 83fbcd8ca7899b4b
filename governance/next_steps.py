"""Where a path leads once it is chosen, and the cases whose path nobody has entered yet (C6)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scope import Scope
from cases.choices import AssignmentKind, CaseState, Path, RequestState
from cases.models import Assignment, Case, CollaborationRequest, InsertionPlan
from cases.permissions import may
from cases.reading import CaseAccess
from governance.agenda_queue import (
    case_meetings,
    consented,
    next_sitting,
    off_agenda,
    sittings_ahead,
    to_meet_again,
)
from governance.models import Meeting

ASKED = (Path.BILATERAL, Path.AI_NOTICE)
MEETINGS = (Path.TRO, Path.ASSESSMENT)
# The act, the words and the page of each path that isn't a meeting.
PAGES: dict[str, tuple[str, Promise, str]] = {
    Path.BILATERAL: (
        "request.send",
        gettext_lazy("Envoyer la demande de collaboration"),
        "cases:request_send",
    ),
    Path.AI_NOTICE: (
        "request.send",
        gettext_lazy("Demander la collaboration de l’Office AI"),
        "cases:request_send",
    ),
    Path.TANDEM: (
        "plan.draft",
        gettext_lazy("Inscrire la mesure au plan d’insertion"),
        "cases:plan",
    ),
    Path.CASE_MANAGEMENT: (
        "case_manager.designate",
        gettext_lazy("Désigner un·e case manager"),
        "cases:case_manager_designate",
    ),
}


@dataclass(frozen=True)
class Step:
    """The act with which a path is entered: its page, or its button for a coming meeting."""

    label: str
    url: str
    kind: str = ""


def to_enter(scope: Scope) -> QuerySet[Case]:
    """Triaged cases of hers whose path was not entered since; a consent is in force."""
    since = {"case": OuterRef("pk")}
    asked = CollaborationRequest.objects.exclude(state=RequestState.WITHDRAWN)
    asked = asked.filter(**since, sent_at__gte=OuterRef("triaged_at"))
    planned = InsertionPlan.objects.filter(**since, drafted_at__gte=OuterRef("triaged_at"))
    managed = Assignment.objects.open().filter(**since, kind=AssignmentKind.CASE_MANAGER)
    waits = (
        (Q(path__in=ASKED) & ~Exists(asked))
        | (Q(path=Path.TANDEM) & ~Exists(planned))
        | (Q(path=Path.CASE_MANAGEMENT) & ~Exists(managed))
        | off_agenda(case_meetings())
    )
    cases = Case.objects.coordinated_by(scope).filter(
        waits, consented(scope), state=CaseState.TRIAGED
    )
    return cases.order_by("path_due_on", "number")


def next_step(access: CaseAccess) -> Step | None:
    """How who coordinates a case enters its path, or the meeting that its last review asks for."""
    case, scope = access.case, access.scope
    if case.post_id not in scope.posts:
        return None
    if to_enter(scope).filter(pk=case.pk).exists():
        return step_of(access, sittings_ahead(scope) if case.path in MEETINGS else [])
    if to_meet_again(scope).filter(pk=case.pk).exists():
        return meeting_step(access, Path.TRO, sittings_ahead(scope))
    return None


def step_of(access: CaseAccess, ahead: Iterable[Meeting]) -> Step | None:
    """How she enters the path of a case; None where it is somebody else's act.

    `ahead` are the meetings in preparation.
    """
    case = access.case
    if case.path in PAGES:
        act, label, page = PAGES[case.path]
        return Step(str(label), reverse(page, args=[case.pk])) if may(act, access) else None
    return meeting_step(access, case.path, ahead)


def meeting_step(access: CaseAccess, kind: str, ahead: Iterable[Meeting]) -> Step | None:
    """How she brings a case to a meeting of this kind."""
    if not may("meeting.convene", access):
        return None
    if sitting := next_sitting(access.case, kind, ahead):
        url = reverse("governance:case_on_agenda", args=[access.case.pk])
        return Step(_("Mettre à l’ordre du jour : %s") % sitting, url, sitting.kind_id)
    return Step(_("Planifier une séance"), reverse("governance:plan_meeting"))

"""The triage board: what waits at the posts that one person holds, most urgent and oldest first."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.models import Closure, Setting
from accounts.scope import Scope
from cases.choices import CaseState, Urgency
from cases.deadlocks import Stuck, reasons_of
from cases.models import Case, Client
from cases.reading import CaseAccess
from cases.timeline import reads_work
from cases.waits import Wait, timed, waits_of
from governance.agenda_queue import next_sitting, places_on_agendas, sittings_ahead
from governance.models import Meeting
from governance.next_steps import Step, step_of

SHOWN = 50
# The keys of the board, and those of a triage that was opened from it (static/js/shortcuts.js).
BOARD_KEYS = (
    ("j", _("dossier suivant")),
    ("k", _("précédent")),
    ("d", _("décider")),
    ("o", _("ouvrir le dossier")),
    ("p", _("passer à un autre poste")),
)
TRIAGE_KEYS = (
    ("1–7", _("prise en charge, dans l’ordre")),
    ("n", _("dossier suivant")),
    ("o", _("ouvrir le dossier")),
    ("p", _("passer à un autre poste")),
    ("t", _("retour au tri")),
)
WITH = ("client", "home_office", "post", "announced_by")


@dataclass(frozen=True)
class Line:
    """A case on a page of the coordination, as far as its reader may know it."""

    access: CaseAccess

    @property
    def case(self) -> Case:
        return self.access.case

    @property
    def person(self) -> Client | None:
        return self.case.client if self.access.knows_person else None

    @property
    def is_told(self) -> bool:
        """Whether she reads what was asked for, and why."""
        return reads_work(self.access)


@dataclass(frozen=True)
class Waiting(Line):
    """It waits for its triage: how long, and how long each step before it took."""

    waits: list[Wait]
    tone: str

    @property
    def age(self) -> Wait:
        return self.waits[-1]


@dataclass(frozen=True)
class ToEnter(Line):
    """It is triaged; the act with which its path begins is hers, or somebody else's."""

    step: Step | None


@dataclass(frozen=True)
class Blocked(Line):
    """It is stuck: why, and where it is or may be put on an agenda."""

    reasons: list[Stuck]
    sitting: Meeting | None
    next_tro: Meeting | None


def to_triage(scope: Scope) -> QuerySet[Any]:
    """What waits for a triage at her posts, in the order of the board."""
    cases = timed(Case.objects.coordinated_by(scope).filter(state=CaseState.ANNOUNCED))
    return cases.annotate(
        is_urgent=Q(urgency=Urgency.URGENT),
        waits_since=Coalesce("reopened_at", "announced_at"),
    ).order_by("-is_urgent", "waits_since", "number")


def following(case: Case, scope: Scope) -> UUID | None:
    """The waiting case after this one, the first one after the last; None for no other."""
    order = list(to_triage(scope).values_list("pk", flat=True))
    place = order.index(case.pk) + 1 if case.pk in order else 0
    others = [pk for pk in [*order[place:], *order[:place]] if pk != case.pk]
    return others[0] if others else None


def waiting_lines(scope: Scope) -> list[Waiting]:
    cases = list(to_triage(scope).select_related(*WITH)[:SHOWN])
    limit = Setting.objects.value("triage_days", scope.day)
    closures = set(Closure.objects.values_list("day", flat=True))
    return [
        _waiting(access, scope.day, closures, limit) for access in CaseAccess.of_all(cases, scope)
    ]


def _waiting(access: CaseAccess, day: date, closures: Collection[date], limit: int) -> Waiting:
    waits = waits_of(access.case, day=day, closures=closures)
    days = waits[-1].days
    tone = "danger" if days > limit else "warning" if days == limit else "neutral"
    return Waiting(access, waits, tone)


def lines_to_enter(cases: QuerySet[Case], scope: Scope) -> list[ToEnter]:
    """These cases with the act that is next; `cases` as in `next_steps.to_enter`."""
    accesses = CaseAccess.of_all(cases.select_related(*WITH)[:SHOWN], scope)
    ahead = sittings_ahead(scope) if accesses else []
    # The act tells the path, which the number alone doesn't open.
    return [
        ToEnter(access, step_of(access, ahead) if reads_work(access) else None)
        for access in accesses
    ]


def blocked_lines(cases: Collection[Any], scope: Scope) -> list[Blocked]:
    """These cases with their reasons; `cases` as in `cases.deadlocks.cases_of`."""
    ahead, places = sittings_ahead(scope), places_on_agendas(scope, cases)
    return [
        Blocked(
            access,
            reasons_of(access.case),
            places.get(access.case.pk),
            next_sitting(access.case, "tro", ahead),
        )
        for access in CaseAccess.of_all(cases, scope)
    ]

"""What a person has in hand in cases, as who may pass it on sees it, when she leaves, changes
office or is away for long (C3, C10, C15)."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.choices import Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.choices import ENDED, AssignmentKind
from cases.models import Assignment, Case, CollaborationRequest, Grant
from cases.querysets import NOT_WORKERS

# Who may succeed somebody named; a case manager comes from the pool (cases.coverage).
SUCCEED = {
    AssignmentKind.CASE_MANAGER: (Role.REPONDANT, Role.FIELD_WORKER),
    AssignmentKind.EXPERT: (Role.EXPERT, Role.FIELD_WORKER),
    AssignmentKind.EXECUTING: (Role.FIELD_WORKER,),
}
Hands = tuple[UUID, UUID]  # a person, and the dispositif for which she has something in hand


class Group(TextChoices):
    """Under which heading a thing stands, in the order of the page."""

    CHARGE = "charge", _("Dossiers dont elle ou il est en charge")
    REQUEST = "request", _("Demandes de collaboration prises en charge")
    NAMED = "named", _("Désignations : case manager, expert·e, exécution")
    POST = "post", _("Postes de coordination")
    CHAIR = "chair", _("Séances à présider")
    INVITED = "invited", _("Séances auxquelles elle ou il est invité·e")


@dataclass(frozen=True)
class Held:
    """One thing in her hands, what it is called, and who may take it over."""

    thing: Any
    group: Group
    what: str
    takers: list[Mandate]
    case: Case | None = None

    @property
    def key(self) -> str:
        return f"{self.group.value}_{self.thing.pk}"


# --- what is open and names a person ------------------------------------------------------------
def open_charges() -> QuerySet[Assignment]:
    """Of whom an open case is in charge."""
    rows = Assignment.objects.open().filter(kind=AssignmentKind.WORKER)
    return rows.exclude(case__state__in=ENDED)


def open_requests() -> QuerySet[CollaborationRequest]:
    """The requests that somebody of the dispositif asked treats."""
    return CollaborationRequest.objects.open().exclude(handler=None)


def open_names() -> QuerySet[Assignment]:
    """Case managers, experts and executing colleagues of open cases.

    Who is named because she treats a request passes on the request, and the name goes with it.
    """
    rows = Assignment.objects.open().filter(kind__in=NOT_WORKERS)
    treated = open_requests().filter(assignment=OuterRef("pk"))
    return rows.exclude(case__state__in=ENDED).exclude(Exists(treated))


def is_repondant_for(scope: Scope) -> Q:
    """The dispositif and the population of the case are those whose répondant she is."""
    places = [
        Q(office=mandate.office_id, case__population=mandate.population)
        for mandate in scope.in_role(Role.REPONDANT)
    ]
    return reduce(or_, places, Q(pk__in=[]))


def charges(scope: Scope) -> QuerySet[Assignment]:
    """What she may pass on as répondant: who is in charge."""
    return open_charges().filter(is_repondant_for(scope), case__in=Case.objects.visible_to(scope))


def requests(scope: Scope) -> QuerySet[CollaborationRequest]:
    """What she may pass on as répondant: who treats a request."""
    return open_requests().filter(is_repondant_for(scope), case__in=Case.objects.visible_to(scope))


def names(scope: Scope) -> QuerySet[Assignment]:
    """What she may pass on as coordinator: who is named in the cases of her posts (C10)."""
    cases = Case.objects.visible_to(scope)
    return open_names().filter(case__post__in=list(scope.posts), case__in=cases)


def in_hand(scope: Scope, *, left_by: date | None = None) -> Counter[Hands]:
    """How much each person has in hand that she may pass on; with `left_by`, only of who acts there
    no longer after that day."""
    parts: list[tuple[QuerySet[Any], str]] = []
    if scope.in_role(Role.REPONDANT):
        parts += [(charges(scope), "user"), (requests(scope), "handler")]
    if scope.posts:
        parts.append((names(scope), "user"))
    found: Counter[Hands] = Counter()
    for rows, who in parts:
        if left_by:
            # First the few who lost a mandate: most rows are of people who stay.
            rows = rows.filter(**{f"{who}__in": _losing(left_by).values("user")})
            rows = rows.exclude(stays(OuterRef(who), OuterRef("office"), left_by))
        counted = rows.order_by().values(who, "office").annotate(number=Count("pk"))
        for row in counted:
            found[row[who], row["office"]] += row["number"]
    return found


def _losing(day: date) -> QuerySet[Mandate]:
    """The mandates that nobody exercises any more after a day."""
    return Mandate.objects.filter(Q(valid_until__lt=day) | Q(user__is_active=False))


def stays(user: Any, office: Any, day: date) -> Exists:
    """She still acts at a dispositif on a day."""
    live = Mandate.objects.live(day).filter(user=user, office=office, user__is_active=True)
    return Exists(live.exclude(role=Role.REGIONAL_MANAGER))


# --- the things of one person, each with who may take it over -----------------------------------
def held(user: User, scope: Scope) -> list[Held]:
    """What she may pass on of a colleague, in the order in which cases are locked."""
    related = ("case__client", "office")
    named: list[Assignment] = list(names(scope).filter(user=user).select_related(*related))
    charged: list[Assignment] = list(charges(scope).filter(user=user).select_related(*related))
    treated: list[CollaborationRequest] = list(
        requests(scope).filter(handler=user).select_related("asking", *related)
    )
    offices = {row.office_id for row in charged} | {row.office_id for row in treated}
    colleagues = _colleagues(user, offices, scope.day) if offices else {}
    rows = [
        Held(row, Group.CHARGE, "", one_each(colleagues[row.office_id]), row.case)
        for row in charged
    ]
    for request in treated:
        takers = [one for one in colleagues[request.office_id] if _treats(one, request.case)]
        asked = str(request.asking)
        rows.append(Held(request, Group.REQUEST, asked, one_each(takers), request.case))
    successors = _successors(named, user, scope.day) if named else {}
    rows += [
        Held(
            row, Group.NAMED, f"{row.get_kind_display()} · {row.office}", one_each(takers), row.case
        )
        for row, takers in successors.items()
    ]
    order = list(Group)
    return sorted(rows, key=lambda row: (order.index(row.group), str(row.case), row.key))


def _colleagues(user: User, offices: Iterable[UUID], day: date) -> dict[UUID, list[Mandate]]:
    """Who works at each dispositif besides her."""
    rows = _mandates(day, user, Q(office__in=offices), (Role.FIELD_WORKER, Role.REPONDANT))
    return {office: [row for row in rows if row.office_id == office] for office in offices}


def _treats(mandate: Mandate, case: Case) -> bool:
    return mandate.role == Role.FIELD_WORKER or mandate.population == case.population


def _successors(rows: list[Assignment], user: User, day: date) -> dict[Assignment, list[Mandate]]:
    """Who may be named in her place: somebody of the same institution that the consent covers."""
    institutions = {row.office.institution_id for row in rows}
    grants = Grant.objects.standing().filter(
        procuration__case__in=[row.case_id for row in rows],
        procuration__valid_from__lte=day,
        procuration__valid_until__gte=day,
        recipient__institution__in=institutions,
    )
    covered = set(grants.values_list("procuration__case", "recipient"))
    there = Q(office__institution__in=institutions)
    mandates = _mandates(day, user, there, {role for roles in SUCCEED.values() for role in roles})
    others = Assignment.objects.open().filter(case__in=[row.case_id for row in rows])
    taken = set(others.values_list("case", "kind", "user"))

    def may(row: Assignment, mandate: Mandate) -> bool:
        kind, case = AssignmentKind(row.kind), row.case
        if kind == AssignmentKind.EXECUTING and mandate.office_id != row.office_id:
            return False
        if kind != AssignmentKind.CASE_MANAGER:
            return mandate.role in SUCCEED[kind]
        is_in_charge = (case.pk, AssignmentKind.WORKER, mandate.user_id) in taken
        if mandate.role == Role.FIELD_WORKER:
            return is_in_charge and mandate.office_id == case.home_office_id
        return mandate.role == Role.REPONDANT and mandate.population == case.population

    def fits(row: Assignment, mandate: Mandate) -> bool:
        return (
            mandate.office.institution_id == row.office.institution_id  # type: ignore[union-attr]
            and (row.case_id, mandate.office_id) in covered
            and (row.case_id, row.kind, mandate.user_id) not in taken
            and may(row, mandate)
        )

    return {row: [mandate for mandate in mandates if fits(row, mandate)] for row in rows}


def _mandates(day: date, user: User, there: Q, roles: Iterable[Role]) -> list[Mandate]:
    """The live mandates of the others; one of two that a person has at a place is enough."""
    live = Mandate.objects.live(day).filter(there, role__in=roles, user__is_active=True)
    live = live.exclude(user=user).select_related("user", "office")
    return list(live.order_by(F("office__name_fr"), "user__sort_key", "pk"))


def one_each(mandates: Iterable[Mandate]) -> list[Mandate]:
    """Each person once a place, however many mandates she holds there."""
    return list({(row.user_id, row.office_id, row.post_id): row for row in mandates}.values())

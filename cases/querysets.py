"""Named queries over cases. `visible_to` is the one choke point of need to know (access-policy).

Every rule is a condition on the gate, compared with the moment of the reader's scope, so that an
expiry or the end of a mandate needs no job. The conditions are written once, below, and serve one
case, lists and the items of a case alike: as SQL, or read on a gate in hand (`holds`).
"""

from collections.abc import Callable
from functools import reduce
from operator import eq, ge, gt, le, or_
from typing import Any, Self, cast
from uuid import UUID

from django.apps import apps
from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models import (
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Value,
)
from django.db.models.expressions import RawSQL

from accounts.choices import Role
from accounts.models import User
from accounts.scope import Scope
from cases.choices import AssignmentKind
from core.choices import Category
from documents.models import Document

NOTHING = Q(pk__in=[])
NOT_WORKERS = [kind for kind in AssignmentKind if kind != AssignmentKind.WORKER]
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "": eq,
    "lte": le,
    "gte": ge,
    "gt": gt,
    "in": lambda value, wanted: value in wanted,
}
Reader = User | Scope


# --- conditions on a gate row -------------------------------------------------------------------
def engaged(scope: Scope) -> Q:
    """The recipient has come to take part; it may have left since."""
    return Q(engaged_at__lte=scope.at)


def live(scope: Scope) -> Q:
    """The recipient is engaged, and the procuration covers it today."""
    stays = Q(released_at=None) | Q(released_at__gt=scope.at)
    covered = Q(valid_from__lte=scope.day, valid_until__gte=scope.day, categories__gt=0)
    return engaged(scope) & stays & covered


def own(scope: Scope) -> Q:
    """The recipient wrote something in the case."""
    return Q(own_since__lte=scope.at)


def repondant_places(scope: Scope) -> list[Q]:
    """The gates of each office and population whose répondant she is."""
    mandates = scope.in_role(Role.REPONDANT)
    return [Q(recipient=m.office_id, population=m.population) for m in mandates]


def as_repondant(scope: Scope) -> Q:
    """She is répondant of the recipient, for the population of the case."""
    return reduce(or_, repondant_places(scope), NOTHING)


def names(scope: Scope) -> models.QuerySet:
    """Her permissions on single cases, for the offices where she has a mandate."""
    rows = apps.get_model("cases", "CaseUserObjectPermission").objects
    return rows.filter(user=scope.user.pk, office__in=scope.offices)


def as_named(scope: Scope, *kinds: AssignmentKind) -> Q:
    """She is named on the case for the recipient, as one of `kinds`, and has a mandate there."""
    if not scope.offices:
        return NOTHING
    rows = names(scope).filter(content_object=OuterRef("case"), office=OuterRef("recipient"))
    if kinds:
        rows = rows.filter(permission__codename__in=kinds)
    return Q(Exists(rows))


def as_once_named(scope: Scope) -> Q:
    """She is or was case manager, expert or executing colleague for the recipient."""
    if not scope.offices:
        return NOTHING
    rows = apps.get_model("cases", "Assignment").objects.filter(
        user=scope.user.pk,
        case=OuterRef("case"),
        office=OuterRef("recipient"),
        kind__in=NOT_WORKERS,
    )
    return Q(recipient__in=scope.offices) & Q(Exists(rows))


def as_owner(scope: Scope) -> Q:
    """The whole own part of a recipient: for its répondants and the worker in charge."""
    mine = as_repondant(scope) | as_named(scope, AssignmentKind.WORKER)
    return mine & own(scope)


def wrote(scope: Scope) -> Q:
    """She wrote in the case herself, for the recipient."""
    hers = {"case_id": OuterRef("case"), "office": OuterRef("recipient")}
    notes = apps.get_model("cases", "CaseNote").objects.filter(**hers, written_by=scope.user.pk)
    documents = Document.objects.filter(**hers, uploaded_by=scope.user.pk)
    return Q(Exists(notes)) | Q(Exists(documents))


def as_coordinator(scope: Scope) -> Q:
    """She holds the post to which the case is assigned; only the bureau's gate has a post."""
    return Q(post__in=list(scope.posts)) if scope.posts else NOTHING


def as_officer(scope: Scope) -> Q:
    return Q(post__isnull=False) if scope.holds(Role.CANTONAL_OFFICER) else NOTHING


def as_secretariat(scope: Scope) -> Q:
    return Q(post__isnull=False) if scope.holds(Role.SECRETARIAT) else NOTHING


def sits(scope: Scope) -> Q:
    """She sits in the Commission « droit », whoever is recused."""
    return Q(recipient=scope.commission.pk) if scope.commission else NOTHING


def as_member(scope: Scope) -> Q:
    """She sits there, and isn't excluded by name from the case or from one it is merged into."""
    return sits(scope) & ~recused(scope, "case") if scope.commission else NOTHING


def recused(scope: Scope, case: str = "pk") -> Q:
    """She is excluded by name from the case, or from the one into which it is merged."""
    of_case = Q(case=OuterRef(case)) | Q(case__merged_files=OuterRef(case))
    rows = apps.get_model("cases", "Recusal").objects.filter(of_case)
    return Q(Exists(rows.filter(user=scope.user.pk, lifted_at=None)))


def through_organs(scope: Scope) -> Q:
    """She coordinates, works at the bureau, or sits in the Commission."""
    return as_coordinator(scope) | as_officer(scope) | as_secretariat(scope) | as_member(scope)


def as_manager(scope: Scope) -> Q:
    """She manages the recipient, which a dispute touches."""
    offices = [mandate.office_id for mandate in scope.in_role(Role.REGIONAL_MANAGER)]
    return Q(recipient__in=offices, disputed_since__lte=scope.at) if offices else NOTHING


def within_reach(scope: Scope) -> Q:
    """The gates of the places where she acts; no other can open to her."""
    of_the_bureau = as_coordinator(scope) | as_officer(scope) | as_secretariat(scope)
    return Q(recipient__in=scope.offices) | of_the_bureau | sits(scope) | as_manager(scope)


def recipients(scope: Scope) -> tuple[set[UUID], bool]:
    """The recipients for which she may read something, and whether the bureau is among them."""
    managed = {m.office_id for m in scope.in_role(Role.REGIONAL_MANAGER) if m.office_id}
    seats = {scope.commission.pk} if scope.commission else set()
    central = scope.holds(Role.CANTONAL_OFFICER) or scope.holds(Role.SECRETARIAT)
    return {*scope.offices, *managed, *seats}, central or bool(scope.posts)


def _at(places: list[tuple[UUID, UUID]]) -> Q:
    """The gates of these cases and recipients."""
    found: dict[UUID, set[UUID]] = {}
    for case, office in places:
        found.setdefault(office, set()).add(case)
    return reduce(or_, (Q(recipient=office, case__in=found[office]) for office in found), NOTHING)


def holds(condition: Q, gate: Any) -> bool:
    """Whether a condition on own columns holds for a gate in hand, as the database would say.

    Raises ValueError for a negated condition and TypeError for one that asks another table.
    """
    if condition.negated:
        raise ValueError("A negation of what is unknown is unknown, not true.")
    met = (
        holds(part, gate) if isinstance(part, Q) else _meets(gate, *cast("tuple[str, Any]", part))
        for part in condition.children
    )
    return any(met) if condition.connector == Q.OR else all(met)


def _meets(gate: Any, path: str, wanted: Any) -> bool:
    name, _sign, lookup = path.partition("__")
    value = gate.pk if name == "pk" else getattr(gate, gate._meta.get_field(name).attname)
    if lookup == "isnull" or wanted is None:
        return (value is None) == (wanted in (None, True))
    # Nothing compares with NULL.
    return value is not None and COMPARISONS[lookup](value, wanted)


class CaseGateQuerySet(models.QuerySet):
    """Gates as seen by a reader."""

    def opening(self, scope: Scope) -> Self:
        """Gates through which she sees at least the stub of the case."""
        return self.filter(
            (as_repondant(scope) & (live(scope) | own(scope)))
            | (as_named(scope) & live(scope))
            | (as_named(scope, AssignmentKind.WORKER) & own(scope))
            | (as_once_named(scope) & wrote(scope))
            | (through_organs(scope) & engaged(scope))
            | as_manager(scope)
        )

    def named(self, scope: Scope) -> Self:
        """The gates that `opening` opens to who is named there, or was and wrote something.

        Asks for her few permissions and ended assignments first: joined, the planner would go
        through the cases of her office.
        """
        rows = names(scope).values_list("content_object", "office", "permission__codename")
        here = [(case, office, kind == AssignmentKind.WORKER) for case, office, kind in rows]
        ended = apps.get_model("cases", "Assignment").objects.exclude(ended_at=None)
        before = ended.filter(
            user=scope.user.pk, office__in=scope.offices, kind__in=NOT_WORKERS
        ).order_by()
        in_charge = [(case, office) for case, office, is_worker in here if is_worker]
        named = [(case, office) for case, office, _is_worker in here]
        places = [*named, *before.values_list("case", "office")]
        opened = (_at(named) & live(scope)) | (_at(in_charge) & own(scope)) | wrote(scope)
        return self.filter(_at(places) & opened)

    def sharing(self, scope: Scope, category: Any) -> Self:
        """Gates through which she reads the shared items of a category (an expression or a bit)."""
        whole = as_repondant(scope) | as_named(scope) | as_coordinator(scope) | as_member(scope)
        # The officer reads only while a matter of his is open; the secretariat only identity.
        whole |= as_officer(scope) & Q(officer_since__lte=scope.at)
        number = models.IntegerField()
        asked = Value(category) if isinstance(category, int) else category
        asked = ExpressionWrapper(asked, output_field=number)
        identity = as_secretariat(scope) & Q(asked=Category.IDENTITY)
        return self.alias(
            asked=asked,
            shared=ExpressionWrapper(
                F("categories").bitand(asked),  # type: ignore[arg-type]
                output_field=number,
            ),
        ).filter(live(scope) & Q(shared__gt=0) & (whole | identity))

    def owning(self, scope: Scope) -> Self:
        """Gates of recipients whose own part she reads."""
        return self.filter(as_owner(scope))


def gates() -> CaseGateQuerySet:
    return apps.get_model("cases", "CaseGate").objects.all()


def written_once(scope: Scope, name: str, rows: Callable[[], models.QuerySet]) -> RawSQL | None:
    """The keys of some rows, as SQL that is kept with the scope; None where there can be none.

    A page asks for the same ones a dozen times, and writing the SQL takes longer than answering it.
    """
    if name not in scope.written:
        try:
            sql, params = rows().query.sql_with_params()
        except EmptyResultSet:
            scope.written[name] = None
        else:
            scope.written[name] = RawSQL(sql, params, models.UUIDField())  # noqa: S611  (Django's own)
    return scope.written[name]


class CaseQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader) -> Self:
        """The cases of which she sees at least the stub, now; an empty scope sees none."""
        scope = Scope.of(reader)
        opened = written_once(scope, "cases", lambda: gates().opening(scope).values("case"))
        return self.filter(pk__in=opened) if opened else self.none()

    def coordinated_by(self, reader: Reader) -> Self:
        """The visible cases of the posts that she holds; those of all for the cantonal officer."""
        scope = Scope.of(reader)
        return self.visible_to(scope).filter(as_coordinator(scope) | as_officer(scope))

    def identified_to(self, reader: Reader) -> Self:
        """The visible cases whose person she may know by name."""
        scope = Scope.of(reader)
        shared = gates().sharing(scope, int(Category.IDENTITY))
        own = gates().owning(scope).filter(recipient=F("case__home_office"))
        known = (
            written_once(scope, "shared persons", lambda: shared.values("case")),
            written_once(scope, "own persons", lambda: own.values("case")),
        )
        by_name = reduce(or_, (Q(pk__in=keys) for keys in known if keys), NOTHING)
        return self.visible_to(scope).filter(by_name)

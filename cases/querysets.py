"""Named queries over cases. `visible_to` is the one choke point of need to know (access-policy).

Every rule is a condition on the gate, compared with the moment of the reader's scope, so that an
expiry or the end of a mandate needs no job. The conditions are written once, below, and serve one
case, lists and the items of a case alike.
"""

from functools import reduce
from operator import or_
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    Subquery,
    Value,
)

from accounts.choices import Role
from accounts.models import User
from accounts.scope import Scope
from cases.choices import AssignmentKind
from core.choices import Category
from documents.models import Document

NOTHING = Q(pk__in=[])
Reader = User | Scope


# --- conditions on a gate row -------------------------------------------------------------------
def live(scope: Scope) -> Q:
    """The recipient is engaged, and the procuration covers it today."""
    engaged = Q(engaged_at__lte=scope.at) & (Q(released_at=None) | Q(released_at__gt=scope.at))
    return engaged & Q(valid_from__lte=scope.day, valid_until__gte=scope.day, categories__gt=0)


def as_repondant(scope: Scope) -> Q:
    """She is répondant of the recipient, for the population of the case."""
    mandates = scope.in_role(Role.REPONDANT)
    return reduce(
        or_, (Q(recipient=m.office_id, population=m.population) for m in mandates), NOTHING
    )


def as_named(scope: Scope, *kinds: AssignmentKind) -> Q:
    """She is named on the case for the recipient, as one of `kinds`, and has a mandate there."""
    if not scope.offices:
        return NOTHING
    rows = apps.get_model("cases", "CaseUserObjectPermission").objects.filter(
        user=scope.user.pk,
        content_object=OuterRef("case"),
        assignment__office=OuterRef("recipient"),
    )
    if kinds:
        rows = rows.filter(assignment__kind__in=kinds)
    return Q(recipient__in=scope.offices) & Q(Exists(rows))


def as_owner(scope: Scope) -> Q:
    """The whole own part of a recipient: for its répondants and the worker in charge."""
    mine = as_repondant(scope) | as_named(scope, AssignmentKind.WORKER)
    return mine & Q(own_since__lte=scope.at)


def as_author(scope: Scope) -> Q:
    """She is named on the case, and wrote in it herself for the recipient."""
    hers = {"case_id": OuterRef("case"), "office": OuterRef("recipient")}
    notes = apps.get_model("cases", "CaseNote").objects.filter(**hers, written_by=scope.user.pk)
    documents = Document.objects.filter(**hers, uploaded_by=scope.user.pk)
    return as_named(scope) & (Q(Exists(notes)) | Q(Exists(documents)))


def as_coordinator(scope: Scope) -> Q:
    """She holds the post to which the case is assigned; only the bureau's gate has a post."""
    return Q(post__in=list(scope.posts)) if scope.posts else NOTHING


def as_officer(scope: Scope) -> Q:
    return Q(post__isnull=False) if scope.holds(Role.CANTONAL_OFFICER) else NOTHING


def as_secretariat(scope: Scope) -> Q:
    return Q(post__isnull=False) if scope.holds(Role.SECRETARIAT) else NOTHING


class CaseGateQuerySet(models.QuerySet):
    """Gates as seen by a reader."""

    def opening(self, scope: Scope) -> Self:
        """Gates through which she sees at least the stub of the case."""
        shared = (as_repondant(scope) | as_named(scope)) & live(scope)
        of_the_bureau = as_coordinator(scope) | as_officer(scope) | as_secretariat(scope)
        return self.filter(
            shared
            | as_owner(scope)
            | as_author(scope)
            | (of_the_bureau & Q(engaged_at__lte=scope.at))
        )

    def sharing(self, scope: Scope, category: Any) -> Self:
        """Gates through which she reads the shared items of a category (an expression or a bit)."""
        whole = as_repondant(scope) | as_named(scope) | as_coordinator(scope)
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

    def with_ties(self, scope: Scope) -> Self:
        """Each gate with the grounds that hold for her, for one case (cases.reading)."""

        def holds(condition: Q) -> ExpressionWrapper:
            return ExpressionWrapper(condition, output_field=BooleanField())

        return self.annotate(
            is_live=holds(live(scope)),
            is_own=holds(Q(own_since__isnull=False, own_since__lte=scope.at)),
            is_engaged=holds(Q(engaged_at__isnull=False, engaged_at__lte=scope.at)),
            as_repondant=holds(as_repondant(scope)),
            as_named=holds(as_named(scope)),
            as_author=holds(as_author(scope)),
            as_coordinator=holds(as_coordinator(scope)),
            as_officer=holds(as_officer(scope)),
            as_secretariat=holds(as_secretariat(scope)),
        )


def gates() -> CaseGateQuerySet:
    return apps.get_model("cases", "CaseGate").objects.all()


class CaseQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader) -> Self:
        """The cases of which she sees at least the stub, now; an empty scope sees none."""
        scope = Scope.of(reader)
        return self.filter(pk__in=Subquery(gates().opening(scope).values("case")))

    def followed_by(self, reader: Reader) -> Self:
        """Visible cases of which she sees more than what her own dispositif wrote in them."""
        scope = Scope.of(reader)
        followed = (
            gates()
            .opening(scope)
            .filter(live(scope) | Q(post__isnull=False) | Q(recipient=F("case__home_office")))
        )
        return self.filter(pk__in=Subquery(followed.values("case")))

    def identified_to(self, reader: Reader) -> Self:
        """The visible cases whose person she may know by name."""
        scope = Scope.of(reader)
        shared = gates().sharing(scope, int(Category.IDENTITY)).values("case")
        own = gates().owning(scope).filter(recipient=F("case__home_office")).values("case")
        return self.visible_to(scope).filter(Q(pk__in=Subquery(shared)) | Q(pk__in=Subquery(own)))


class CategorisedQuerySet(models.QuerySet):
    """Items of a case that carry one category and the office that wrote them."""

    case_path = "case"
    office_path = "office"
    author_path = "written_by"

    def visible_to(self, reader: Reader) -> Self:
        """Shared items of granted categories, the own part of her dispositif, her own entries."""
        scope = Scope.of(reader)
        shared = gates().sharing(scope, OuterRef("category")).filter(case=OuterRef(self.case_path))
        readable = Q(Exists(shared))
        if self.office_path:
            of_item = {"case": OuterRef(self.case_path), "recipient": OuterRef(self.office_path)}
            readable |= Q(Exists(gates().owning(scope).filter(**of_item)))
            named = gates().filter(as_named(scope), **of_item)
            readable |= Q(Exists(named), **{self.author_path: scope.user.pk})
        return self.filter(readable)


class PlanQuerySet(CategorisedQuerySet):
    office_path = ""


class MeasureQuerySet(CategorisedQuerySet):
    case_path = "plan__case"
    office_path = ""


class FollowUpQuerySet(CategorisedQuerySet):
    office_path = ""

    def open(self) -> Self:
        return self.filter(reviewed_at=None, cancelled_at=None)


class DocumentQuerySet(CategorisedQuerySet):
    """Documents hold an opaque case UUID; the door to them stands here."""

    case_path = "case_id"
    author_path = "uploaded_by"


# --- facts --------------------------------------------------------------------------------------
class ProcurationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Neither withdrawn nor replaced; whether it covers today is a matter of its dates."""
        return self.filter(withdrawn_at=None, replaced_at=None)

    def live(self, day) -> Self:
        return self.standing().filter(valid_from__lte=day, valid_until__gte=day)


class GrantQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(
            withdrawn_at=None,
            procuration__withdrawn_at=None,
            procuration__replaced_at=None,
        )


class EngagementQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)


class AssignmentQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(ended_at=None)

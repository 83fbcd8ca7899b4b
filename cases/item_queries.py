"""The items of a case: each carries one category, and is read in the shared or in an own part."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.scope import Scope
from cases.choices import CaseState
from cases.querysets import Reader, as_named, as_once_named, gates
from core.choices import Category

if TYPE_CHECKING:
    from cases.reading import CaseAccess


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
            named = gates().filter(as_named(scope) | as_once_named(scope), **of_item)
            readable |= Q(Exists(named), **{self.author_path: scope.user.pk})
        return self.filter(readable)

    def open_in(self, access: "CaseAccess") -> Self:
        """The same of one case whose gates were read: by what they say, without asking again."""
        readable = Q(category__in=access.categories)
        if self.office_path:
            hers = {self.author_path: access.scope.user.pk}
            readable |= Q(**{f"{self.office_path}__in": access.own_offices})
            readable |= Q(**{f"{self.office_path}__in": access.kept_offices}, **hers)
        return self.filter(readable, **{self.case_path: access.case.pk})


class PlanQuerySet(CategorisedQuerySet):
    office_path = ""


class MeasureQuerySet(CategorisedQuerySet):
    case_path = "plan__case"
    office_path = ""


class HandoutQuerySet(models.QuerySet):
    """Plans in plain language: each whole, or not at all."""

    def open_in(self, access: "CaseAccess") -> Self:
        """Those of a case whose gates were read, of which she reads every category."""
        shut = F("categories").bitand(Category.mask(Category) & ~access.mask)
        return self.alias(shut=shut).filter(plan__case=access.case, shut=0)


class FollowUpQuerySet(CategorisedQuerySet):
    office_path = ""

    def open(self) -> Self:
        """Neither done nor cancelled; nothing is due on a merged case while it is one."""
        rows = self.filter(reviewed_at=None, cancelled_at=None)
        return rows.exclude(case__state=CaseState.MERGED)


class DocumentQuerySet(CategorisedQuerySet):
    """Documents hold an opaque case UUID; the door to them stands here."""

    case_path = "case_id"
    author_path = "uploaded_by"

"""Which matches concern whom."""

from functools import reduce
from operator import or_
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.choices import Role
from accounts.models import CoordinationPost
from accounts.scope import Scope
from cases.querysets import Reader


def coordinated(scope: Scope, side: str) -> Q:
    """She coordinates the case of this side; before the announcement, the lead post does."""
    posts = list(scope.posts)
    leads = CoordinationPost.objects.live(scope.day).filter(pk__in=posts, is_lead=True)
    regions = leads.exclude(region=None).values("region")
    ahead = {f"{side}__post": None, f"{side}__region__in": regions}
    return Q(**{f"{side}__post__in": posts}) | Q(**ahead)


class MatchQuerySet(models.QuerySet):
    def visible_to(self, reader: Reader) -> Self:
        """Matches for the coordinators concerned, and for nobody else (C5).

        Once the merge is proposed the cantonal officer may be the second person (F8).
        """
        scope = Scope.of(reader)
        concerned = [coordinated(scope, side) for side in ("older", "newer") if scope.posts]
        if scope.holds(Role.CANTONAL_OFFICER):
            merges = apps.get_model("cases", "Merge").objects.filter(match=OuterRef("pk"))
            concerned.append(Q(Exists(merges)))
        return self.filter(reduce(or_, concerned, Q(pk__in=[])))

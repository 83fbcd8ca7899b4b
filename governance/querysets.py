"""Who sees a meeting and which of its items; a case item follows the case (S2)."""

from typing import Any, Self
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from accounts.choices import Role
from accounts.scope import Scope
from cases.models import Case, CaseGate
from cases.querysets import Reader, written_once
from cases.reading import CaseAccess
from core.choices import Category
from governance.choices import AdviceState, GuidanceState, ItemState, MeetingState


def seats(scope: Scope) -> list[UUID]:
    """The posts where she is coordinator or deputy: what she chairs there, she also conducts."""
    return [mandate.post_id for mandate in scope.in_role(Role.COORDINATOR) if mandate.post_id]


def is_central(scope: Scope) -> bool:
    """She belongs to the central staff of the bureau, which organises for every post."""
    return scope.holds(Role.CANTONAL_OFFICER) or scope.holds(Role.SECRETARIAT)


def coordinates(scope: Scope) -> bool:
    """C of some post or O, today."""
    return bool(scope.posts) or scope.holds(Role.CANTONAL_OFFICER)


def organises(scope: Scope) -> Q:
    """She holds its post, chairs it from there, or belongs to the bureau's central staff."""
    if is_central(scope):
        # Not an empty Q: joined by OR, that one would vanish.
        return Q(pk__isnull=False)
    if not scope.mandates:
        return Q(pk__in=[])
    return Q(post__in=list(scope.posts)) | Q(chair=scope.user.pk, post__in=seats(scope))


class MeetingQuerySet(models.QuerySet):
    def organised_by(self, reader: Reader) -> Self:
        return self.filter(organises(Scope.of(reader)))

    def visible_to(self, reader: Reader) -> Self:
        """Meetings that she organises, or is invited to for an office she still holds."""
        scope = Scope.of(reader)
        invited = apps.get_model("governance", "Invitation").objects.filter(
            meeting=OuterRef("pk"), user=scope.user.pk, office__in=scope.offices
        )
        return self.filter(organises(scope) | Exists(invited))

    def coming(self) -> Self:
        """Neither closed nor cancelled."""
        return self.filter(state__in=[MeetingState.PLANNED, MeetingState.CONVENED])


class AgendaItemQuerySet(models.QuerySet):
    def taken_up(self) -> Self:
        """Items that a meeting has still to treat or has treated; a postponed one waits again."""
        left = [ItemState.POSTPONED, ItemState.WITHDRAWN]
        return self.exclude(state__in=left).exclude(meeting__state=MeetingState.CANCELLED)

    def visible_to(self, reader: Reader) -> Self:
        """Items of her meetings: those without a case, and those of cases she sees.

        Who was invited sees only the case items for which her office was invited.
        """
        scope = Scope.of(reader)
        meetings = apps.get_model("governance", "Meeting").objects
        organised = Q(meeting__in=meetings.organised_by(scope))
        own = apps.get_model("governance", "ItemInvitation").objects.filter(
            item=OuterRef("pk"), office__in=scope.offices
        )
        return self.filter(
            Q(meeting__in=meetings.visible_to(scope).values("pk"))
            & (
                Q(case=None)
                | (Q(case__in=Case.objects.visible_to(scope)) & (organised | Exists(own)))
            )
        )


class ItemPartQuerySet(models.QuerySet):
    """Paragraphs, decisions and corrections: each in the category of its own, where a case is."""

    def visible_to(self, reader: Reader) -> Self:
        scope = Scope.of(reader)
        items = apps.get_model("governance", "AgendaItem").objects
        seen = written_once(scope, "items", lambda: items.visible_to(scope).values("pk"))
        if seen is None:
            return self.none()
        return self.filter(Q(item__case=None) | Exists(self._shared_with(scope)), item__in=seen)

    def in_file_of(self, reader: Reader) -> Self:
        """The same parts as an excerpt shows them: for the readers of the case, invited or not.

        Until the minutes are adopted they may be taken back, and are no part of the file.
        """
        adopted = self.exclude(item__meeting__closed_at=None)
        return adopted.filter(Exists(self._shared_with(Scope.of(reader))))

    def in_file(self, access: CaseAccess) -> Self:
        """The same of one case whose gates were read."""
        adopted = self.exclude(item__meeting__closed_at=None)
        return adopted.filter(item__case=access.case, category__in=access.categories)

    def open_to(self, reader: Reader) -> Self:
        """Decisions as a task: for who sat there, and for the readers of the case."""
        scope = Scope.of(reader)
        return self.filter(
            Q(pk__in=self.visible_to(scope).values("pk"))
            | Q(pk__in=self.in_file_of(scope).values("pk"))
        )

    def _shared_with(self, scope: Scope) -> models.QuerySet:
        gates = CaseGate.objects.sharing(scope, OuterRef("category"))
        return gates.filter(case=OuterRef("item__case"))


class ExcerptQuerySet(models.QuerySet):
    """Sealed excerpts belong to the file of their case, whoever sat in the meeting (S5)."""

    def visible_to(self, reader: Reader) -> Self:
        """Those of which she may read at least one part."""
        scope = Scope.of(reader)
        some = CaseGate.objects.sharing(scope, OuterRef("categories"))
        # Who reads identity only (the secretariat) matches no set but that one.
        identity = CaseGate.objects.sharing(scope, int(Category.IDENTITY))
        case = {"case": OuterRef("item__case")}
        return self.alias(identity=F("categories").bitand(Category.IDENTITY)).filter(
            Q(Exists(some.filter(**case))) | Q(Exists(identity.filter(**case)), identity__gt=0)
        )

    def open_in(self, access: CaseAccess) -> Self:
        """The same of one case whose gates were read."""
        shared = F("categories").bitand(access.mask)
        return self.alias(shared=shared).filter(item__case=access.case, shared__gt=0)


class AdviceQuerySet(models.QuerySet):
    """Questions of one professional to another; no case is behind them (C17)."""

    def addressed_to(self, scope: Scope) -> Self:
        """Those that she answers in the offices that she holds today."""
        offices = [mandate.office_id for mandate in scope.in_role(Role.REPONDANT)]
        mine = Q(office__in=offices) | Q(post__in=list(scope.posts))
        if scope.holds(Role.CANTONAL_OFFICER):
            mine |= Q(office=None, post=None)
        return self.filter(mine)

    def visible_to(self, reader: Reader) -> Self:
        """Her own questions, and those that she answers."""
        scope = Scope.of(reader)
        return self.filter(Q(asked_by=scope.user)) | self.addressed_to(scope)

    def waiting_for(self, scope: Scope) -> Self:
        """Those that wait for her answer; nobody answers herself."""
        return self.addressed_to(scope).filter(state=AdviceState.OPEN).exclude(asked_by=scope.user)


class GuidanceQuerySet(models.QuerySet):
    """General answers that everybody may look up."""

    def released(self) -> Self:
        return self.filter(state=GuidanceState.RELEASED)

    def visible_to(self, reader: Reader) -> Self:
        """The released ones; the others for who wrote them and who keeps them (C O)."""
        scope = Scope.of(reader)
        if coordinates(scope):
            return self.all()
        return self.filter(Q(state=GuidanceState.RELEASED) | Q(drafted_by=scope.user))

    def to_look_at(self, scope: Scope) -> Self:
        """Drafts of others that wait for her second look."""
        if not coordinates(scope):
            return self.none()
        return self.filter(state=GuidanceState.DRAFT).exclude(drafted_by=scope.user)


def waiting(meeting: Any, reader: Reader) -> tuple[list[Any], int]:
    """The items of a meeting that she sees, in the order of her page, and how many corrections of
    theirs wait to be settled."""
    items = apps.get_model("governance", "AgendaItem").objects.visible_to(reader)
    corrections = apps.get_model("governance", "Correction").objects.visible_to(reader)
    asked = corrections.filter(item__meeting=meeting, settled_at=None)
    return list(items.filter(meeting=meeting)), asked.count()

"""Everything of a person who leaves, changes office or is away for long, as its reader may pass it
on: what she has in hand in cases, her meetings, her coordination posts, her offices (C3, C15)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.choices import Capacity, Role
from accounts.models import CoordinationPost, Mandate, User
from accounts.scope import Scope
from cases.handover import Group, Held, held, in_hand, one_each
from cases.models import Assignment, Case
from cases.querysets import NOT_WORKERS
from governance.choices import MeetingState
from governance.models import Invitation, Meeting
from governance.querysets import MeetingQuerySet, is_central

NOT_DEPUTY = ~Q(capacity=Capacity.DEPUTY)
HOLDER = Q(role=Role.COORDINATOR) & NOT_DEPUTY
OFFICER = Q(role=Role.CANTONAL_OFFICER)
# Offices that somebody must hold: what waits for them waits for whoever does.
NEEDED = (Role.REPONDANT, Role.COORDINATOR, Role.CANTONAL_OFFICER, Role.SECRETARIAT)


@dataclass(frozen=True)
class Function:
    """One office of hers, and who holds the same one when she doesn't."""

    mandate: Mandate
    others: list[Mandate]
    deputies: list[Mandate]

    @property
    def is_vacant(self) -> bool:
        return self.mandate.capacity != Capacity.DEPUTY and not self.others


@dataclass(frozen=True)
class Leaver:
    """Somebody who has something in hand; `last_day` is None as long as no end is set."""

    user: User
    places: list[str]
    number: int
    last_day: date | None
    is_gone: bool


# --- what she holds -----------------------------------------------------------------------------
def chaired() -> MeetingQuerySet:
    """Meetings that somebody has still to chair, or whose minutes to adopt."""
    return Meeting.objects.coming()


def invited(scope: Scope) -> QuerySet[Invitation]:
    """Who is invited to the coming meetings that she organises."""
    meetings = Meeting.objects.organised_by(scope).filter(
        state=MeetingState.CONVENED, ends_at__gt=scope.at
    )
    return Invitation.objects.filter(meeting__in=meetings)


def last_holders(day: date) -> QuerySet[Mandate]:
    """Of each post that exists, the mandate of who holds it, or held it last."""
    posts = CoordinationPost.objects.ending_after(day)
    later = Mandate.objects.filter(
        HOLDER, post=OuterRef("post"), valid_from__gt=OuterRef("valid_from")
    )
    return Mandate.objects.filter(HOLDER, ~Exists(later), post__in=posts)


def everything(user: User, scope: Scope) -> list[Held]:
    """What is hers to pass on of a colleague, in the order of the page."""
    rows = held(user, scope) + _posts(user, scope) + _meetings(user, scope)
    order = list(Group)
    return sorted(rows, key=lambda row: order.index(row.group))


def _posts(user: User, scope: Scope) -> list[Held]:
    if not is_central(scope):
        return []
    found = []
    for mandate in last_holders(scope.day).filter(user=user).select_related("post__designated_by"):
        post = mandate.post
        if post is None:
            continue
        live = Mandate.objects.live(scope.day).filter(
            Q(role=Role.COORDINATOR) | Q(office=post.designated_by, role=Role.REPONDANT),
            user__is_active=True,
        )
        live = live.exclude(user__in=[user, scope.user]).select_related("user", "office", "post")
        takers = one_person_each(live.order_by("user__sort_key", "pk"))
        day = date_format(first_day(mandate, scope.day), "SHORT_DATE_FORMAT")
        what = _("%(post)s, dès le %(day)s") % {"post": post, "day": day}
        found.append(Held(mandate, Group.POST, what, takers))
    return found


def first_day(mandate: Mandate, today: date) -> date:
    """When the next holder begins: after the end that is set, today at the earliest."""
    if mandate.valid_until is None:
        return today
    return max(today, mandate.valid_until + timedelta(days=1))


def one_person_each(mandates: QuerySet[Mandate]) -> list[Mandate]:
    """Each person once, however many mandates she holds."""
    return list({row.user_id: row for row in mandates}.values())


def _meetings(user: User, scope: Scope) -> list[Held]:
    chairs = Mandate.objects.live(scope.day).filter(HOLDER | OFFICER, user__is_active=True)
    chairs = chairs.exclude(user=user).select_related("user", "office", "post")
    able = list(chairs.order_by("user__sort_key", "pk"))
    rows = chaired().organised_by(scope).filter(chair=user).select_related("kind", "post")
    found = [
        Held(
            row, Group.CHAIR, str(row), [one for one in able if one.post_id in (row.post_id, None)]
        )
        for row in rows
    ]
    asked = invited(scope).filter(user=user).select_related("meeting__kind", "office")
    places = {row.office_id for row in asked}
    there = Mandate.objects.live(scope.day).filter(
        role=Role.REPONDANT, office__in=places, user__is_active=True
    )
    there = there.exclude(user=user).select_related("user", "office")
    repondants = list(there.order_by("user__sort_key", "pk"))
    for invitation in asked:
        takers = [one for one in repondants if one.office_id == invitation.office_id]
        what = f"{invitation.meeting} · {invitation.office}"
        found.append(Held(invitation, Group.INVITED, what, one_each(takers)))
    return found


def functions(user: User, scope: Scope) -> list[Function]:
    """Her offices that others depend on, of which the reader may know who holds them next."""
    places = {m.office_id for m in scope.in_role(Role.REPONDANT)}
    known = Q(pk__isnull=False) if is_central(scope) else Q(office__in=places)
    known |= Q(post__in=list(scope.posts))
    mine = Mandate.objects.filter(known, user=user, role__in=NEEDED)
    rows = list(mine.select_related("office", "post").order_by("valid_from", "pk"))
    same = Mandate.objects.filter(
        Q(office__in=[row.office_id for row in rows]) | Q(post__in=[row.post_id for row in rows]),
        role__in=NEEDED,
        user__is_active=True,
    )
    others = list(same.exclude(user=user).select_related("user").order_by("valid_from", "pk"))
    found = [_function(row, others, scope.day) for row in rows]
    # An office given up long ago, and held by others since, is no news.
    return [
        one
        for one in found
        if one.mandate.valid_until is None
        or one.mandate.valid_until >= scope.day
        or (one.is_vacant and not _has_again(one.mandate, rows))
    ]


def _function(mandate: Mandate, others: list[Mandate], today: date) -> Function:
    day = first_day(mandate, today)
    fields = ("role", "office_id", "post_id", "population")
    same = [
        row
        for row in others
        if all(getattr(row, name) == getattr(mandate, name) for name in fields)
        and (row.valid_until is None or row.valid_until >= day)
    ]
    deputies = [row for row in same if row.capacity == Capacity.DEPUTY]
    holders = [row for row in same if row.capacity != Capacity.DEPUTY]
    return Function(mandate, holders, deputies)


def _has_again(mandate: Mandate, rows: list[Mandate]) -> bool:
    """She holds the same office by a later mandate."""
    fields = ("role", "office_id", "post_id", "population")
    return any(
        row.valid_from > mandate.valid_from
        and all(getattr(row, name) == getattr(mandate, name) for name in fields)
        for row in rows
    )


def may_know(user: User, scope: Scope) -> bool:
    """Whether she may pass on something of this person, or could have."""
    if is_central(scope):
        return user.mandates.exists()
    places = {m.office_id for m in scope.in_role(Role.REPONDANT)}
    if user.mandates.filter(office__in=places).exists():
        return True
    if not scope.posts:
        return False
    cases = Case.objects.visible_to(scope).filter(post__in=list(scope.posts))
    named = Assignment.objects.filter(user=user, kind__in=NOT_WORKERS, case__in=cases)
    return (
        named.exists()
        or invited(scope).filter(user=user).exists()
        or chaired().organised_by(scope).filter(chair=user).exists()
    )


# --- who has something in hand ------------------------------------------------------------------
def leavers(scope: Scope, *, left_by: date | None = None) -> list[Leaver]:
    """Everybody of whom she may pass something on, who is there no more first; with `left_by`, only
    of whom what she has in hand needs another one after that day."""
    counts: dict[tuple[UUID, UUID], int] = dict(in_hand(scope, left_by=left_by))
    if scope.posts or is_central(scope):
        for place in _chairs(scope, left_by):
            counts[place] = counts.get(place, 0) + 1
    if is_central(scope):
        held_last = last_holders(scope.day)
        if left_by:
            held_last = held_last.filter(Q(valid_until__lt=left_by) | Q(user__is_active=False))
        for place in held_last.values_list("user", "post"):
            counts[place] = counts.get(place, 0) + 1
    return _people(counts, scope) if counts else []


def _chairs(scope: Scope, left_by: date | None) -> list[tuple[UUID, UUID]]:
    rows = chaired().organised_by(scope)
    if left_by:
        able = Mandate.objects.live(left_by).filter(
            OFFICER | Q(role=Role.COORDINATOR, post=OuterRef("post")),
            user=OuterRef("chair"),
            user__is_active=True,
        )
        rows = rows.exclude(Exists(able))
    return list(rows.order_by().values_list("chair", "post"))


def _people(counts: dict[tuple[UUID, UUID], int], scope: Scope) -> list[Leaver]:
    users = User.objects.in_bulk({user for user, _place in counts})
    rows = Mandate.objects.filter(user__in=users).exclude(role=Role.REGIONAL_MANAGER)
    rows = rows.select_related("office", "post", "body").order_by("valid_from", "pk")
    last: dict[tuple[UUID, UUID | None], Mandate] = {}
    for row in rows:
        place = (row.user_id, row.office_id or row.post_id)
        former = last.get(place)
        if former is None or (former.valid_until or date.max) <= (row.valid_until or date.max):
            last[place] = row
    found = []
    for pk, user in users.items():
        # The officer chairs without a mandate at the post.
        there = [last[pair] for pair in counts if pair[0] == pk and pair in last]
        hers = there or [row for (who, _place), row in last.items() if who == pk]
        day = min((row.valid_until for row in hers if row.valid_until), default=None)
        is_gone = not user.is_active or (day is not None and day < scope.day)
        number = sum(count for (who, _place), count in counts.items() if who == pk)
        names = sorted({str(row.office or row.post or row.body) for row in hers})
        found.append(Leaver(user, names, number, day, is_gone))
    return sorted(found, key=lambda one: (not one.is_gone, one.last_day is None, one.user.sort_key))

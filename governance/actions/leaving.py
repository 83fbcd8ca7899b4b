"""No mandate ends without it being said what is left open, in numbers, to whom it is (C15)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.choices import Capacity, Role
from accounts.models import Mandate, User
from accounts.scope import Scope
from cases.choices import CaseState
from cases.handover import open_charges, open_names, open_requests
from cases.models import Case
from core import clock
from core.context import acting
from governance.handover import HOLDER, NEEDED, OFFICER, chaired, first_day
from messaging.actions.notify import mark_done, notify


@dataclass(frozen=True)
class Left:
    """What hangs on one mandate, in numbers alone: who ends it sees no case."""

    charges: int = 0
    requests: int = 0
    # Of both, how many for each population, which has a répondant of its own.
    waiting: Counter[str] = field(default_factory=Counter)
    # The post of the cases in which she is named, and in how many.
    names: dict[UUID, int] = field(default_factory=dict)
    meetings: int = 0
    # Open cases of a post that nobody holds next.
    unheld: int = 0
    is_vacant: bool = False

    def sentences(self) -> list[str]:
        """What is left, each part in a sentence; none where nothing is."""
        counts = [
            (
                self.charges,
                ngettext("%(n)d dossier en charge", "%(n)d dossiers en charge", self.charges),
            ),
            (
                self.requests,
                ngettext("%(n)d demande à traiter", "%(n)d demandes à traiter", self.requests),
            ),
            (
                sum(self.names.values()),
                ngettext("%(n)d désignation", "%(n)d désignations", sum(self.names.values())),
            ),
            (
                self.meetings,
                ngettext("%(n)d séance à présider", "%(n)d séances à présider", self.meetings),
            ),
        ]
        found = [text % {"n": number} for number, text in counts if number]
        if self.is_vacant:
            found.append(str(_("fonction que personne ne reprend")))
        if self.unheld:
            text = ngettext(
                "%(n)d dossier ouvert à ce poste", "%(n)d dossiers ouverts à ce poste", self.unheld
            )
            found.append(text % {"n": self.unheld})
        return found


def left_by(mandate: Mandate, today: date) -> Left:
    """What is open and names her at the place of a mandate."""
    day = first_day(mandate, today)
    with acting("job:handover"):
        if mandate.office_id:
            here = {"office": mandate.office_id}
            named = open_names().filter(user=mandate.user_id, **here).order_by()
            posts = named.exclude(case__post=None).values_list("case__post")
            charges = _by_population(open_charges().filter(user=mandate.user_id, **here))
            requests = _by_population(open_requests().filter(handler=mandate.user_id, **here))
            return Left(
                charges=charges.total(),
                requests=requests.total(),
                waiting=charges + requests,
                names=dict(posts.annotate(number=Count("pk"))),
                meetings=_chaired_as_officer(mandate),
                is_vacant=_is_vacant(mandate, day),
            )
        if mandate.post_id:
            vacant = _is_vacant(mandate, day)
            cases = Case.objects.filter(
                post=mandate.post_id, state__in=[CaseState.ANNOUNCED, CaseState.TRIAGED]
            )
            return Left(
                meetings=chaired().filter(chair=mandate.user_id, post=mandate.post_id).count(),
                unheld=cases.count() if vacant else 0,
                is_vacant=vacant,
            )
    return Left()


def _chaired_as_officer(mandate: Mandate) -> int:
    """She chairs at any post."""
    if mandate.role != Role.CANTONAL_OFFICER:
        return 0
    return chaired().filter(chair=mandate.user_id).count()


def _by_population(rows: QuerySet[Any]) -> Counter[str]:
    counted = rows.order_by().values_list("case__population").annotate(number=Count("pk"))
    return Counter(dict(counted))


def _is_vacant(mandate: Mandate, day: date) -> bool:
    if mandate.role not in NEEDED or mandate.capacity == Capacity.DEPUTY:
        return False
    others = Mandate.objects.ending_after(day).filter(
        role=mandate.role,
        office=mandate.office,
        post=mandate.post,
        population=mandate.population,
        user__is_active=True,
    )
    return not others.exclude(capacity=Capacity.DEPUTY).exclude(pk=mandate.pk).exists()


def tell_of_open_things(mandate: Mandate, *, at: datetime) -> Left:
    """When a mandate ends, whoever may pass on what it leaves hears how much; returns what is left.

    Of a dispositif its répondants, each for her population; of who is named in cases their
    coordination; of a post, and of a dispositif without répondant, the cantonal officer.
    """
    day = clock.day_of(at)
    left = left_by(mandate, day)
    officers = _users(day, mandate, OFFICER) or _users(day, mandate, role=Role.SECRETARIAT)
    told: Counter[User] = Counter()
    for population, number in left.waiting.items():
        here = {"office": mandate.office_id, "population": population}
        for user in _users(day, mandate, role=Role.REPONDANT, **here) or officers:
            told[user] += number
    for user, number in told.items():
        _tell(user, mandate, "handover.waits", mandate.office_id, number, at=at)
    for post, number in left.names.items():
        for user in _users(day, mandate, HOLDER, post=post) or officers:
            _tell(user, mandate, "handover.named", post, number, at=at)
    place = mandate.post_id or mandate.office_id
    if place and (left.is_vacant or left.meetings):
        for user in officers:
            _tell(user, mandate, "handover.vacant", place, max(left.unheld, 1), at=at)
    return left


def _users(day: date, mandate: Mandate, *conditions, **fields) -> set[User]:
    rows = Mandate.objects.live(day).filter(*conditions, **fields, user__is_active=True)
    return {row.user for row in rows.select_related("user")} - {mandate.user}


def _tell(
    user: User, mandate: Mandate, notice: str, place: UUID | None, number: int, *, at: datetime
) -> None:
    if number:
        notify(
            user,
            notice,
            key=_key(notice, mandate, place),
            at=at,
            url=reverse("governance:handover", args=[mandate.user_id]),
            params={"count": number},
        )


def close_tasks(user: User, scope: Scope) -> None:
    """What was told of her leaving is done where nothing is left of it."""
    for mandate in user.mandates.all():
        left, place = left_by(mandate, scope.day), mandate.office_id or mandate.post_id
        hers = {one.population for one in scope.in_role(Role.REPONDANT) if one.office_id == place}
        if place and not left.waiting:
            mark_done(key=_key("handover.waits", mandate, place), at=scope.at)
        elif place and not hers & set(left.waiting):
            mark_done(key=_key("handover.waits", mandate, place), at=scope.at, user=scope.user)
        if place and not (left.is_vacant or left.meetings):
            mark_done(key=_key("handover.vacant", mandate, place), at=scope.at)
        for post in scope.posts:
            if post not in left.names:
                mark_done(key=_key("handover.named", mandate, post), at=scope.at)


def close_vacancies(mandate: Mandate, *, at: datetime) -> None:
    """Somebody holds again what nobody held."""
    place = mandate.office_id or mandate.post_id
    former = Mandate.objects.filter(
        role=mandate.role,
        office=mandate.office,
        post=mandate.post,
        population=mandate.population,
    )
    if place and mandate.capacity != Capacity.DEPUTY:
        for row in former.exclude(pk=mandate.pk):
            mark_done(key=_key("handover.vacant", row, place), at=at)


def _key(notice: str, mandate: Mandate, place: UUID | None) -> str:
    return f"{notice}:{mandate.pk}:{place}"

"""Who could see a case at a moment or on a day, and why: read from the facts (P5).

The same rules as `cases.querysets` and `cases.reading.CaseAccess`, written a second time over the
facts instead of the gates, so that each can be compared with the other (access-policy, ties).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from accounts.choices import Capacity, OfficeKind, Role
from accounts.models import Mandate, User
from cases.choices import AssignmentKind, Tie
from cases.facts import CaseFacts, Standing, moments_of
from cases.incumbents import Incumbents
from cases.models import Assignment, Case, Engagement
from cases.reading import NAMED, Ground
from cases.why import Reason, acts_of
from core import clock
from core.choices import Category
from core.context import acting

Found = Iterator[tuple[User, Ground]]


@dataclass(frozen=True)
class Stretch:
    """A reason and how long of a day it held; None where it held before, or still after."""

    reason: Reason
    begins: datetime | None
    ends: datetime | None


@dataclass(frozen=True)
class State:
    """What opens the case at one moment, apart from the recipients themselves."""

    case: Case
    at: datetime
    population: str
    post_id: UUID | None
    engagements: list[Engagement]
    assignments: list[Assignment]
    former: list[Assignment]
    authors: set[tuple[UUID, UUID | None]]
    recused: set[UUID]
    mandates: list[Mandate]
    absent: dict[UUID, UUID | None]


@acting("job:explain")
def who_could_see(case: Case, at: datetime) -> list[Reason]:
    """Everybody to whom the case was open at a moment, with each ground, by name."""
    facts = CaseFacts.of(case)
    return _reasons(facts, _incumbents(facts), at)


@acting("job:explain")
def who_could_see_on(case: Case, day: date) -> list[Stretch]:
    """The same for a whole day, up to now: a fact that changed in it divides the day."""
    facts = CaseFacts.of(case)
    held = _incumbents(facts)
    changes = facts.moments() | held.moments()
    moments = [at for at in moments_of(day, changes) if at <= clock.now()]
    ended: list[Stretch] = []
    lasting: dict[tuple[object, Ground], Stretch] = {}
    for at in moments:
        here = {_key(reason): reason for reason in _reasons(facts, held, at)}
        for key in lasting.keys() - here.keys():
            ended.append(replace(lasting.pop(key), ends=at))
        begins = at if at != moments[0] else None
        for key, reason in here.items():
            lasting.setdefault(key, Stretch(reason, begins, None))
    in_order = sorted([*ended, *lasting.values()], key=lambda row: row.begins or moments[0])
    return sorted(in_order, key=lambda row: _name(row.reason))


def _key(reason: Reason) -> tuple[object, Ground]:
    return reason.user.pk, reason.ground


def _name(reason: Reason) -> str:
    return reason.user.sort_key


def _incumbents(facts: CaseFacts) -> Incumbents:
    return Incumbents.of(offices=facts.all_offices(), posts=facts.posts(), named=facts.people())


def _reasons(facts: CaseFacts, held: Incumbents, at: datetime) -> list[Reason]:
    state = State(
        case=facts.case,
        at=at,
        population=facts.population(at),
        post_id=facts.post(at),
        engagements=facts.engagements_at(at),
        assignments=facts.named(at),
        former=facts.former(at),
        authors=facts.authors(at),
        recused=facts.recused(at),
        mandates=held.mandates_at(at),
        absent=held.absent_at(at),
    )
    found = [
        _explained(state, standing, user, ground)
        for standing in facts.standings(at)
        for user, ground in _grounds(state, standing)
        # Of an account only today's state is known: closed since, it was open before.
        if user.is_active or clock.day_of(at) < clock.today()
    ]
    return sorted(found, key=_name)


def _explained(state: State, standing: Standing, user: User, ground: Ground) -> Reason:
    hers = [row for row in state.assignments if row.user_id == user.pk]
    acts = acts_of(ground, state.engagements, hers, state.at)
    return Reason(user, ground, acts, standing.procuration if ground.procuration_id else None)


def _grounds(state: State, standing: Standing) -> Found:
    found = [*_of_repondants(state, standing), *_of_named(state, standing)]
    yield from found
    yield from _of_former(state, standing, {user.pk for user, _ground in found})
    is_bureau = standing.recipient.kind == OfficeKind.BUREAU
    if is_bureau and standing.has_taken_part and state.post_id:
        yield from _of_bureau(state, standing)
    if standing.recipient.kind == OfficeKind.COMMISSION and standing.has_taken_part:
        yield from _of_commission(state, standing)
    if standing.is_disputed:
        yield from _of_managers(state, standing)


def _of_repondants(state: State, standing: Standing) -> Found:
    """For the population of the case: the own part, and what the recipient was granted."""
    if not (standing.has_own_part or standing.is_live):
        return
    is_home = standing.recipient.pk == state.case.home_office_id
    tie = Tie.HOME if is_home else Tie.ENGAGED
    for mandate in state.mandates:
        if (
            mandate.role == Role.REPONDANT
            and mandate.office_id == standing.recipient.pk
            and mandate.population == state.population
        ):
            yield mandate.user, _ground(tie, mandate, standing, is_own=standing.has_own_part)


def _of_named(state: State, standing: Standing) -> Found:
    """Under a live mandate at the office; the worker keeps its own part, others what they write."""
    office = standing.recipient.pk
    for row in state.assignments:
        held = _held(state, row)
        if row.office_id != office or not held:
            continue
        tie = NAMED[AssignmentKind(row.kind)]
        wrote = (office, row.user_id) in state.authors
        is_own = standing.has_own_part if tie == Tie.WORKER else standing.is_live or wrote
        if is_own or standing.is_live:
            yield row.user, _ground(tie, held[0], standing, is_own=is_own)


def _of_former(state: State, standing: Standing, others: set[object]) -> Found:
    """Who was named before and wrote something keeps it, where nothing else opens more to her."""
    office, told = standing.recipient.pk, set(others)
    for row in state.former:
        wrote = (office, row.user_id) in state.authors and row.kind != AssignmentKind.WORKER
        held = _held(state, row)
        if wrote and held and row.office_id == office and row.user_id not in told:
            told.add(row.user_id)
            yield row.user, _ground(Tie.FORMER, held[0], standing, within=0, is_own=True)


def _held(state: State, row: Assignment) -> list[Mandate]:
    """Her mandates at the office for which she is named; managing it lets nobody read a case."""
    return [
        mandate
        for mandate in state.mandates
        if (mandate.user_id, mandate.office_id) == (row.user_id, row.office_id)
        and mandate.role != Role.REGIONAL_MANAGER
    ]


def _of_bureau(state: State, standing: Standing) -> Found:
    """Coordination of the post, cantonal officer, secretariat: the stub at least."""
    for mandate in _coordinators(state):
        yield mandate.user, _ground(Tie.COORDINATOR, mandate, standing)
    for mandate in _in_role(state, Role.CANTONAL_OFFICER):
        within = -1 if standing.asks_officer else 0
        yield mandate.user, _ground(Tie.OFFICER, mandate, standing, within=within)
    for mandate in _in_role(state, Role.SECRETARIAT):
        yield mandate.user, _ground(Tie.SECRETARIAT, mandate, standing, within=Category.IDENTITY)


def _of_commission(state: State, standing: Standing) -> Found:
    """Who decides there and isn't recused: what was granted, then the number alone."""
    for mandate in _in_role(state, Role.BODY_MEMBER):
        if mandate.user_id not in state.recused:
            yield mandate.user, _ground(Tie.MEMBER, mandate, standing)


def _of_managers(state: State, standing: Standing) -> Found:
    """Who manages a dispositif that a dispute touches: the number alone."""
    for mandate in state.mandates:
        if mandate.role == Role.REGIONAL_MANAGER and mandate.office_id == standing.recipient.pk:
            yield mandate.user, _ground(Tie.MANAGER, mandate, standing, within=0)


def _coordinators(state: State) -> list[Mandate]:
    """The holder of the post, and while she is absent the deputy whom she chose, or them all."""
    at_post = _in_role(state, Role.COORDINATOR, state.post_id)
    held = [mandate for mandate in at_post if mandate.capacity != Capacity.DEPUTY]
    deputies = [mandate for mandate in at_post if mandate.capacity == Capacity.DEPUTY]
    for mandate in held:
        if mandate.user_id in state.absent:
            chosen = state.absent[mandate.user_id]
            return held + ([row for row in deputies if row.user_id == chosen] or deputies)
    return held


def _in_role(state: State, role: Role, post_id: object = None) -> list[Mandate]:
    """One mandate of each person in a role, the earliest."""
    mandates: dict[object, Mandate] = {}
    for mandate in state.mandates:
        if mandate.role == role and (post_id is None or mandate.post_id == post_id):
            mandates.setdefault(mandate.user_id, mandate)
    return list(mandates.values())


def _ground(
    tie: Tie, mandate: Mandate, standing: Standing, *, within: int = -1, is_own: bool = False
) -> Ground:
    mask = standing.mask & within if standing.takes_part else 0
    consent = standing.procuration if mask else None
    return Ground(
        tie=tie,
        mandate=mandate,
        recipient=standing.recipient,
        mask=mask,
        is_own=is_own,
        procuration_id=consent.pk if consent else None,
        until=standing.until if consent else None,
    )

"""Two cases that seem to be of one person: found blindly, settled by the coordination (C5)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Mandate, User
from accounts.scope import Scope
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.base import record_act
from cases.actions.engagements import engage
from cases.actions.fingerprints import COMPARE
from cases.choices import (
    AssignmentKind,
    CaseState,
    EngagementKind,
    FingerprintKind,
    MatchAct,
)
from cases.coverage import repondants_of
from cases.effect import posts_of
from cases.matching import same_person
from cases.models import Assignment, Case, Match, MatchStep
from cases.permissions import may, require, require_on_match
from cases.reading import CaseAccess
from cases.rules import require_cover
from cases.workflow import MATCH
from core import clock
from core.context import act_on, acting
from core.refusal import Forbidden, Refusal
from messaging.actions.notify import mark_done, notify

IN_CII = (CaseState.ANNOUNCED, CaseState.TRIAGED)


# --- found ---------------------------------------------------------------------------------------
def find_matches(case_id: UUID, at: datetime) -> None:
    """Job: compare one case with those already in CII, and tell the coordinators concerned."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        return
    # Always the same trace: it doesn't tell whether anybody was found.
    bases = [CaseBasis(case.pk)]
    record("case.compared", kind=Kind.ACT, by=None, job=COMPARE, at=at, cases=bases)
    for other in Case.objects.filter(pk__in=(kinds := same_person(case))):
        older, newer = sorted([case, other], key=lambda row: (row.flagged_at, row.number))
        open_match(older, newer, kinds[other.pk], at)


def open_match(older: Case, newer: Case, kind: FingerprintKind, at: datetime) -> None:
    """Note that two cases seem to be of one person, once, and tell who coordinates them."""
    match, is_new = Match.objects.get_or_create(
        older=older, newer=newer, defaults={"kind": kind, "found_at": at}
    )
    if not is_new:
        return
    # No case stands in this trace: the registers of both would tell their dispositifs.
    record("match.found", kind=Kind.ACT, by=None, job=COMPARE, at=at, object_id=match.pk)
    for user in concerned(match, at):
        notify(user, "match.found", key=match_key(match), at=at, url=_url(match))


def concerned(match: Match, at: datetime) -> list[User]:
    """The coordinators of both cases; a deputy only while the holder is absent."""
    day = clock.day_of(at)
    posts = {post for case in (match.older, match.newer) for post in posts_of(case, day)}
    mandates = Mandate.objects.live(day).filter(post__in=posts, user__is_active=True)
    people = {mandate.user for mandate in mandates.select_related("user")}
    pks = {post.pk for post in posts}
    return [user for user in people if pks & Scope.of(user, at).posts.keys()]


def match_key(match: Match) -> str:
    """The occasion of the inbox entries about a match."""
    return f"match:{match.pk}"


def _url(match: Match) -> str:
    return reverse("cases:match", args=[match.pk])


# --- settled -------------------------------------------------------------------------------------
@transaction.atomic
def engage_dispositif(match: Match, *, into: Case, reason: str, by: User, at: datetime) -> Match:
    """Let the dispositif of one case take part in the other, so that nothing runs in parallel.

    Raises Refusal unless the other case is announced and open and its procuration covers the
    dispositif, Forbidden for who doesn't coordinate it.
    """
    match = lock_match(match)
    require_on_match(match, by=by, at=at)
    office = match.other(into).home_office
    if not may("case.engage", CaseAccess.of(into, Scope.of(by, at))):
        raise Forbidden(
            _("La coordination du dossier %s engage le dispositif. Adressez-vous à elle.") % into
        )
    move = MATCH.check(match.state, "engage")
    ground = require("case.engage", into, by=by, at=at)
    if into.state not in IN_CII:
        raise Refusal(_("Un dispositif s’engage dans un dossier annoncé et ouvert."))
    if office == into.home_office:
        raise Refusal(_("Les deux dossiers viennent du même dispositif : il y participe déjà."))
    require_cover(into, office, day=clock.day_of(at))
    engage(into, office, EngagementKind.COORDINATION, source_id=match.pk, by=by, at=at)
    match.state, match.engaged_at, match.engaged_by = move.target, at, by
    match.save()
    add_step(match, MatchAct.ENGAGE, reason, case=into, by=by, at=at)
    record_act(move.event, into, ground, by=by, at=at, object_id=match.pk, office=office.pk)
    tell(repondants_of(office, into.population, clock.day_of(at)), "match.engaged", into, match, at)
    mark_done(key=match_key(match), at=at)
    return match


@transaction.atomic
def ask_extension(match: Match, *, case: Case, reason: str, by: User, at: datetime) -> MatchStep:
    """Ask those who keep the procuration of a case to have it completed; nothing else changes."""
    match = lock_match(match)
    bases = require_on_match(match, by=by, at=at)
    if case.state in (CaseState.DROPPED, CaseState.CLOSED):
        raise Refusal(_("Ce dossier est terminé : sa procuration ne se complète plus."), "case")
    step = add_step(match, MatchAct.EXTEND, reason, case=case, by=by, at=at)
    record(
        "match.extension_asked",
        kind=Kind.ACT,
        by=by,
        at=at,
        cases=[basis for basis in bases if basis.case_id == case.pk],
        object_id=match.pk,
    )
    keepers = repondants_of(case.home_office, case.population, clock.day_of(at))
    named = Assignment.objects.open().filter(case=case, kind=AssignmentKind.WORKER)
    keepers += [row.user for row in named.select_related("user") if row.user not in keepers]
    tell(keepers, "procuration.extension_asked", case, match, at)
    return step


@transaction.atomic
def dismiss_match(match: Match, *, reason: str, by: User, at: datetime) -> Match:
    """The two cases are of two persons, and stay apart."""
    match = lock_match(match)
    bases = require_on_match(match, by=by, at=at)
    move = MATCH.check(match.state, "dismiss")
    match.state, match.dismissed_at, match.dismissed_by = move.target, at, by
    match.save()
    add_step(match, MatchAct.DISMISS, reason, by=by, at=at)
    record(move.event, kind=Kind.ACT, by=by, at=at, cases=bases, object_id=match.pk)
    mark_done(key=match_key(match), at=at)
    return match


def lock_match(match: Match) -> Match:
    """The match as it stands now, locked and whole to the act with both of its cases."""
    with acting("job:match"):
        locked = Match.objects.select_for_update().get(pk=match.pk)
        pair = [locked.older_id, locked.newer_id]
        merged = list(Case.objects.filter(merged_into__in=pair).values_list("pk", flat=True))
    act_on(locked.pk, *pair, *merged)
    return locked


def add_step(
    match: Match, act: MatchAct, reason: str, *, case: Case | None = None, by: User, at: datetime
) -> MatchStep:
    """Note what was done with a match, and why. Raises Refusal without a reason.

    Only an approval needs none: it follows the reason of the proposal.
    """
    if not reason.strip() and act not in (MatchAct.APPROVE, MatchAct.UNDO):
        raise Refusal(_("Dites en une phrase pourquoi."), "reason")
    return MatchStep.objects.create(
        match=match, act=act, case=case, reason=reason, taken_at=at, taken_by=by
    )


def tell(people: list[User], notice: str, case: Case, match: Match, at: datetime) -> None:
    """Those who work on a case hear of it alone, never of the other one."""
    for user in people:
        notify(
            user,
            notice,
            key=f"{notice}:{match.pk}:{at:%Y%m%d%H%M%S}",
            at=at,
            url=reverse("dossier", args=[case.pk]),
            params={"number": case.number},
            case_id=case.pk,
        )

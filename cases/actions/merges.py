"""Two files of one person become one, and two again; two people for either (C5, F8)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.choices import Role
from accounts.models import Mandate, User
from audit.choices import Kind
from audit.record import CaseBasis, record
from cases.actions.assignments import open_to_named
from cases.actions.base import lock
from cases.actions.engagements import end_engagements, engage
from cases.actions.flags import repondants_of
from cases.actions.gates import refresh_gates
from cases.actions.matches import IN_CII, add_step, concerned, lock_match, match_key, tell
from cases.actions.recusals import carry_recusals, lift_carried
from cases.choices import MERGED_STATES, EngagementKind, MatchAct, MergeState
from cases.merging import newcomers
from cases.models import (
    Assignment,
    Case,
    CaseUserObjectPermission,
    Match,
    Merge,
)
from cases.permissions import require_on_match
from cases.rules import require_live_procuration, require_settled
from cases.workflow import CASE, MATCH, MERGE, MERGEABLE
from core import clock
from core.refusal import Forbidden, Refusal
from messaging.actions.notify import mark_done, notify


@transaction.atomic
def propose_merge(match: Match, *, keep: Case, reason: str, by: User, at: datetime) -> Merge:
    """Propose that the other case of a match be merged into this one.

    Raises Refusal unless the kept case is announced, open and covered, and the other one open.
    """
    match = lock_match(match)
    bases = require_on_match(match, by=by, at=at)
    MATCH.check(match.state, "merge")
    if match.merges.filter(state=MergeState.PROPOSED).exists():
        raise Refusal(_("La réunion de ces dossiers est déjà proposée."))
    other = match.other(keep)
    _require_mergeable(keep, other, at)
    merge = Merge.objects.create(
        match=match, kept=keep, merged=other, proposed_at=at, proposed_by=by
    )
    add_step(match, MatchAct.PROPOSE, reason, case=keep, by=by, at=at)
    _trace("merge.proposed", merge, bases, by=by, at=at)
    _ask_second_person(merge, by=by, at=at)
    return merge


@transaction.atomic
def approve_merge(match: Match, *, by: User, at: datetime) -> Merge:
    """Merge as proposed. Raises Forbidden for the one who proposed it (F8)."""
    match = lock_match(match)
    bases = require_on_match(match, by=by, at=at)
    merge = _proposed(match, "approve")
    if merge.proposed_by == by:
        raise Forbidden(_("Vous avez proposé cette réunion : une autre personne doit l’approuver."))
    merge.kept, merge.merged = kept, merged = lock(merge.kept), lock(merge.merged)
    _require_mergeable(kept, merged, at)
    move = MERGE.check(merge.state, "approve")
    merge.state, merge.approved_at, merge.approved_by = move.target, at, by
    merge.stood = merged.state
    merge.save()
    _move_match(match, "merge", merged_at=at, merged_by=by)
    merged.state = CASE.check(merged.state, "merge").target
    merged.merged_into, merged.merged_at, merged.merged_by = kept, at, by
    merged.save()
    _carry_over(merge, by=by, at=at)
    carry_recusals(merge, bases, by=by, at=at)
    add_step(match, MatchAct.APPROVE, "", case=kept, by=by, at=at)
    _trace(move.event, merge, bases, by=by, at=at)
    for case, notice in ((kept, "case.completed"), (merged, "case.merged")):
        tell(_people_of(case, at), notice, case, match, at)
    mark_done(key=match_key(match), at=at)
    mark_done(key=_key(merge), at=at)
    return merge


@transaction.atomic
def decline_merge(match: Match, *, reason: str, by: User, at: datetime) -> Merge:
    """The two cases stay as they are; the match stays to be settled."""
    match = lock_match(match)
    bases = require_on_match(match, by=by, at=at)
    merge = _proposed(match, "decline")
    move = MERGE.check(merge.state, "decline")
    merge.state, merge.declined_at, merge.declined_by = move.target, at, by
    merge.save()
    add_step(match, MatchAct.DECLINE, reason, case=merge.kept, by=by, at=at)
    _trace(move.event, merge, bases, by=by, at=at)
    mark_done(key=_key(merge), at=at)
    return merge


@transaction.atomic
def propose_undo(match: Match, *, reason: str, by: User, at: datetime) -> Merge:
    """Propose that two merged cases be two again; until it is approved they stay one."""
    match = lock_match(match)
    bases = require_on_match(match, by=by, at=at)
    merge = _standing(match)
    move = MERGE.check(merge.state, "ask_undo")
    merge.state, merge.undoing_at, merge.undoing_by = move.target, at, by
    merge.save()
    add_step(match, MatchAct.ASK_UNDO, reason, case=merge.kept, by=by, at=at)
    _trace(move.event, merge, bases, by=by, at=at)
    _ask_second_person(merge, by=by, at=at)
    return merge


@transaction.atomic
def decline_undo(match: Match, *, reason: str, by: User, at: datetime) -> Merge:
    """The cases stay one; who proposed to undo it, and who declined, stand among the steps."""
    match = lock_match(match)
    bases = require_on_match(match, by=by, at=at)
    merge = _standing(match)
    move = MERGE.check(merge.state, "keep")
    key = _key(merge)
    merge.state, merge.undoing_at, merge.undoing_by = move.target, None, None
    merge.save()
    add_step(match, MatchAct.KEEP, reason, case=merge.kept, by=by, at=at)
    _trace(move.event, merge, bases, by=by, at=at)
    mark_done(key=key, at=at)
    return merge


@transaction.atomic
def undo_merge(match: Match, *, by: User, at: datetime) -> Merge:
    """Give both cases back what they were: state, ties, and what each consent opens.

    Raises Forbidden for the one who proposed it (F8).
    """
    match = lock_match(match)
    bases = require_on_match(match, by=by, at=at)
    merge = _standing(match)
    if merge.undoing_by == by:
        raise Forbidden(
            _("Vous avez proposé cette séparation : une autre personne doit l’approuver.")
        )
    move = MERGE.check(merge.state, "undo")
    mark_done(key=_key(merge), at=at)
    kept, merged = lock(merge.kept, even_merged=True), lock(merge.merged, even_merged=True)
    merge.state, merge.undone_at, merge.undone_by = move.target, at, by
    merge.save()
    _move_match(match, "reopen", merged_at=None, merged_by=None)
    separate(merge, merged)
    end_engagements(source_id=merge.pk, by=by, at=at)
    lift_carried(merge, bases, by=by, at=at)
    add_step(match, MatchAct.UNDO, "", case=kept, by=by, at=at)
    _trace(move.event, merge, bases, by=by, at=at)
    tell(_people_of(merged, at), "case.restored", merged, match, at)
    return merge


def separate(merge: Merge, merged: Case) -> None:
    """The merged case stands by itself again, as it stood; in the caller's transaction."""
    merged.state = CASE.check(merged.state, f"restore_{merge.stood}").target
    merged.merged_into = merged.merged_at = merged.merged_by = None
    merged.save()
    of_kept = CaseUserObjectPermission.objects.filter(assignment__case=merge.kept_id)
    of_kept.filter(content_object=merged).delete()
    refresh_gates(merged)


# --- parts ---------------------------------------------------------------------------------------
def _require_mergeable(kept: Case, merged: Case, at: datetime) -> None:
    if kept.state not in IN_CII:
        raise Refusal(_("Le dossier gardé doit être annoncé et ouvert."), "case")
    if merged.state not in MERGEABLE:
        raise Refusal(_("Un dossier terminé ou déjà réuni ne se réunit pas."), "case")
    if merged.merged_files.exists():
        raise Refusal(
            _("Un autre dossier est déjà réuni à celui-ci : gardez plutôt celui-ci."), "case"
        )
    require_settled(merged)
    require_live_procuration(kept, day=clock.day_of(at))


def _proposed(match: Match, move: str) -> Merge:
    merge = match.merges.select_for_update().filter(state=MergeState.PROPOSED).first()
    if merge is None:
        if last := match.merges.order_by("proposed_at").last():
            MERGE.check(last.state, move, last)
        raise Refusal(_("Aucune réunion n’est proposée pour ces dossiers."))
    return merge


def _standing(match: Match) -> Merge:
    """The merge by which the two cases are one."""
    merge = match.merges.select_for_update().filter(state__in=MERGED_STATES).first()
    if merge is None:
        raise Refusal(_("Ces dossiers ne sont pas réunis."))
    return merge


def _move_match(match: Match, name: str, **facts: object) -> None:
    match.state = MATCH.check(match.state, name).target
    for field, value in facts.items():
        setattr(match, field, value)
    match.save()


def _carry_over(merge: Merge, *, by: User, at: datetime) -> None:
    """Who worked on the merged case and is covered by the kept one's consent works on in it.

    Who is named on the kept case is named on the merged one too, as long as that lasts.
    """
    kept, merged = merge.kept, merge.merged
    for recipient in newcomers(kept, merged, clock.day_of(at)):
        engage(kept, recipient, EngagementKind.COORDINATION, source_id=merge.pk, by=by, at=at)
    for assignment in Assignment.objects.open().filter(case=kept).select_related("user"):
        open_to_named(assignment, merged)
    refresh_gates(kept)


def _people_of(case: Case, at: datetime) -> list[User]:
    """Who works on a case: its home répondants and the people named on it."""
    named = Assignment.objects.open().filter(case=case).select_related("user")
    people = [
        *repondants_of(case.home_office, case.population, clock.day_of(at)),
        *(a.user for a in named),
    ]
    return list(dict.fromkeys(people))


def _ask_second_person(merge: Merge, *, by: User, at: datetime) -> None:
    """The other coordinators concerned and the cantonal officer, who may approve it."""
    officers = Mandate.objects.live(clock.day_of(at)).filter(
        role=Role.CANTONAL_OFFICER, user__is_active=True
    )
    people = [*concerned(merge.match, at), *(m.user for m in officers.select_related("user"))]
    for user in dict.fromkeys(people):
        if user != by:
            url = reverse("cases:match", args=[merge.match_id])
            notice = "merge.undo_proposed" if merge.undoing_at else "merge.proposed"
            notify(user, notice, key=_key(merge), at=at, url=url)


def _key(merge: Merge) -> str:
    """The occasion of what waits for a second person; each proposal to undo is one of its own."""
    return f"merge:{merge.pk}" + (f":{merge.undoing_at:%Y%m%d%H%M%S%f}" if merge.undoing_at else "")


def _trace(event: str, merge: Merge, bases: list[CaseBasis], *, by: User, at: datetime) -> None:
    record(event, kind=Kind.ACT, by=by, at=at, cases=bases, object_id=merge.pk)

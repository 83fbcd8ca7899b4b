"""Planning a meeting and its agenda, before the invitations go out (S1, S2)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import CoordinationPost, User
from accounts.scope import Scope
from cases.actions.base import lock as lock_case
from cases.actions.triage import mandate_key
from cases.choices import CaseState, Path
from cases.models import Case
from cases.permissions import require
from core.choices import Language
from core.refusal import Refusal
from governance.actions.base import lock, lock_item, record_act
from governance.models import AgendaItem, Meeting, MeetingKind
from governance.permissions import may_chair, require_organiser, require_planner
from governance.rules import check_planned, check_times, check_video_link
from messaging.actions.notify import mark_done


@transaction.atomic
def plan_meeting(
    *,
    kind: MeetingKind,
    post: CoordinationPost,
    chair: User,
    starts_at: datetime,
    ends_at: datetime,
    place: str,
    language: Language,
    video_link: str = "",
    by: User,
    at: datetime,
) -> Meeting:
    """Set the date of a meeting; nobody is invited yet (S1).

    Raises Forbidden to who doesn't convene for this post, Refusal for impossible times, or a chair
    who neither coordinates there nor is the cantonal officer.
    """
    scope = require_planner(post, by=by, at=at)
    check_times(starts_at, ends_at, at)
    check_video_link(video_link)
    if not may_chair(Scope.of(chair, at), post):
        raise Refusal(
            _("La présidence revient au poste « %(post)s » ou au chargé cantonal.")
            % {"post": post},
            "chair",
        )
    meeting = Meeting.objects.create(
        kind=kind,
        post=post,
        chair=chair,
        language=language,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        video_link=video_link,
        planned_at=at,
        planned_by=by,
    )
    record_act(
        "meeting.planned", scope, object_id=meeting.pk, meeting_kind=kind.code, starts_at=starts_at
    )
    return meeting


@transaction.atomic
def add_item(
    meeting: Meeting, *, title: str = "", case: Case | None = None, by: User, at: datetime
) -> AgendaItem:
    """Put a point or a case at the end of the agenda (S2).

    Raises Refusal when the case is on another coming agenda, or not in the coordination's hands.
    """
    meeting = lock(meeting)
    scope = require_organiser(meeting, by=by, at=at)
    if case:
        case = lock_case(case)
        require("meeting.convene", case, by=by, at=at)
    check_planned(meeting)
    if case:
        _check_free(case)
    elif not title.strip():
        raise Refusal(_("Indiquez l’objet du point."), "title")
    last = meeting.items.order_by("position").last()
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=last.position + 1 if last else 1,
        title="" if case else title.strip(),
        case=case,
    )
    if case and meeting.kind_id == Path.ASSESSMENT:
        mark_done(key=mandate_key(case), at=at)
    record_act("meeting.item_added", scope, object_id=item.pk, cases=[case], meeting=meeting.pk)
    return item


def _check_free(case: Case) -> None:
    if case.state not in (CaseState.ANNOUNCED, CaseState.TRIAGED):
        raise Refusal(
            _("Le dossier %(number)s n’est pas en suivi CII (%(state)s) : il ne se traite pas ici.")
            % {"number": case.number, "state": case.get_state_display()},
            "case",
        )
    other = (
        AgendaItem.objects.filter(case=case, meeting__in=Meeting.objects.coming())
        .taken_up()
        .select_related("meeting__kind")
        .first()
    )
    if other:
        raise Refusal(
            _("Le dossier %(number)s figure déjà à l’ordre du jour : %(meeting)s.")
            % {"number": case.number, "meeting": other.meeting},
            "case",
        )


@transaction.atomic
def remove_item(item: AgendaItem, *, by: User, at: datetime) -> None:
    """Take a point off the agenda; a case waits for another meeting again."""
    meeting, item = lock_item(item)
    scope = require_organiser(meeting, by=by, at=at)
    check_planned(meeting)
    record_act(
        "meeting.item_removed", scope, object_id=item.pk, cases=[item.case], meeting=meeting.pk
    )
    item.delete()
    renumber(list(meeting.items.order_by("position")))


@transaction.atomic
def reorder(meeting: Meeting, *, items: Sequence[UUID], by: User, at: datetime) -> None:
    """Put the agenda in this order. Raises Refusal when the agenda changed meanwhile."""
    meeting = lock(meeting)
    scope = require_organiser(meeting, by=by, at=at)
    check_planned(meeting)
    standing = {item.pk: item for item in meeting.items.all()}
    if set(items) != set(standing) or len(items) != len(standing):
        raise Refusal(_("L’ordre du jour a changé entre-temps. Relisez-le et recommencez."))
    renumber([standing[pk] for pk in items])
    record_act("meeting.reordered", scope, object_id=meeting.pk)


def renumber(items: list[AgendaItem]) -> None:
    """Number the items of one agenda in this order, in the caller's transaction."""
    # Above the present numbers first: a position is unique at every moment.
    highest = max((item.position for item in items), default=0)
    for start in (highest + 1, 1):
        for position, item in enumerate(items, start):
            item.position = position
            item.save(update_fields=["position"])

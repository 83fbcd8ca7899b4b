"""At the meeting: who is there, what is said, and how each item ends (S4, S5)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core.refusal import Refusal
from core.stale import check_same
from governance.actions.base import access_to, lock, lock_item, record_act
from governance.choices import Presence
from governance.models import AgendaItem, Attendance, Meeting, Paragraph
from governance.permissions import require_organiser
from governance.rules import check_begun, check_category, check_running
from governance.workflow import ITEM


@transaction.atomic
def record_attendance(
    meeting: Meeting, *, presences: Mapping[User, Presence], by: User, at: datetime
) -> None:
    """Note who is there, invited persons and the chair (S4). May be corrected until adoption."""
    meeting = lock(meeting)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    check_begun(meeting, at)
    offices = {row.user_id: row.office_id for row in meeting.invitations.all()}
    for user, presence in presences.items():
        if user.pk not in offices and user != meeting.chair:
            raise Refusal(_("%(user)s n’est pas invité·e à cette séance.") % {"user": user})
        Attendance.objects.update_or_create(
            meeting=meeting,
            user=user,
            defaults={
                "office_id": offices.get(user.pk),
                "presence": presence,
                "recorded_at": at,
                "recorded_by": by,
            },
        )
    record_act("meeting.attendance_recorded", scope, object_id=meeting.pk, people=len(presences))


@transaction.atomic
def write_paragraph(
    item: AgendaItem, *, text: str, category: int | None = None, by: User, at: datetime
) -> Paragraph:
    """Add a paragraph to the discussion of an item, in one category where a case is (S5)."""
    meeting, item = lock_item(item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    check_category(access_to(item, scope), category)
    paragraph = Paragraph.objects.create(
        item=item,
        category=category if item.case else None,
        text=_written(text),
        written_at=at,
        written_by=by,
    )
    record_act("minutes.paragraph_written", scope, object_id=paragraph.pk, cases=[item.case])
    return paragraph


@transaction.atomic
def edit_paragraph(
    paragraph: Paragraph,
    *,
    text: str,
    seen: str,
    category: int | None = None,
    by: User,
    at: datetime,
) -> Paragraph:
    """Change a paragraph of minutes that aren't adopted; `seen` is its fingerprint as displayed.

    Raises Refusal when somebody else changed it meanwhile.
    """
    meeting, item = lock_item(paragraph.item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    access = access_to(item, scope)
    paragraph = _standing(paragraph)
    check_category(access, paragraph.category)
    check_category(access, category)
    check_same(seen, paragraph.fingerprint, "text")
    paragraph.text, paragraph.written_by = _written(text), by
    paragraph.category = category if item.case else None
    paragraph.save()
    record_act("minutes.paragraph_edited", scope, object_id=paragraph.pk, cases=[item.case])
    return paragraph


@transaction.atomic
def delete_paragraph(paragraph: Paragraph, *, seen: str, by: User, at: datetime) -> None:
    """Take a paragraph out of minutes that aren't adopted; refused when it changed meanwhile."""
    meeting, item = lock_item(paragraph.item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    paragraph = _standing(paragraph)
    check_category(access_to(item, scope), paragraph.category)
    check_same(seen, paragraph.fingerprint, "text")
    record_act("minutes.paragraph_deleted", scope, object_id=paragraph.pk, cases=[item.case])
    paragraph.delete()


def _standing(paragraph: Paragraph) -> Paragraph:
    found = Paragraph.objects.filter(pk=paragraph.pk).first()
    if found is None:
        raise Refusal(_("Ce texte a été supprimé entre-temps. Rien n’a été modifié."))
    return found


def _written(text: str) -> str:
    if not text.strip():
        raise Refusal(_("Le texte est vide : écrivez ce qui doit figurer au PV."), "text")
    return text.strip()


@transaction.atomic
def mark_decided(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """The item is treated. Raises Refusal for a case without a single decision."""
    meeting, item = lock_item(item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    check_begun(meeting, at)
    move = ITEM.check(item.state, "decide")
    if item.case and not item.decisions.exists():
        raise Refusal(
            _("Consignez au moins une décision (quoi, qui, jusqu’à quand), ou reportez le point.")
        )
    item.state, item.decided_at, item.decided_by = move.target, at, by
    item.save()
    record_act(move.event, scope, object_id=item.pk, cases=[item.case])
    return item


@transaction.atomic
def postpone_item(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """The item passes to the next agenda (S5). Raises Refusal once something was decided."""
    meeting, item = lock_item(item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    check_begun(meeting, at)
    move = ITEM.check(item.state, "postpone")
    if item.decisions.exists():
        raise Refusal(_("Une décision est déjà consignée : ce point est traité, pas reporté."))
    item.state, item.postponed_at, item.postponed_by = move.target, at, by
    item.save()
    record_act(move.event, scope, object_id=item.pk, cases=[item.case])
    return item


@transaction.atomic
def reopen_item(item: AgendaItem, *, by: User, at: datetime) -> AgendaItem:
    """Take an item up again in the same meeting, before the minutes are adopted."""
    meeting, item = lock_item(item)
    scope = require_organiser(meeting, by=by, at=at)
    check_running(meeting)
    move = ITEM.check(item.state, "reopen")
    item.state = move.target
    item.decided_at = item.decided_by = item.postponed_at = item.postponed_by = None
    item.save()
    record_act(move.event, scope, object_id=item.pk, cases=[item.case])
    return item

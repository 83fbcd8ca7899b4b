"""What the daily digest of each person says, and on which days it goes out (C15).

On working days, from the hour of the setting on, to who holds a mandate and isn't absent. A quiet
day is no day: the next digest tells what came since the last one. Urgent notices wait for nobody.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import translation
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Absence, Closure, Mandate, Setting, User
from accounts.scope import Scope
from cii.waiting import inbox, kinds_of, waiting
from cii.waiting_rows import Waiting
from core import clock
from core.context import acting
from core.working_days import is_working_day
from messaging.actions.digests import DayTold, write_digest
from messaging.choices import Topic
from messaging.models import Digest, MailPreference
from messaging.texts import notice_of

# How far back the first digest of a person looks.
FIRST_LOOK = timedelta(days=7)


def send_digests(at: datetime, limit: int | None = None) -> int:
    """Tell the day of everybody whose digest is due; returns how many people were looked at."""
    day = clock.day_of(at)
    if not _is_time(at, day):
        return 0
    return sum(_tell(user, day, at) for user in _due(day)[:limit])


def _is_time(at: datetime, day: date) -> bool:
    closures = set(Closure.objects.filter(day=day).values_list("day", flat=True))
    hour = Setting.objects.value("digest_hour", day)
    return localtime(at).hour >= hour and is_working_day(day, closures)


def _due(day: date) -> QuerySet[User]:
    """Who works today and whose day isn't told yet."""
    hers = {"user": OuterRef("pk")}
    return User.objects.filter(
        Exists(Mandate.objects.live(day).filter(**hers)),
        ~Exists(Absence.objects.live(day).filter(**hers)),
        ~Exists(Digest.objects.filter(day=day, **hers)),
        is_active=True,
    ).order_by("pk")


def _tell(user: User, day: date, at: datetime) -> bool:
    # In her own name: she is told of what is open to her.
    with acting(user.pk), translation.override(user.language):
        told = told_to(Scope.of(user, at))
    return write_digest(user, told, day=day, at=at)


def told_to(scope: Scope) -> DayTold:
    """What her digest says: messages that none has looked at yet, and what is due.

    What was due before is told beside something new or newly due, and never by itself.
    """
    chosen = MailPreference.objects.filter(user=scope.user.pk).first()
    left_out = chosen.left_out if chosen else []
    last = Digest.objects.filter(user=scope.user.pk).first()
    entries = list(inbox(scope).filter(read_at=None, digested_on=None))
    since = scope.at - FIRST_LOOK
    notices = [notice_of(row.notice) for row in entries if last or row.created_at > since]
    new = Counter(notice.topic for notice in notices if notice.is_digested(left_out))
    due = [] if Topic.DUE in left_out else _due_rows(scope)
    keys = [row.pk for row in entries]
    if not new and all(last and row.due_on and row.due_on <= last.day for row in due):
        return DayTold(entries=keys)
    lines = [_line(topic.label, new[topic]) for topic in Topic if new[topic]]
    return DayTold(lines, list(_due_lines(due, scope.day)), keys)


def _due_rows(scope: Scope) -> list[Waiting]:
    return [row for row in waiting(scope) if row.due_on and row.due_on <= scope.day]


def _due_lines(rows: list[Waiting], day: date) -> Iterable[str]:
    late = Counter(row.kind for row in rows if row.due_on and row.due_on < day)
    for kind, count in kinds_of(rows):
        overdue = late[kind.value]
        note = ngettext(", dont %(count)d en retard", ", dont %(count)d en retard", overdue)
        yield _line(kind.label, count) + (note % {"count": overdue} if overdue else "")


def _line(label: object, count: int) -> str:
    return _("– %(kind)s : %(count)d") % {"kind": capfirst(str(label)), "count": count}

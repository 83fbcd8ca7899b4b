"""What a person keeps of her own account: her mails and her calendar; traced above `accounts`."""

from collections.abc import Iterable
from datetime import datetime
from secrets import token_urlsafe

from django.db import transaction

from accounts.models import CalendarKey, User
from accounts.querysets import digest_of
from audit.choices import Kind
from audit.record import record
from messaging.choices import Topic
from messaging.models import MailPreference

TOKEN_BYTES = 32


@transaction.atomic
def choose_mails(*, left_out: Iterable[str], by: User, at: datetime) -> MailPreference:
    """Leave these topics out of her daily digest; what is urgent or binding is told all the same.

    Raises ValueError for an unknown topic.
    """
    topics = sorted({Topic(name).value for name in left_out})
    chosen, _is_new = MailPreference.objects.update_or_create(
        user=by, defaults={"left_out": topics, "chosen_at": at}
    )
    record("mails.chosen", kind=Kind.ACT, by=by, at=at, left_out=topics)
    return chosen


@transaction.atomic
def open_calendar(*, by: User, at: datetime) -> str:
    """Give her calendar a secret address, in place of the one that she had; returns its token.

    The token is kept nowhere: it is shown once.
    """
    User.objects.select_for_update().get(pk=by.pk)
    CalendarKey.objects.standing().filter(user=by).update(revoked_at=at)
    token = token_urlsafe(TOKEN_BYTES)
    key = CalendarKey.objects.create(user=by, digest=digest_of(token), made_at=at)
    record("calendar.opened", kind=Kind.ACT, by=by, at=at, object_id=key.pk)
    return token


@transaction.atomic
def revoke_calendar(*, by: User, at: datetime) -> bool:
    """Shut the address of her calendar, from the next request on; False where none was open."""
    key = CalendarKey.objects.standing().select_for_update().filter(user=by).first()
    if key is None:
        return False
    key.revoked_at = at
    key.save(update_fields=["revoked_at"])
    record("calendar.revoked", kind=Kind.ACT, by=by, at=at, object_id=key.pk)
    return True

"""Accounts of professionals; the traces of them are kept above `accounts` (P4, G2)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import require_keeper
from audit.choices import Kind
from audit.record import record
from core.clock import day_of
from governance.actions.leaving import tell_of_open_things
from messaging.actions.notify import notify


@transaction.atomic
def open_account(person: User, *, by: User, at: datetime) -> User:
    """Store a new person, without a password: she chooses one by the link of the login page.

    Raises `Forbidden` unless he keeps reference data.
    """
    require_keeper(by=by, at=at)
    person.set_unusable_password()
    person.save(force_insert=True)
    record("account.opened", kind=Kind.ACT, by=by, at=at, object_id=person.pk)
    return person


@transaction.atomic
def change_password(person: User, password: str, *, at: datetime) -> User:
    """Store the password that she chose for herself; the trace says that she did, and when."""
    locked = User.objects.select_for_update().get(pk=person.pk)
    locked.set_password(password)
    locked.save(update_fields=["password"])
    record("account.password_changed", kind=Kind.ACT, by=locked, at=at, object_id=locked.pk)
    return locked


@transaction.atomic
def change_account(person: User, *, changes: Mapping[str, Any], by: User, at: datetime) -> User:
    """Change these fields; a trace says which, never their content.

    Who gets another address to sign in with is told at the one she had: whoever reads the new one
    can have a password made for himself. Raises `Forbidden` unless he keeps reference data.
    """
    locked = User.objects.select_for_update().get(pk=person.pk)
    require_keeper(by=by, at=at)
    fields = sorted(name for name, value in changes.items() if getattr(locked, name) != value)
    if not fields:
        return locked
    trace = record(
        "account.changed", kind=Kind.ACT, by=by, at=at, object_id=locked.pk, fields=fields
    )
    if "email" in fields:
        key = f"account.address_changed:{trace.pk}"
        notify(locked, "account.address_changed", key=key, at=at, url=reverse("home"))
        # The package's own note of the old address would still let her in by it.
        EmailAddress.objects.filter(user=locked).delete()
    for name in fields:
        setattr(locked, name, changes[name])
    locked.save(update_fields=[*fields, "sort_key"])
    if "is_active" in fields and not locked.is_active:
        # Who may not sign in any more leaves as much as who holds no mandate.
        for mandate in locked.mandates.live(day_of(at)):
            tell_of_open_things(mandate, at=at)
    return locked

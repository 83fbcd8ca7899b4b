"""One field encrypted at rest under `settings.FIELD_KEYS`, the newest first (P8)."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models


class Undecipherable(Exception):
    """No key in use opens what is stored; nothing stands in for it."""


def cipher() -> MultiFernet:
    """Raises ImproperlyConfigured where no key is set."""
    if not settings.FIELD_KEYS:
        raise ImproperlyConfigured("FIELD_KEYS is empty: encrypted fields need a key.")
    return MultiFernet([Fernet(key) for key in settings.FIELD_KEYS])


class EncryptedTextField(models.TextField):
    """Text that the database sees encrypted; blank stays blank. It can't be searched by.

    Reading raises Undecipherable when no key fits.
    """

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return cipher().encrypt(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *args: Any) -> str | None:
        if not value:
            return value
        try:
            return cipher().decrypt(value.encode()).decode()
        except InvalidToken as error:
            raise Undecipherable(self.name) from error

    def get_lookup(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted and can't be searched by.")

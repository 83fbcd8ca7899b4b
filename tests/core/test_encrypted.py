"""A field that the database sees encrypted (P8)."""

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.test import override_settings

from core.encrypted import EncryptedTextField, Undecipherable

field = EncryptedTextField(name="secret")
OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_what_is_stored_is_not_what_was_said_and_reads_back():
    stored = field.get_prep_value("756")
    assert "756" not in stored
    assert field.from_db_value(stored) == "756"
    assert field.get_prep_value("756") != stored


@pytest.mark.parametrize("nothing", ["", None])
def test_nothing_stays_nothing(nothing):
    assert field.get_prep_value(nothing) == nothing
    assert field.from_db_value(nothing) == nothing


def test_an_older_key_still_opens_and_a_foreign_one_never_shows_the_ciphertext():
    with override_settings(FIELD_KEYS=[OLD]):
        stored = field.get_prep_value("756")
    with override_settings(FIELD_KEYS=[NEW, OLD]):
        assert field.from_db_value(stored) == "756"
    with override_settings(FIELD_KEYS=[NEW]), pytest.raises(Undecipherable) as refused:
        field.from_db_value(stored)
    assert stored not in str(refused.value)


def test_without_a_key_nothing_is_stored():
    with override_settings(FIELD_KEYS=[]), pytest.raises(ImproperlyConfigured):
        field.get_prep_value("756")


def test_nobody_searches_by_it():
    with pytest.raises(FieldError):
        field.get_lookup("exact")

"""Every free text that is held about a person can be marked by who hands it out (P6)."""

from django.apps import apps
from django.db import models

from cases.models import HiddenPassage
from cii.erasure import CONTENT
from cii.texts import SOURCES
from tests.architecture.tree import is_history

# Text fields that hold no sentence of somebody's own, by table; and why.
NOT_FREE = {
    "governance.AgendaItem": {"title": "of an item without a case"},
    "governance.Excerpt": {"number": "a number"},
    "cases.Procuration": {
        "text": "the wording of a template; its purpose is marked on the same row",
        "text_sha256": "a hash",
        "signed_place": "a place",
    },
    "cases.AvsNumber": {"number": "her own number"},
    "cases.Case": {"number": "a number"},
    "cases.Client": dict.fromkeys(
        ("last_name", "first_name", "sort_key", "street", "place", "phone", "email"), "her own"
    ),
    "cases.Fingerprint": {"key_version": "a code", "digest": "a hash"},
    "cases.DocumentDecision": {"reason": "written for her to read"},
    "documents.Document": dict.fromkeys(
        ("content_type", "sha256", "storage_name", "template", "template_version"), "a code"
    ),
    "messaging.Mail": dict.fromkeys(
        ("to_address", "subject", "body", "calendar", "calendar_method", "message_id"),
        "neutral (P9), to one of us",
    ),
    "messaging.InboxEntry": dict.fromkeys(("key", "notice", "url"), "neutral (P9)"),
}


def text_fields(label: str) -> set[str]:
    return {
        field.name
        for field in apps.get_model(label)._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    }


def test_every_free_text_is_declared_or_says_why_it_is_none():
    undeclared = {
        f"{label}.{name}"
        for label in CONTENT
        # Withheld from her as a whole.
        if label != HiddenPassage._meta.label and not is_history(apps.get_model(label))
        for name in text_fields(label)
        - set(SOURCES[label].fields if label in SOURCES else ())
        - NOT_FREE.get(label, {}).keys()
    }
    assert undeclared == set(), "Declare it in cii/texts.py, or here with the reason."


def test_the_sources_name_fields_that_exist_in_tables_that_are_deleted_with_the_case():
    assert SOURCES.keys() <= CONTENT.keys()
    for label, source in SOURCES.items():
        assert set(source.fields) <= text_fields(label), label

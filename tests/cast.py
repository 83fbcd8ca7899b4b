"""The fixed cast: invented people who hold every role, on the real reference data."""

from collections.abc import Callable
from copy import copy
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from accounts.actions.personas import load_personas
from accounts.actions.reference import load_partners
from accounts.models import User
from accounts.personas import PERSONAS
from cases.actions.reference import load_case_reference
from core import clock
from governance.reference import load_meeting_kinds

APPS = {"accounts", "cases", "governance"}
Rows = dict[type[models.Model], list[Any]]
# What a loader made in this process: the next test gets the same rows back in a few statements.
_made: dict[tuple[str, date], Rows] = {}


def _rows() -> Rows:
    found = {
        model: list(model._base_manager.all())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in APPS and not model._meta.proxy
    }
    return {model: rows for model, rows in found.items() if rows}


def _load(name: str, loader: Callable[[], Any]) -> None:
    key = name, clock.today()
    if key not in _made:
        before = {(model, row.pk) for model, rows in _rows().items() for row in rows}
        loader()
        _made[key] = {
            model: [row for row in rows if (model, row.pk) not in before]
            for model, rows in _rows().items()
        }
        return
    with transaction.atomic():
        for model, rows in _made[key].items():
            model._base_manager.bulk_create([copy(row) for row in rows])


def _load_reference() -> None:
    load_partners()
    load_case_reference()
    load_meeting_kinds()


@pytest.fixture
def reference(db: None) -> None:
    """Institutions, dispositifs, posts, grid, template, catalogue: as an installation has them."""
    _load("reference", _load_reference)


@pytest.fixture
def cast(reference: None) -> dict[str, User]:
    """The people of `accounts.personas` by key, their mandates in force today."""
    _load("cast", lambda: load_personas(clock.today()))
    by_email = {user.email: user for user in User.objects.all()}
    return {persona.key: by_email[persona.email] for persona in PERSONAS}

"""Every table that hangs on a case or a person is deleted with it, or says why it stays (P7)."""

from django.apps import apps
from django.db import models

from cases.models import Case, Client
from cii.erasure import CONTENT, STAYS
from tests.architecture.tree import is_history, own_models


def hangs_on_a_case() -> set[str]:
    """The models with a path to a case or a person: by keys, by an opaque id, or as history."""
    found: set[type[models.Model]] = {Case, Client}
    while True:
        more = {model for model in own_models() if model not in found and _leads_to(model, found)}
        if not more:
            return {model._meta.label for model in found}
        found |= more


def _leads_to(model: type[models.Model], found: set[type[models.Model]]) -> bool:
    if is_history(model) and model.instance_type in found:
        return True
    return any(
        field.attname == "case_id" or field.related_model in found for field in model._meta.fields
    )


def test_every_table_of_a_case_is_deleted_or_says_why_it_stays():
    undeclared = hangs_on_a_case() - CONTENT.keys() - STAYS.keys()
    assert undeclared == set(), "Declare it in cii/erasure.py: CONTENT, or STAYS with the reason."


def test_the_list_names_models_that_exist_and_none_twice():
    known = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert CONTENT.keys() | STAYS.keys() <= known
    assert CONTENT.keys() & STAYS.keys() == set()
    assert all(STAYS.values())


def test_no_row_is_deleted_while_another_one_points_at_it():
    order = list(CONTENT)
    wrong = [
        f"{label} before {other}"
        for position, label in enumerate(order)
        for other in order[position + 1 :]
        if not is_history(apps.get_model(other))
        and apps.get_model(label)
        in {field.related_model for field in apps.get_model(other)._meta.fields}
    ]
    assert wrong == []

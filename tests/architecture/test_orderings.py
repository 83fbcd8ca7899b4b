"""A list stands in one order only: what is equal otherwise is told apart in the end.

Without it, rows of one moment change places from page to page, and a page that nothing changed
does not stay the same.
"""

import pytest
from django.db import models

from tests.architecture.tree import is_history, own_models

ORDERED = [model for model in own_models() if model._meta.ordering and not is_history(model)]


def is_total(model: type[models.Model]) -> bool:
    """Whether no two rows can be equal in every field of the order."""
    names = {name.lstrip("-") for name in model._meta.ordering}
    if "pk" in names or any(field.unique and field.name in names for field in model._meta.fields):
        return True
    return any(
        isinstance(constraint, models.UniqueConstraint)
        and constraint.condition is None
        and bool(constraint.fields)
        and set(constraint.fields) <= names
        for constraint in model._meta.constraints
    )


@pytest.mark.parametrize("model", ORDERED, ids=lambda model: model._meta.label)
def test_the_default_order_of_rows_leaves_no_two_of_them_equal(model: type[models.Model]) -> None:
    assert is_total(model), f"ordering of {model._meta.label} ends in no unique field; add 'pk'"

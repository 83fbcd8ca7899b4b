import subprocess
import sys
from pathlib import Path

from django.db import models
from guardian.models import BaseObjectPermission

from tests.architecture.tree import HEIGHT, ROOT, is_history, own_models


def relations():
    for model in own_models():
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            if field.remote_field and field.remote_field.model._meta.app_label in HEIGHT:
                yield model, field, field.remote_field.model


def test_imports_keep_the_contracts():
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_every_foreign_key_points_downwards_or_stays_in_its_application():
    wrong = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model, field, target in relations()
        if model._meta.app_label != target._meta.app_label
        and HEIGHT[model._meta.app_label] >= HEIGHT[target._meta.app_label]
    ]
    assert wrong == []


def test_a_foreign_key_across_applications_has_no_way_back():
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model, field, target in relations()
        if model._meta.app_label != target._meta.app_label
        and not field.remote_field.hidden
        # The packages name these fields: history the row and its author, guardian its user.
        and not is_history(model)
        and not issubclass(model, BaseObjectPermission)
        and not model._meta.auto_created
    ]
    assert wrong == []


def test_every_model_with_a_page_of_its_own_has_an_unguessable_key():
    named = {"accounts.User"} | {
        model._meta.label for model in own_models() if hasattr(model, "get_absolute_url")
    }
    wrong = [
        model._meta.label
        for model in own_models()
        if model._meta.label in named and not isinstance(model._meta.pk, models.UUIDField)
    ]
    assert wrong == []

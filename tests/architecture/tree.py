"""What the architecture tests walk: the project's own files, applications and models."""

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
CONFIGURATION = tomllib.loads((ROOT / "pyproject.toml").read_text())
_LAYERS = CONFIGURATION["tool"]["importlinter"]["contracts"][0]["layers"]
# Application → height, 0 on top; applications of one line share it.
HEIGHT = {
    app.strip(" ()"): height for height, line in enumerate(_LAYERS) for app in line.split("|")
}


def files(*patterns: str) -> list[Path]:
    """The project's files of these patterns: tracked by git, or new and not ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    return sorted({ROOT / name for name in listed if (ROOT / name).is_file()})


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """The project's Python files outside the tests and migrations, parsed."""
    for path in files("*.py"):
        inside = path.relative_to(ROOT).parts
        if inside[0] != "tests" and "migrations" not in inside:
            yield path, ast.parse(path.read_text(), filename=str(path))


def own_models() -> list[type[models.Model]]:
    """Every model of the project's applications, tables of many-to-many fields included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in HEIGHT
    ]


def is_history(model: type[models.Model]) -> bool:
    """Whether simple-history made this model for the history of another."""
    return hasattr(model, "instance_type")

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files

GERMAN = Path("locale/de/LC_MESSAGES/django.po")


def messages(po: Path, kind: str) -> str:
    """The entries of this kind, as msgattrib prints them."""
    run = subprocess.run(
        ["msgattrib", "--no-wrap", kind, str(po)], capture_output=True, text=True, check=True
    )
    return run.stdout


@pytest.mark.parametrize("kind", ["--untranslated", "--only-fuzzy"])
def test_german_is_complete(kind):
    assert messages(ROOT / GERMAN, kind) == ""


def test_every_text_on_screen_has_its_entry(tmp_path):
    for path in files("*.py", "*.html", "*.txt", GERMAN.as_posix()):
        if "tests" not in path.parts:
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
    subprocess.run(
        [sys.executable, "-m", "django", "makemessages", "--locale", "de", "--verbosity", "0"],
        cwd=tmp_path,
        # Without settings the command reads the folder it stands in.
        env={key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"},
        check=True,
    )
    found = messages(tmp_path / GERMAN, "--untranslated") + messages(
        tmp_path / GERMAN, "--only-fuzzy"
    )
    assert found == ""

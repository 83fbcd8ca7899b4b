import re
from pathlib import Path

from django.apps import apps

from tests.architecture.tree import HEIGHT, ROOT, files

FOLDERS = [ROOT / "templates", *(ROOT / app / "templates" for app in HEIGHT)]
# Django asks for these by itself.
ASKED_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}
NAME = re.compile(r"""["']([\w./-]+\.(?:html|txt|svg|ics|css))["']""")


def own_templates() -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in files("*/templates/*", "templates/*")
        for folder in FOLDERS
        if path.is_relative_to(folder)
    }


def overrides() -> set[str]:
    """Templates of packages that one of ours replaces."""
    folders = [
        Path(config.path) / "templates"
        for config in apps.get_app_configs()
        if config.label not in HEIGHT
    ]
    return {name for name in own_templates() if any((f / name).is_file() for f in folders)}


def test_every_template_is_used():
    text = "\n".join(
        p.read_text() for p in files("*.py", "*.html", "*.txt") if "tests" not in p.parts
    )
    named = set(NAME.findall(text))
    unused = own_templates() - named - overrides() - ASKED_BY_DJANGO
    assert unused == set()


def test_every_template_that_is_named_exists():
    named = {
        name
        for path in files("*.py", "*.html")
        if "tests" not in path.parts
        for name in NAME.findall(path.read_text())
        if name.split("/")[0] in HEIGHT and name.endswith(".html")
    }
    assert named - own_templates() == set()


def test_no_template_carries_script_or_style_of_its_own():
    wrong = [
        str(path.relative_to(ROOT))
        for path in files("templates/*.html", "*/templates/*.html")
        if re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", path.read_text())
        # Papers are no pages: WeasyPrint reads their style, no browser does.
        and "papers" not in path.parts
    ]
    assert wrong == []

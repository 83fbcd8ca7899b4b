from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.workflow import Workflow

FOLDER = Path("docs/workflows")


def workflows() -> Iterator[tuple[str, Workflow]]:
    """Application and state machine, for each one that stands in an `<app>/workflow.py`."""
    for config in apps.get_app_configs():
        name = f"{config.name}.workflow"
        if Path(config.path).parent != settings.BASE_DIR or config.name == "core":
            continue
        if find_spec(name):
            for value in vars(import_module(name)).values():
                if isinstance(value, Workflow):
                    yield config.name, value


def diagrams() -> dict[Path, str]:
    """Path, relative to the project, and text of each diagram."""
    pages = {}
    for app, workflow in workflows():
        source = f"Generated from `{app}/workflow.py` by `manage.py workflow_diagrams`."
        body = f"```mermaid\n{workflow.mermaid().strip()}\n```"
        pages[FOLDER / f"{workflow.name}.md"] = f"# {workflow.name}\n\n{source}\n\n{body}\n"
    return pages


class Command(BaseCommand):
    help = "Write the diagram of every state machine into docs/workflows."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Write nothing, fail when one is out of date."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = {settings.BASE_DIR / path: text for path, text in diagrams().items()}
        found = {
            path: path.read_text(encoding="utf-8")
            for path in (settings.BASE_DIR / FOLDER).glob("*.md")
        }
        stale = {path for path in wanted | found if wanted.get(path) != found.get(path)}
        if options["check"]:
            if stale:
                names = ", ".join(sorted(path.name for path in stale))
                raise CommandError(f"Out of date: {names}. Run: manage.py workflow_diagrams")
            return
        for path in stale:
            if path in wanted:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(wanted[path], encoding="utf-8")
            else:
                path.unlink()
        self.stdout.write(f"{len(wanted)} diagrams")

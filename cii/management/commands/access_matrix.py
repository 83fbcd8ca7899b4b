import json
import os
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

SUITE = "tests/access/test_matrix.py"
VARIABLE = "ACCESS_MATRIX_FILE"


class Command(BaseCommand):
    help = (
        "Walk every URL × method × person × state of the procuration in a database of its own and "
        "compare with the access policy; exit 1 where they differ (QN2). Needs the tests."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print every cell")

    def handle(self, *args: Any, **options: Any) -> None:
        if find_spec("tests") is None or find_spec("pytest") is None:
            raise CommandError("The matrix stands in the tests, which are not installed here.")
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "matrix.json"
            walked = _walk(file)
            cells = json.loads(file.read_text()) if file.exists() else []
        if options["json"]:
            self.stdout.write(json.dumps(cells, ensure_ascii=False, indent=1))
        wrong = [cell for cell in cells if cell["found"] not in cell["expected"].split("|")]
        for cell in wrong:
            self.stderr.write(
                "{method} {url} {state} {object} {persona}: {expected} ≠ {found}".format(**cell)
            )
        self.stderr.write(f"{len(cells)} cells, {len(wrong)} differ from the policy")
        if walked.returncode:
            raise CommandError(walked.stdout[-2000:])


def _walk(file: Path) -> subprocess.CompletedProcess[str]:
    """The suite makes and drops its database, so that no data of the installation is touched."""
    return subprocess.run(  # noqa: S603  (our own suite)
        [sys.executable, "-m", "pytest", SUITE, "-q", "-p", "no:cacheprovider", "--tb=line"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {VARIABLE: str(file), "DJANGO_SETTINGS_MODULE": "tests.settings", "DEMO": "0"},
        capture_output=True,
        text=True,
        check=False,
    )

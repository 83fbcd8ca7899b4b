from hashlib import sha256
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand

from cii.checks import refuse_faulty_start
from cii.database import as_owner, grant_application_role


def static_fingerprint() -> str:
    """What tells whether a static file changed since they were last collected."""
    seen = sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            seen.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return seen.hexdigest()


class Command(BaseCommand):
    help = "Bring the database, its rights and the static files up to date; then check."

    def handle(self, *args: Any, **options: Any) -> None:
        verbosity = options["verbosity"]
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        # The role is checked at the end, once it has its rights.
        call_command("migrate", interactive=False, skip_checks=True, verbosity=verbosity)
        with as_owner():
            call_command("createcachetable", verbosity=verbosity)
        grant_application_role()
        self.collect_static(verbosity)
        refuse_faulty_start()

    def collect_static(self, verbosity: int) -> None:
        """Collect and compress, unless nothing changed: compressing takes seconds."""
        stamp = settings.DATA_DIR / "static.sha256"
        fingerprint = static_fingerprint()
        if not stamp.exists() or stamp.read_text() != fingerprint:
            call_command("collectstatic", interactive=False, clear=True, verbosity=verbosity)
            stamp.write_text(fingerprint)

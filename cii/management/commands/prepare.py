from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from cii.database import as_owner, grant_application_role


class Command(BaseCommand):
    help = "Bring the database, its rights and the static files up to date; then check."

    def handle(self, *args: Any, **options: Any) -> None:
        verbosity = options["verbosity"]
        # The role is checked at the end, once it has its rights.
        call_command("migrate", interactive=False, skip_checks=True, verbosity=verbosity)
        with as_owner():
            call_command("createcachetable", verbosity=verbosity)
        grant_application_role()
        call_command("collectstatic", interactive=False, verbosity=verbosity)
        call_command("check", databases=["default"], verbosity=verbosity)

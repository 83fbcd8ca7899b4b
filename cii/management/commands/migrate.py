from typing import Any

from django.core.management.commands import migrate

from cii.database import as_owner, grant_application_role


class Command(migrate.Command):
    """Migrate as the owner of the database, then give the application its rights."""

    def handle(self, *args: Any, **options: Any) -> None:
        with as_owner():
            super().handle(*args, **options)
        grant_application_role()

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags
from django.core.management.base import BaseCommand
from django.db import DatabaseError, OperationalError, connection
from django.utils.module_loading import import_string

from cii.database import APPLICATION_ROLE, owner_credentials


def application_role_is_powerless(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The application's role owns no table and can't bypass row-level security (P3).

    A database that can't be reached answers nothing here: the pages say so themselves.
    """
    if not databases or not owner_credentials():
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper, rolbypassrls,"
                " EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = %s)"
                " FROM pg_roles WHERE rolname = %s",
                [APPLICATION_ROLE, APPLICATION_ROLE],
            )
            found = cursor.fetchone()
    except OperationalError:
        return []
    if found is None:
        return [Error("The role of DATABASE_URL doesn't exist.", id="cii.E001")]
    faults = ["is a superuser", "bypasses row-level security", "owns a table"]
    return [
        Error(
            f"The role of DATABASE_URL {fault}.",
            hint="Give DATABASE_URL a role of its own: README, “PostgreSQL”.",
            id=f"cii.E{number:03}",
        )
        for number, (fault, holds) in enumerate(zip(faults, found, strict=True), start=2)
        if holds
    ]


def demonstration_has_its_own_database(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """With DEMO=1, which lets anybody enter as a persona, the database holds demo data alone.

    A database without tables, or out of reach, holds nothing that could be shown.
    """
    if not databases or not settings.DEMO:
        return []
    try:
        # Models are not loaded yet when this module is.
        is_real = import_string("cii.demo.mark.holds_real_data")()
    except DatabaseError:
        return []
    fault = Error(
        "DEMO=1 on a database that holds other data than the demo year.",
        hint="Leave DEMO out, or name an empty database in DATABASE_URL.",
        id="cii.E005",
    )
    return [fault] if is_real else []


def refuse_faulty_start() -> None:
    """Run the checks of the code and of the database's roles. Raises SystemCheckError."""
    BaseCommand().check()
    BaseCommand().check(tags=[Tags.database], databases=["default"])

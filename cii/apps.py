from django.apps import AppConfig
from django.core.checks import Tags, register

from cii.checks import application_role_is_powerless, demonstration_has_its_own_database


class CiiConfig(AppConfig):
    name = "cii"

    def ready(self) -> None:
        register(application_role_is_powerless, Tags.database)
        register(demonstration_has_its_own_database, Tags.database)

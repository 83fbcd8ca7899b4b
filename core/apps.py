from django.apps import AppConfig
from django.core import checks

from core.access import check_access


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        checks.register(check_access, checks.Tags.security)

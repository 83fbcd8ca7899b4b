from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    ACT = "act", _("acte")
    READ = "read", _("lecture")
    SEARCH = "search", _("recherche")
    PRINT = "print", _("impression")
    EXPORT = "export", _("exportation")
    REFUSAL = "refusal", _("refus")

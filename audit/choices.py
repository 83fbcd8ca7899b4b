from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    ACT = "act", _("acte")
    READ = "read", _("lecture")
    SEARCH = "search", _("recherche")
    PRINT = "print", _("impression")
    EXPORT = "export", _("exportation")
    REFUSAL = "refusal", _("refus")


class Purpose(models.TextChoices):
    """Why the data-protection reviewer looks; a choice, because a trace holds no prose (P4)."""

    REQUEST = "request", _("demande de la personne concernée")
    RANDOM = "random", _("contrôle par sondage")
    COMPLAINT = "complaint", _("plainte ou doute signalé")
    INCIDENT = "incident", _("incident de sécurité")

"""A request for social aid that a CMS brings before the commune (CMS mandate)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AidState(models.TextChoices):
    """How far the file has come on its way to the commune (C14)."""

    FILED = "filed", _("déposée par la personne")
    SIGNED = "signed", _("signée une fois")
    COUNTERSIGNED = "countersigned", _("contrôlée et prête à partir")
    SENT = "sent", _("transmise à la commune")
    DECIDED = "decided", _("décidée par la commune")
    WITHDRAWN = "withdrawn", _("retirée")


class AidRung(models.TextChoices):
    """Whom a file that is not sent yet has reached."""

    SOON = "soon", _("répondant·e et personne en charge, avant le terme")
    LATE = "late", _("toutes et tous les répondant·e·s du CMS")
    MANAGER = "manager", _("responsable du CMS")

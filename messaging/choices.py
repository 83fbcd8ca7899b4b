from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What an entry is about: as the daily digest counts it, and as a person may leave it out."""

    CASES = "cases", _("dossiers confiés, transmis ou modifiés")
    CONSENTS = "consents", _("procurations")
    REQUESTS = "requests", _("demandes de collaboration, affaires et litiges")
    MEETINGS = "meetings", _("séances, procès-verbaux et décisions")
    REVIEWS = "reviews", _("suivis trimestriels")
    RETENTION = "retention", _("conservation, destruction et droit d’accès")
    DUE = "due", _("échéances de « Ce qui m’attend »")

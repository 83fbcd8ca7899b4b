"""Requests for collaboration between dispositifs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """How far a collaboration request has come; taking it up is owed, refusing isn't possible."""

    SENT = "sent", _("à prendre en charge")
    TAKEN_UP = "taken_up", _("entrée en matière")
    AGREED = "agreed", _("accord")
    DISAGREED = "disagreed", _("désaccord motivé")
    WITHDRAWN = "withdrawn", _("retirée")
    COMPLETED = "completed", _("terminée")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("normale")
    URGENT = "urgent", _("urgente")


class Rung(models.TextChoices):
    """Whom a request without an answer reaches next (C7)."""

    REPONDANT = "repondant", _("répondant·e du dispositif")
    COLLEAGUES = "colleagues", _("autres répondant·e·s du dispositif")
    MANAGER = "manager", _("responsable régional·e du dispositif")
    OFFICER = "officer", _("chargé·e cantonal·e CII")

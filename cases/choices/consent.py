"""How the person signs, and how her file is handed to her."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SignedHow(models.TextChoices):
    PAPER = "paper", _("sur papier")
    SCREEN = "screen", _("à l’écran")


class ReceiptKind(models.TextChoices):
    """How a consent changed; each change is a fact with a receipt for the person (P3)."""

    RECORDED = "recorded", _("procuration donnée")
    RENEWED = "renewed", _("procuration renouvelée ou élargie")
    NARROWED = "narrowed", _("procuration restreinte")
    WITHDRAWN = "withdrawn", _("procuration retirée")


class AccessRequestState(models.TextChoices):
    """How far a request for her whole file has come (P6)."""

    RECEIVED = "received", _("reçue")
    HANDED_OVER = "handed_over", _("remise")
    ENDED = "ended", _("terminée sans remise")


class HandedHow(models.TextChoices):
    DESK = "desk", _("en main propre")
    POST = "post", _("par la poste, en recommandé")


class AccessRequestEnd(models.TextChoices):
    WITHDRAWN = "withdrawn", _("retirée par la personne")
    MISTAKEN = "mistaken", _("saisie par erreur")

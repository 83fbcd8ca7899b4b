"""What is submitted in a case, disputes first."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MatterKind(models.TextChoices):
    """What is submitted in a case to be ruled on; the engagement that it begins has its value."""

    PREFINANCING = "prefinancing", _("préfinancement")
    MONEY_DISPUTE = "money_dispute", _("litige portant sur de l’argent")
    SPECIAL = "special", _("situation particulière")
    DISPUTE = "dispute", _("litige")
    ADVICE = "advice", _("demande d’avis")


class DisputeState(models.TextChoices):
    """Before whom a dispute stands; to the Commission it comes where money is at stake (C8)."""

    COORDINATION = "coordination", _("séance de la coordination")
    OFFICER = "officer", _("position de la ou du chargé·e cantonal·e")
    COMMISSION = "commission", _("Commission « droit »")
    SETTLED = "settled", _("réglé")


class StageResult(models.TextChoices):
    """How a stage of a dispute ends."""

    AGREED = "agreed", _("les deux dispositifs sont d’accord")
    RULED = "ruled", _("tranché")
    PASSED_ON = "passed_on", _("transmis à l’étape suivante")


class LateRung(models.TextChoices):
    """Whom a stage of a dispute that is late reaches next (C8)."""

    REMINDER = "reminder", _("qui répond de l’étape")
    NEXT = "next", _("qui répond de l’étape suivante")

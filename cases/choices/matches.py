"""Comparing people across dispositifs, and merging their cases."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FingerprintKind(models.TextChoices):
    AVS = "avs", _("numéro AVS")
    NAME = "name", _("nom et date de naissance")


class MatchState(models.TextChoices):
    OPEN = "open", _("à examiner")
    ENGAGED = "engaged", _("dispositif engagé dans le dossier existant")
    MERGED = "merged", _("dossiers réunis")
    DISMISSED = "dismissed", _("pas la même personne")


class MatchAct(models.TextChoices):
    """What the coordination did with a match."""

    ENGAGE = "engage", _("dispositif engagé dans le dossier existant")
    EXTEND = "extend", _("complément de procuration demandé")
    DISMISS = "dismiss", _("pas la même personne")
    PROPOSE = "propose", _("réunion des dossiers proposée")
    DECLINE = "decline", _("réunion des dossiers refusée")
    APPROVE = "approve", _("dossiers réunis")
    ASK_UNDO = "ask_undo", _("séparation des dossiers proposée")
    KEEP = "keep", _("séparation des dossiers refusée")
    UNDO = "undo", _("réunion des dossiers défaite")


class MergeState(models.TextChoices):
    PROPOSED = "proposed", _("proposée")
    APPROVED = "approved", _("approuvée")
    DECLINED = "declined", _("refusée")
    UNDOING = "undoing", _("à défaire, une deuxième personne en décide")
    UNDONE = "undone", _("défaite")


# Of a merge by which two cases are one.
MERGED_STATES = (MergeState.APPROVED, MergeState.UNDOING)

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    PROCURATION_SCAN = "procuration_scan", _("procuration signée")
    SIGNATURE = "signature", _("signature apposée à l’écran")
    ATTACHMENT = "attachment", _("pièce jointe")
    INSERTION_CONTRACT = "insertion_contract", _("contrat d’insertion du CMS")
    PERSON_FILE = "person_file", _("dossier remis à la personne")
    PAPER = "paper", _("document établi par la CII")

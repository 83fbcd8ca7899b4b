from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentKind(models.TextChoices):
    PROCURATION_SCAN = "procuration_scan", _("procuration signée")
    ATTACHMENT = "attachment", _("pièce jointe")
    PAPER = "paper", _("document établi par la CII")

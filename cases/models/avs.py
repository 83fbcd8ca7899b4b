from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.avs import masked_avs
from cases.models.case import Client
from core.encrypted import EncryptedTextField


class AvsNumber(models.Model):
    """The AVS number of a person, where her dispositif has a basis to keep it (P8).

    Apart from the person, so that no page, list or history row takes it along; never a key.
    """

    client = models.OneToOneField(Client, models.CASCADE, related_name="+")
    number = EncryptedTextField(_("numéro AVS"))
    kept_at = models.DateTimeField()
    kept_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("numéro AVS")

    def __str__(self) -> str:
        return masked_avs(self.number)

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Submission(models.Model):
    """A form that was sent and had its effect: its key is unique, so a second time has none (QR1).

    Holds what was sent as a keyed digest only, and is forgotten after some days.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.CharField(max_length=64)
    # What the form brought about, where the answer leads to it.
    object_id = models.UUIDField(null=True, blank=True)
    submitted_at = models.DateTimeField(db_index=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("envoi de formulaire")

    def __str__(self) -> str:
        return str(self.key)

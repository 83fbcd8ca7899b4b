from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import SettingQuerySet


class Setting(models.Model):
    """A value without a source in law, in force from a day on (domain, note [I])."""

    key = models.SlugField(_("clé"), max_length=60)
    value = models.JSONField(_("valeur"))
    valid_from = models.DateField(_("dès le"))
    note = models.CharField(_("remarque"), max_length=200, blank=True)

    objects = SettingQuerySet.as_manager()

    class Meta:
        verbose_name = _("réglage")
        ordering = ["key", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="setting_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class Closure(models.Model):
    """A day on which offices are closed besides the public holidays of Valais."""

    day = models.DateField(_("jour"), unique=True)
    name = models.CharField(_("motif"), max_length=80)

    class Meta:
        verbose_name = _("jour de fermeture")
        verbose_name_plural = _("jours de fermeture")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"

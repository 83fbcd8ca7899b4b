from functools import reduce
from operator import or_

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.IntegerChoices):
    """Data category of an item of a case (P1).

    The values are bits: a gate holds the set of categories as one integer, so that the database
    compares an item with what its reader was granted.
    """

    IDENTITY = 1, _("identité")
    WORK = 2, _("travail (formation, emploi, capacité de travail)")
    SOCIAL = 4, _("situation sociale (famille, logement)")
    FINANCE = 8, _("finances")
    HEALTH = 16, _("santé")
    JUSTICE = 32, _("justice")

    @classmethod
    def mask(cls, categories) -> int:
        """The set of categories as one integer."""
        return reduce(or_, (int(category) for category in categories), 0)

    @classmethod
    def of(cls, mask: int) -> list["Category"]:
        """The categories that an integer stands for, in their fixed order."""
        return [category for category in cls if category & mask]


class Language(models.TextChoices):
    FR = "fr", _("français")
    DE = "de", _("allemand")

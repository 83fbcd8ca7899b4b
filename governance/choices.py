from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    PLANNED = "planned", _("en préparation")
    CONVENED = "convened", _("convoquée")
    CLOSED = "closed", _("terminée")
    CANCELLED = "cancelled", _("annulée")


class ItemState(models.TextChoices):
    OPEN = "open", _("à traiter")
    DECIDED = "decided", _("traité")
    POSTPONED = "postponed", _("reporté")
    WITHDRAWN = "withdrawn", _("retiré")


class Answer(models.TextChoices):
    YES = "yes", _("participe")
    NO = "no", _("ne participe pas")
    DEPUTY = "deputy", _("se fait remplacer")


class Presence(models.TextChoices):
    PRESENT = "present", _("présent·e")
    DEPUTY = "deputy", _("représenté·e")
    EXCUSED = "excused", _("excusé·e")
    ABSENT = "absent", _("absent·e")


class MinutesState(models.TextChoices):
    DRAFT = "draft", _("en rédaction")
    CIRCULATED = "circulated", _("en relecture")
    ADOPTED = "adopted", _("adopté")


class AdviceState(models.TextChoices):
    OPEN = "open", _("en attente de réponse")
    ANSWERED = "answered", _("répondue")


class GuidanceState(models.TextChoices):
    DRAFT = "draft", _("à relire")
    RELEASED = "released", _("publié")
    WITHDRAWN = "withdrawn", _("retiré")

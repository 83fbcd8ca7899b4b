"""Entries, plans and reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteKind(models.TextChoices):
    JOURNAL = "journal", _("journal de bord")
    SITUATION = "situation", _("situation de la personne")
    APPRAISAL = "appraisal", _("appréciation")


class Domain(models.TextChoices):
    """Where barriers and resources are looked for, after the detection grid (C1, C9)."""

    HEALTH = "health", _("santé")
    ADDICTION = "addiction", _("consommation")
    TRAINING = "training", _("formation")
    LANGUAGE = "language", _("langue")
    FAMILY = "family", _("famille et logement")
    DEBTS = "debts", _("revenu et dettes")
    MOTIVATION = "motivation", _("motivation")
    CAPACITY = "capacity", _("capacité de travail")


class Weight(models.IntegerChoices):
    """How much a domain hinders (below zero) or helps (above) on the way to work."""

    STRONG_BARRIER = -3, _("frein important")
    BARRIER = -2, _("frein moyen")
    SLIGHT_BARRIER = -1, _("frein léger")
    NEITHER = 0, _("ni frein ni ressource")
    SLIGHT_RESOURCE = 1, _("ressource légère")
    RESOURCE = 2, _("ressource moyenne")
    STRONG_RESOURCE = 3, _("ressource importante")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("projet")
    ADOPTED = "adopted", _("adopté")
    REPLACED = "replaced", _("remplacé")


class MeasureState(models.TextChoices):
    PLANNED = "planned", _("prévue")
    STARTED = "started", _("en cours")
    COMPLETED = "completed", _("terminée")
    BROKEN_OFF = "broken_off", _("interrompue")


class FollowUpResult(models.TextChoices):
    ON_TRACK = "on_track", _("le plan se déroule comme prévu")
    ADAPT = "adapt", _("le plan doit être adapté")
    MEETING = "meeting", _("une séance est nécessaire")
    CLOSE = "close", _("le dossier peut être clôturé")

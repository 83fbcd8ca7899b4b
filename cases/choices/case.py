"""States, paths and endings of a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    FEMALE = "f", _("féminin")
    MALE = "m", _("masculin")
    OTHER = "x", _("autre")


class CaseState(models.TextChoices):
    FLAGGED = "flagged", _("signalé")
    CONFIRMED = "confirmed", _("confirmé")
    DROPPED = "dropped", _("classé sans suite")
    ANNOUNCED = "announced", _("annoncé")
    TRIAGED = "triaged", _("en suivi")
    CLOSED = "closed", _("clôturé")
    MERGED = "merged", _("réuni à un autre dossier")


# Nothing is added to what has ended.
ENDED = (CaseState.DROPPED, CaseState.CLOSED, CaseState.MERGED)


class Path(models.TextChoices):
    """Where a case goes: suggested by the grid, asked for by the worker, decided at triage (C6)."""

    NONE = "none", _("aucune prise en charge CII")
    BILATERAL = "bilateral", _("demande de collaboration bilatérale")
    TANDEM = "tandem", _("mesure tandem ou coaching ORP-CMS")
    TRO = "tro", _("TRO")
    ASSESSMENT = "assessment", _("assessment")
    CASE_MANAGEMENT = "case_management", _("case management")
    AI_NOTICE = "ai_notice", _("communication de détection précoce à l’AI")


class Outcome(models.TextChoices):
    JOB = "job", _("emploi")
    TRAINING = "training", _("formation")
    AI_MEASURE = "ai_measure", _("mesure AI")
    AI_PENSION = "ai_pension", _("rente AI")
    SOCIAL_MEASURE = "social_measure", _("mesure sociale")
    BACK = "back", _("retour à une seule institution")
    WITHDRAWN = "withdrawn", _("procuration retirée")
    MOVED = "moved", _("départ du canton")
    OTHER = "other", _("autre")


class Lasting(models.TextChoices):
    """Whether the outcome still holds some months after the closure (C13)."""

    HELD = "held", _("le résultat tient")
    NOT_HELD = "not_held", _("le résultat ne tient pas")
    UNKNOWN = "unknown", _("on ne le sait pas")


class Ending(models.TextChoices):
    """How a case ends that never came to an outcome; like an outcome it has a term of its own."""

    DROPPED = "dropped", _("signalement classé sans suite")
    UNANNOUNCED = "unannounced", _("procuration retirée avant l’annonce")


# Everything after which a term of retention begins (P7).
ENDINGS = [*Outcome.choices, *Ending.choices]


class ArchiveAnswer(models.TextChoices):
    TAKEN = "taken", _("repris par les Archives de l’État")
    NOT_WANTED = "not_wanted", _("pas repris par les Archives de l’État")


class DestructionState(models.TextChoices):
    DUE = "due", _("durée de conservation échue")
    OFFERED = "offered", _("proposé aux Archives de l’État")
    ANSWERED = "answered", _("réponse des Archives reçue")
    PROPOSED = "proposed", _("destruction proposée")
    APPROVED = "approved", _("approuvée par une personne")
    SECONDED = "seconded", _("approuvée par deux personnes")
    EXECUTED = "executed", _("détruit")

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


class SignedHow(models.TextChoices):
    PAPER = "paper", _("sur papier")
    SCREEN = "screen", _("à l’écran")


class EngagementKind(models.TextChoices):
    """The act that lets a recipient take part in a case (access-policy, facts)."""

    HOME = "home", _("signalement")
    ANNOUNCEMENT = "announcement", _("annonce")
    INVITATION = "invitation", _("invitation à une séance")
    DECISION = "decision", _("décision de séance")
    MEASURE = "measure", _("mesure du plan d’insertion")
    CASE_MANAGEMENT = "case_management", _("case management")
    ASSESSMENT = "assessment", _("mandat d’assessment")


class AssignmentKind(models.TextChoices):
    """A named person on one case; the value is the codename of her guardian permission."""

    WORKER = "work_on_case", _("personne en charge")
    CASE_MANAGER = "manage_case", _("case manager")
    EXPERT = "advise_case", _("expert·e invité·e")
    EXECUTING = "execute_case", _("collègue exécutant")


class Tie(models.TextChoices):
    """What binds a person to a case (access-policy, ties)."""

    WORKER = "worker", _("personne en charge")
    HOME = "home", _("répondant·e du dispositif qui a signalé")
    ENGAGED = "engaged", _("répondant·e d’un dispositif engagé")
    CASE_MANAGER = "case_manager", _("case manager")
    EXPERT = "expert", _("expert·e invité·e")
    EXECUTING = "executing", _("collègue exécutant")
    COORDINATOR = "coordinator", _("coordination du dossier")
    OFFICER = "officer", _("chargé·e cantonal·e CII")
    SECRETARIAT = "secretariat", _("secrétariat CII")


class NoteKind(models.TextChoices):
    JOURNAL = "journal", _("journal de bord")
    SITUATION = "situation", _("situation de la personne")
    APPRAISAL = "appraisal", _("appréciation")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("projet")
    ADOPTED = "adopted", _("adopté")
    REPLACED = "replaced", _("remplacé")


class FollowUpResult(models.TextChoices):
    ON_TRACK = "on_track", _("le plan se déroule comme prévu")
    ADAPT = "adapt", _("le plan doit être adapté")
    MEETING = "meeting", _("une séance est nécessaire")
    CLOSE = "close", _("le dossier peut être clôturé")

"""What lets a recipient or a person take part in a case."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EngagementKind(models.TextChoices):
    """The act that lets a recipient take part in a case (access-policy, facts)."""

    HOME = "home", _("signalement")
    ANNOUNCEMENT = "announcement", _("annonce")
    INVITATION = "invitation", _("invitation à une séance")
    DECISION = "decision", _("décision de séance")
    MEASURE = "measure", _("mesure du plan d’insertion")
    CASE_MANAGEMENT = "case_management", _("case management")
    ASSESSMENT = "assessment", _("mandat d’assessment")
    COORDINATION = "coordination", _("décision de la coordination")
    REQUEST = "request", _("demande de collaboration")
    EXPERT = "expert", _("mandat d’expert·e")
    PREFINANCING = "prefinancing", _("préfinancement soumis")
    MONEY_DISPUTE = "money_dispute", _("litige portant sur de l’argent")
    SPECIAL = "special", _("situation particulière soumise")
    DISPUTE = "dispute", _("litige ouvert")
    ADVICE = "advice", _("avis demandé")


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
    FORMER = "former", _("personne désignée auparavant")
    COORDINATOR = "coordinator", _("coordination du dossier")
    OFFICER = "officer", _("chargé·e cantonal·e CII")
    SECRETARIAT = "secretariat", _("secrétariat CII")
    MEMBER = "member", _("membre de la Commission « droit »")
    MANAGER = "manager", _("responsable régional·e du dispositif")

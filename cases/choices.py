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


class SignedHow(models.TextChoices):
    PAPER = "paper", _("sur papier")
    SCREEN = "screen", _("à l’écran")


class ReceiptKind(models.TextChoices):
    """How a consent changed; each change is a fact with a receipt for the person (P3)."""

    RECORDED = "recorded", _("procuration donnée")
    RENEWED = "renewed", _("procuration renouvelée ou élargie")
    NARROWED = "narrowed", _("procuration restreinte")
    WITHDRAWN = "withdrawn", _("procuration retirée")


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


class MatterKind(models.TextChoices):
    """What is submitted in a case to be ruled on; the engagement that it begins has its value."""

    PREFINANCING = "prefinancing", _("préfinancement")
    MONEY_DISPUTE = "money_dispute", _("litige portant sur de l’argent")
    SPECIAL = "special", _("situation particulière")
    DISPUTE = "dispute", _("litige")
    ADVICE = "advice", _("demande d’avis")


class DisputeState(models.TextChoices):
    """Before whom a dispute stands; to the Commission it comes where money is at stake (C8)."""

    COORDINATION = "coordination", _("séance de la coordination")
    OFFICER = "officer", _("position de la ou du chargé·e cantonal·e")
    COMMISSION = "commission", _("Commission « droit »")
    SETTLED = "settled", _("réglé")


class StageResult(models.TextChoices):
    """How a stage of a dispute ends."""

    AGREED = "agreed", _("les deux dispositifs sont d’accord")
    RULED = "ruled", _("tranché")
    PASSED_ON = "passed_on", _("transmis à l’étape suivante")


class LateRung(models.TextChoices):
    """Whom a stage of a dispute that is late reaches next (C8)."""

    REMINDER = "reminder", _("qui répond de l’étape")
    NEXT = "next", _("qui répond de l’étape suivante")


class RequestState(models.TextChoices):
    """How far a collaboration request has come; taking it up is owed, refusing isn't possible."""

    SENT = "sent", _("à prendre en charge")
    TAKEN_UP = "taken_up", _("entrée en matière")
    AGREED = "agreed", _("accord")
    DISAGREED = "disagreed", _("désaccord motivé")
    WITHDRAWN = "withdrawn", _("retirée")
    COMPLETED = "completed", _("terminée")


class Urgency(models.TextChoices):
    NORMAL = "normal", _("normale")
    URGENT = "urgent", _("urgente")


class Rung(models.TextChoices):
    """Whom a request without an answer reaches next (C7)."""

    REPONDANT = "repondant", _("répondant·e du dispositif")
    COLLEAGUES = "colleagues", _("autres répondant·e·s du dispositif")
    MANAGER = "manager", _("responsable régional·e du dispositif")
    OFFICER = "officer", _("chargé·e cantonal·e CII")


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


class FingerprintKind(models.TextChoices):
    AVS = "avs", _("numéro AVS")
    NAME = "name", _("nom et date de naissance")


class MatchState(models.TextChoices):
    OPEN = "open", _("à examiner")
    ENGAGED = "engaged", _("dispositif engagé dans le dossier existant")
    MERGED = "merged", _("dossiers réunis")
    DISMISSED = "dismissed", _("pas la même personne")


class MatchAct(models.TextChoices):
    """What the coordination did with a match."""

    ENGAGE = "engage", _("dispositif engagé dans le dossier existant")
    EXTEND = "extend", _("complément de procuration demandé")
    DISMISS = "dismiss", _("pas la même personne")
    PROPOSE = "propose", _("réunion des dossiers proposée")
    DECLINE = "decline", _("réunion des dossiers refusée")
    APPROVE = "approve", _("dossiers réunis")
    ASK_UNDO = "ask_undo", _("séparation des dossiers proposée")
    KEEP = "keep", _("séparation des dossiers refusée")
    UNDO = "undo", _("réunion des dossiers défaite")


class MergeState(models.TextChoices):
    PROPOSED = "proposed", _("proposée")
    APPROVED = "approved", _("approuvée")
    DECLINED = "declined", _("refusée")
    UNDOING = "undoing", _("à défaire, une deuxième personne en décide")
    UNDONE = "undone", _("défaite")


# Of a merge by which two cases are one.
MERGED_STATES = (MergeState.APPROVED, MergeState.UNDOING)


class AccessRequestState(models.TextChoices):
    """How far a request for her whole file has come (P6)."""

    RECEIVED = "received", _("reçue")
    HANDED_OVER = "handed_over", _("remise")
    ENDED = "ended", _("terminée sans remise")


class HandedHow(models.TextChoices):
    DESK = "desk", _("en main propre")
    POST = "post", _("par la poste, en recommandé")


class AccessRequestEnd(models.TextChoices):
    WITHDRAWN = "withdrawn", _("retirée par la personne")
    MISTAKEN = "mistaken", _("saisie par erreur")

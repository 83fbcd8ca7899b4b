from django.db import models
from django.utils.translation import gettext_lazy as _


class OfficeKind(models.TextChoices):
    """What an office is; `bureau` and `commission` are recipients of a procuration too."""

    ORP = "orp", _("office régional de placement")
    LMMT = "lmmt", _("logistique des mesures du marché du travail")
    CMS = "cms", _("centre médico-social")
    OCPS = "ocps", _("coordination des prestations sociales")
    OASI = "oasi", _("office de l’asile")
    OAI = "oai", _("office AI")
    OSP = "osp", _("orientation scolaire, professionnelle et de carrière")
    T1 = "t1", _("plateforme T1")
    OTHER = "other", _("autre dispositif")
    BUREAU = "bureau", _("bureau CII")
    COMMISSION = "commission", _("Commission « droit »")


class Population(models.TextChoices):
    ADULT = "adult", _("adultes")
    YOUTH = "youth", _("jeunes")


class Theme(models.TextChoices):
    YOUTH_T1 = "youth_t1", _("jeunes T1")


class Role(models.TextChoices):
    """Office held under a mandate (G2); access-policy.md says what each may see and do."""

    FIELD_WORKER = "field_worker", _("collaborateur·trice terrain")
    REPONDANT = "repondant", _("répondant·e CII")
    COORDINATOR = "coordinator", _("coordinateur·trice CII")
    CANTONAL_OFFICER = "cantonal_officer", _("chargé·e cantonal·e CII")
    SECRETARIAT = "secretariat", _("secrétariat CII")
    EXPERT = "expert", _("expert·e enregistré·e")
    REGIONAL_MANAGER = "regional_manager", _("responsable régional·e de dispositif")
    BODY_MEMBER = "body_member", _("membre d’un organe CII")
    DPO_REVIEWER = "dpo_reviewer", _("contrôle de la protection des données")
    TECHNICAL_ADMIN = "technical_admin", _("administration technique")


class Capacity(models.TextChoices):
    MEMBER = "member", _("membre")
    CHAIR = "chair", _("présidence")
    DEPUTY = "deputy", _("suppléance")
    CONSULTATIVE = "consultative", _("voix consultative")
    GUEST = "guest", _("invité·e")


# Who decides in an organ; the others are heard.
WITH_A_VOICE = (Capacity.MEMBER, Capacity.CHAIR)


class BodyKind(models.TextChoices):
    COPIL = "copil", _("comité de pilotage")
    CDC = "cdc", _("comité de développement et de coordination")
    COMMISSION = "commission", _("Commission « droit »")
    MANAGERS = "managers", _("groupe des responsables régionaux")

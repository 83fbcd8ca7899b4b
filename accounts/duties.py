"""What each role asks of its holder, after the cahiers des charges (G4, thin).

A duty names the screen where it is done; without a name it is done elsewhere, or not here yet.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.choices import BodyKind, OfficeKind, Role
from accounts.models import Mandate


@dataclass(frozen=True)
class Duty:
    """One duty in one sentence, and the name of the URL where it is done."""

    text: Promise
    url_name: str = ""


FLAG, CASES, MEETINGS = "cases:flag", "cases:case_list", "governance:meetings"
INBOX, KEEPING, OVERSIGHT = "home", "admin:index", "cases:oversight"
RETENTION, HANDOVERS = "cases:retention", "governance:handovers"
ADVICE = "governance:advice_list"
CMS_DUTIES = "cases:cms_duties"
BOARD, BLOCKED = "governance:triage_board", "governance:blocked_cases"

DUTIES = {
    # cahiers des charges 6
    Role.FIELD_WORKER: (
        Duty(
            _("Au début de chaque mandat et à chaque changement important, remplir la grille."),
            FLAG,
        ),
        Duty(_("Parler du signalement avec le répondant de mon dispositif."), CASES),
        Duty(_("Demander avec lui, pour une situation complexe, une TRO ou un assessment."), CASES),
        Duty(_("Participer au besoin à la première séance."), MEETINGS),
    ),
    # cahiers des charges 5
    Role.REPONDANT: (
        Duty(_("Conseiller mes collègues sur la collaboration interinstitutionnelle."), ADVICE),
        Duty(
            _("Confirmer les signalements, compléter les données, faire signer la procuration."),
            CASES,
        ),
        Duty(_("Annoncer les situations complexes à la coordination."), CASES),
        Duty(_("Entrer en matière sur les demandes adressées à mon dispositif."), CASES),
        Duty(_("Participer, sur invitation, aux TRO et aux assessments de ma région."), MEETINGS),
        Duty(_("Assurer le case management lorsque le pool me désigne."), CASES),
        Duty(_("Transmettre ce qu’une ou un collègue qui part a en main."), HANDOVERS),
    ),
    # cahiers des charges 4.3 and 4.4
    Role.COORDINATOR: (
        Duty(_("Trier les annonces : motif, voie choisie, délai."), BOARD),
        Duty(_("Repérer les dossiers bloqués et les porter à la prochaine TRO."), BLOCKED),
        Duty(_("Convoquer et conduire les TRO de ma région ou de mon thème."), MEETINGS),
        Duty(_("Suivre chaque situation complexe tous les trois mois."), CASES),
        Duty(_("Transmettre les désignations de qui quitte un dossier de mon poste."), HANDOVERS),
        Duty(_("Réunir les parties lorsqu’un cas est litigieux dans ma région.")),
        Duty(_("Réunir chaque année les répondants de ma région.")),
    ),
    # cahiers des charges 4.1
    Role.CANTONAL_OFFICER: (
        Duty(_("Répondre du bureau CII et du bon fonctionnement de l’outil."), KEEPING),
        Duty(_("Prendre position, avec les coordinateurs, dans les cas litigieux."), CASES),
        Duty(_("Repérer les dossiers bloqués du canton."), BLOCKED),
        Duty(_("Nommer qui reprend un poste de coordination vacant."), HANDOVERS),
        Duty(_("Présenter à la Commission « droit » les situations à préfinancer.")),
        Duty(_("Faire la liaison entre les organes et siéger au COPIL avec voix consultative.")),
        Duty(_("Établir les statistiques et le rapport d’activité.")),
    ),
    # cahiers des charges 4.2
    Role.SECRETARIAT: (
        Duty(_("Organiser les séances et inviter partenaires et personnes concernées."), MEETINGS),
        Duty(_("Vérifier avant chaque séance que les données de la personne sont à jour."), CASES),
        Duty(_("Tenir les dispositifs, les mandats et les réglages."), KEEPING),
        Duty(_("Tenir à jour les supports de travail et leurs traductions.")),
        Duty(
            _("Proposer à la destruction les dossiers dont la conservation est échue."), RETENTION
        ),
    ),
    Role.EXPERT: (
        Duty(_("Donner une appréciation dans les dossiers pour lesquels on m’invite."), CASES),
        Duty(_("Participer, sur invitation, aux assessments."), MEETINGS),
    ),
    # cahiers des charges 7
    Role.REGIONAL_MANAGER: (
        Duty(_("Mettre à disposition les ressources prévues par les décharges.")),
        Duty(_("Soutenir les répondants de mon dispositif.")),
        Duty(_("Régler avec la coordination les différends de la région."), INBOX),
        Duty(_("Participer au CDC sur invitation.")),
    ),
    Role.DPO_REVIEWER: (
        Duty(
            _("Contrôler les accès par leurs traces, sans lire le contenu des dossiers."), OVERSIGHT
        ),
    ),
    Role.TECHNICAL_ADMIN: (
        Duty(_("Ouvrir et fermer les comptes, saisir le début et la fin des mandats."), KEEPING),
        Duty(_("Vérifier les dispositifs qu’aucune source n’atteste."), KEEPING),
    ),
}

# cahiers des charges 1 to 3 and 7
BODY_DUTIES = {
    BodyKind.COPIL: (
        Duty(_("Fixer la stratégie, les priorités et les directives de la CII.")),
        Duty(_("Décider des conventions et du cercle des partenaires.")),
        Duty(_("Fixer les ressources et valider le rapport d’activité.")),
    ),
    BodyKind.CDC: (
        Duty(_("Examiner les idées de la pratique et les proposer au COPIL.")),
        Duty(_("Donner un avis sur les conventions et les mandats de collaboration.")),
        Duty(_("Suivre la mise en œuvre des modèles et des projets pilotes.")),
    ),
    BodyKind.COMMISSION: (
        Duty(_("Décider du préfinancement des mesures par le Fonds cantonal pour l’emploi.")),
        Duty(_("Décider des mesures utiles qui ne figurent dans aucun catalogue.")),
    ),
    BodyKind.MANAGERS: (Duty(_("Exécuter dans la région ce que le COPIL et le CDC ont décidé.")),),
}


# CMS mandate 2017
OF_A_CMS = Duty(_("Tenir les délais et le double contrôle du mandat des CMS."), CMS_DUTIES)


def duties_of(mandate: Mandate) -> tuple[Duty, ...]:
    """What a mandate asks of its holder (G4)."""
    if mandate.body:
        return BODY_DUTIES[BodyKind(mandate.body.kind)]
    duties = DUTIES[Role(mandate.role)]
    is_of_cms = mandate.office is not None and mandate.office.kind == OfficeKind.CMS
    return (*duties, OF_A_CMS) if mandate.role == Role.REPONDANT and is_of_cms else duties

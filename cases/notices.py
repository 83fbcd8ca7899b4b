"""What an inbox entry or a mail about a case says; nothing in it is personal (P9)."""

from django.utils.translation import gettext_lazy as _

from messaging.texts import Notice

NOTICES: dict[str, Notice] = {
    "case.flagged": Notice(
        _("Dossier %(number)s : un signalement attend votre confirmation."),
        _("Vous êtes répondant·e CII du dispositif qui a signalé."),
    ),
    "case.handed_over": Notice(
        _("Dossier %(number)s : vous en avez désormais la charge."),
        _("Une ou un collègue vous a transmis le dossier."),
    ),
    "case.announced": Notice(
        _("Dossier %(number)s : une annonce attend votre triage."),
        _("Vous tenez le poste de coordination auquel le dossier est attribué."),
    ),
    "case_manager.designated": Notice(
        _("Dossier %(number)s : vous êtes désigné·e case manager."),
        _("Le pool des répondant·e·s de la région vous a désigné·e."),
    ),
    "procuration.narrowed": Notice(
        _("Dossier %(number)s : la procuration a été restreinte."),
        _("Vous tenez le poste de coordination auquel le dossier est attribué."),
    ),
    "procuration.withdrawn": Notice(
        _("Dossier %(number)s : la procuration a été retirée."),
        _("Vous tenez le poste de coordination auquel le dossier est attribué."),
    ),
    "follow_up.due": Notice(
        _("Dossier %(number)s : suivi trimestriel à faire jusqu’au %(due_on)s."),
        _("Vous êtes case manager ou coordinateur·trice du dossier."),
    ),
    "follow_up.escalated": Notice(
        _("Dossier %(number)s : le suivi trimestriel du %(due_on)s n’est pas fait."),
        _("Le délai de rappel est dépassé ; vous répondez du bon fonctionnement de la CII."),
    ),
}
